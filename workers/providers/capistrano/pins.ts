/**
 * What a Ruby of cap loads so that every connection of net-ssh checks host keys against the pinned ones, goes the way that
 * apps.json says, and forwards no agent unless told to. Left alone, net-ssh takes new keys, does not look at those of
 * 127.0.0.1 on another port than 22 at all, and SSHKit forwards the agent.
 *
 * Commands on hosts are tagged, so that one that outlived its cap can be found. A variable named LC_… is what sshd takes
 * from clients as Debian, Ubuntu and Red Hat set it up.
 *
 * Nothing is required before net-ssh is there: by then bundler has said which versions count.
 */
export const pins = String.raw`module Slipway
  module Pins
    def start(host, user = nil, options = {}, &block)
      super(host, Slipway.orders["user"] || user, Slipway.pinned(host, options), &block)
    end
  end

  class << self
    def orders
      require "json"
      @orders ||= JSON.parse(File.read(File.join(__dir__, "orders.json")))
    end

    def pin
      Net::SSH.singleton_class.prepend(Pins) unless Net::SSH.singleton_class.include?(Pins)
    end

    # For a Capistrano that loads net-ssh later.
    def pin_once_loaded
      TracePoint.new(:end) do |at|
        if defined?(Net::SSH) && at.self.equal?(Net::SSH) && Net::SSH.respond_to?(:start)
          at.disable
          pin
        end
      end.enable
    end

    def pinned(host, options)
      pins = strictly.merge(
        known_hosts: Net::SSH::KnownHosts, fingerprint_hash: "SHA256",
        forward_agent: orders.fetch("forward_agent"), non_interactive: true
      )
      file = orders["known_hosts"]
      pins.merge!(user_known_hosts_file: [file], global_known_hosts_file: []) if file
      pins.merge!(keys: [], key_data: [], keys_only: false, use_agent: true) if orders.fetch("own_key")
      pins[:user] = orders["user"] if orders["user"]
      pins[:proxy] = gateway(host) if orders["gateway"]
      pins[:set_env] = (options[:set_env] || {}).merge("LC_SLIPWAY" => orders["tag"]) if orders["tag"]
      options.merge(pins.select { |name, _| Net::SSH::VALID_OPTIONS.include?(name) })
    end

    # The words of net-ssh for it before 4.2, before 5, and since.
    def strictly
      return { paranoid: :secure } unless Net::SSH::VALID_OPTIONS.include?(:verify_host_key)
      { verify_host_key: Net::SSH::Version::MAJOR < 5 ? :secure : :always }
    end

    # net-ssh hands this command to a shell.
    def gateway(host)
      raise ArgumentError, "#{host.inspect} is no host name" unless host.match(/\A[A-Za-z0-9][A-Za-z0-9.:-]*\z/)
      require "net/ssh/proxy/command"
      Net::SSH::Proxy::Command.new(orders["gateway"])
    end
  end
end
`

/** For RUBYOPT. */
export const latePins = 'require_relative "pins"\nSlipway.pin_once_loaded\n'
