/**
 * The file that `cap -f` loads in the place of the app's own Capfile, which it loads first. It finds its orders beside it
 * in orders.json, and does what no option of cap can:
 *
 * - every connection of net-ssh, the app's own included, is pinned (pins.ts);
 * - the commit is the deployment's, whatever branch deploy.rb names;
 * - `slipway:look` writes what the hosts say of themselves to seen.json, `slipway:settle` ends what still runs there.
 */
export const capfile = String.raw`require_relative "pins"
require "net/ssh"
Slipway.pin

module Slipway
  ORDERS = orders

  # Tagged processes that belong to a command of cap: the shell that sshd started for it, their session's leader, is
  # there, and they still write to its channel. A daemon that a deploy has started does one of them at the most.
  RUNNING = <<~'SH'
    for e in $(grep -lzs "^LC_SLIPWAY=@" /proc/[0-9]*/environ); do
      d=$(dirname "$e"); s=$(sed 's/.*) //' "$d/stat" 2>/dev/null | cut -d' ' -f4)
      case $(readlink "$d/fd/1") in pipe:*|socket:*) [ -n "$s" ] && [ -d "/proc/$s" ] && basename "$d";; esac
    done 2>/dev/null
  SH

  class << self
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
