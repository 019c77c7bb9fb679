/**
 * The file that `cap -f` loads in the place of the app's own Capfile, which it loads first. It finds its orders beside it
 * in orders.json, and does what no option of cap can:
 *
 * - every connection of net-ssh, the app's own included, checks host keys against the pinned ones. Left alone, net-ssh
 *   takes new keys and does not look at those of 127.0.0.1 on another port than 22 at all, and SSHKit forwards the agent;
 * - the commit is the deployment's, whatever branch deploy.rb names;
 * - commands on hosts are tagged, so that one that outlived its cap can be found. A variable named LC_… is what sshd
 *   takes from clients as Debian, Ubuntu and Red Hat set it up;
 * - `slipway:look` writes what the hosts say of themselves to seen.json, `slipway:settle` ends what still runs there.
 */
export const capfile = String.raw`require "json"
require "net/ssh"
require "net/ssh/proxy/command"

module Slipway
  ORDERS = JSON.parse(File.read(File.join(__dir__, "orders.json")))

  # Tagged processes that belong to a command of cap: the shell that sshd started for it, their session's leader, is
  # there, and they still write to its channel. A daemon that a deploy has started does one of them at the most.
  RUNNING = <<~'SH'
    for e in $(grep -lzs "^LC_SLIPWAY=@" /proc/[0-9]*/environ); do
      d=$(dirname "$e"); s=$(sed 's/.*) //' "$d/stat" 2>/dev/null | cut -d' ' -f4)
      case $(readlink "$d/fd/1") in pipe:*|socket:*) [ -n "$s" ] && [ -d "/proc/$s" ] && basename "$d";; esac
    done 2>/dev/null
  SH

  module Pins
    def start(host, user = nil, options = {}, &block)
      super(host, user, Slipway.pinned(host, options), &block)
    end
  end

  class << self
    def pinned(host, options)
      pins = {
        verify_host_key: :always, known_hosts: Net::SSH::KnownHosts, fingerprint_hash: "SHA256",
        forward_agent: ORDERS.fetch("forward_agent"), non_interactive: true
      }
      file = ORDERS["known_hosts"]
      pins.merge!(user_known_hosts_file: [file], global_known_hosts_file: []) if file
      pins.merge!(keys: [], key_data: [], keys_only: false, use_agent: true) if ORDERS.fetch("own_key")
      pins[:proxy] = gateway(host) if ORDERS["gateway"]
      pins[:set_env] = (options[:set_env] || {}).merge("LC_SLIPWAY" => ORDERS["tag"]) if ORDERS["tag"]
      options.merge(pins)
    end

    # net-ssh hands this command to a shell.
    def gateway(host)
      raise ArgumentError, "#{host.inspect} is no host name" unless host.match?(/\A[A-Za-z0-9][A-Za-z0-9.:-]*\z/)
      Net::SSH::Proxy::Command.new(ORDERS["gateway"])
    end

    def running(tag)
      RUNNING.sub("@", tag.gsub(".", "[.]"))
    end

    def name(server)
      server.port.nil? || server.port == 22 ? server.hostname : "#{server.hostname}:#{server.port}"
    end

    # In a thread a host: a dead one does not hold up the others.
    def each_host(servers)
      servers.map do |server|
        Thread.new { { name: name(server) }.merge(connected(server) { |ssh| yield server, ssh }) }
      end.map(&:value)
    end

    def connected(server)
      general = SSHKit::Backend::Netssh.config.ssh_options || {}
      server.ssh_options = general.merge(server.ssh_options || {})
      options = server.netssh_options.merge(timeout: 10)
      Net::SSH.start(server.hostname, server.username, options) { |ssh| yield ssh }
    rescue Net::SSH::HostKeyError => e
      { problem: "key", fingerprint: e.fingerprint, pinned: e[:session].host_keys.map { |key| fingerprint(key) } }
    rescue Net::SSH::AuthenticationFailed
      { problem: "login", text: server.username.to_s }
    rescue StandardError => e
      { problem: "connection", text: e.message.to_s.lines.first.to_s.strip }
    end

    def fingerprint(key)
      "SHA256:" + [OpenSSL::Digest::SHA256.digest(key.to_blob)].pack("m0").delete("=")
    end

    def ask(ssh, lines)
      ssh.exec!(lines.join("\n")).to_s.scan(/^(release|sha|kept|running)=(.*)$/).to_h
    end

    def report(seen)
      File.write(File.join(__dir__, "seen.json"), JSON.generate(seen))
    end
  end
end

Net::SSH.singleton_class.prepend(Slipway::Pins)
load File.expand_path(Slipway::ORDERS.fetch("capfile"))

stages.each do |stage|
  Rake::Task[stage].enhance do
    set :branch, Slipway::ORDERS["sha"] if Slipway::ORDERS["sha"]
    roles(:all).each { |server| server.user = Slipway::ORDERS["user"] } if Slipway::ORDERS["user"]
  end
end

namespace :slipway do
  task :look do
    carrying = release_roles(:all).map { |server| Slipway.name(server) }
    hosts = Slipway.each_host(env.filter(roles(:all))) do |server, ssh|
      carries = carrying.include?(Slipway.name(server))
      kept = Slipway::ORDERS.fetch("kept")[Slipway.name(server)]
      Slipway.ask(ssh, [
        ("echo release=$(readlink #{current_path})" if carries),
        ("echo sha=$(cat #{current_path}/REVISION 2>/dev/null)" if carries),
        ("echo kept=$(cat #{releases_path.join(kept)}/REVISION 2>/dev/null)" if carries && kept),
        "echo running=$(#{Slipway.running(Slipway::ORDERS.fetch("place"))})"
      ].compact).merge(carries: carries)
    end
    Slipway.report(
      hosts: hosts,
      servers: roles(:all).map(&:hostname).uniq,
      tasks: Slipway::ORDERS.fetch("tasks").select { |task| Rake::Task.task_defined?(task) }
    )
  end

  task :settle do
    running = Slipway.running(Slipway::ORDERS.fetch("place"))
    hosts = Slipway.each_host(env.filter(roles(:all))) do |_, ssh|
      Slipway.ask(ssh, [
        "left() { #{running}",
        "}",
        "p=$(left); [ -n \"$p\" ] && kill $p",
        "i=0; while [ $i -lt 20 ] && [ -n \"$(left)\" ]; do sleep 0.5; i=$((i+1)); done",
        "p=$(left); [ -n \"$p\" ] && kill -9 $p && sleep 0.5",
        "echo running=$(left)"
      ])
    end
    Slipway.report(hosts: hosts, servers: [], tasks: [])
  end
end
`
