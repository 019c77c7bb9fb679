/** What we use of Hubot 14, which ships no types. Read from its source. */
declare module 'hubot' {
  import type { EventEmitter } from 'node:events'
  import type { Logger } from 'pino'

  export class User {
    constructor(id: string, options: { readonly name: string; readonly room: string })
    readonly id: unknown
    readonly name?: unknown
    readonly room?: unknown
  }

  export class Message {
    readonly user: User
    readonly room: unknown
  }

  export class TextMessage extends Message {
    constructor(user: User, text: string, id: string)
    readonly text: string
    readonly id: unknown
    /** Set by adapters that know threads; Hubot itself knows none. */
    thread_ts?: unknown
  }

  export class TopicMessage extends TextMessage {}

  export interface Envelope {
    readonly room: string
    readonly user?: User
    readonly message?: { readonly room?: unknown; readonly thread_ts?: unknown }
  }

  export class Adapter extends EventEmitter {
    constructor(robot: Robot)
    readonly robot: Robot
    name?: string
    send(envelope: Envelope, ...texts: string[]): Promise<unknown>
    reply(envelope: Envelope, ...texts: string[]): Promise<unknown>
    run(): Promise<void>
    close(): void
    receive(message: Message): Promise<void>
  }

  export interface Response<M> {
    readonly match: M
    readonly message: TextMessage
    readonly envelope: Envelope
    send(...texts: string[]): Promise<unknown>
  }

  export interface AdapterMaker {
    use(robot: Robot): Adapter | Promise<Adapter>
  }

  export class Robot {
    /** `httpd` off: Hubot's own HTTP server swallows EADDRINUSE and the raw body of webhooks. */
    constructor(adapter: AdapterMaker, httpd: false, name: string, alias: string | false)
    /** Adapters change it to the account's name once they are signed in. */
    name: string
    readonly alias: string | false
    readonly adapter: Adapter
    logger: Logger
    readonly brain: { userForId(id: string, options: { name: string; room: string }): User }
    readonly commands: { unregister(id: string): boolean }
    on(event: 'error', listener: (error: unknown) => void): void
    /** The callback's response carries whatever truthy value the matcher gave. */
    listen<M>(
      matcher: (message: Message) => M | undefined,
      options: { readonly id: string },
      callback: (response: Response<M>) => Promise<void>,
    ): void
    send(envelope: Envelope, ...texts: string[]): Promise<unknown>
    receive(message: Message): Promise<unknown>
    loadAdapter(): Promise<void>
    run(): Promise<void>
    shutdown(): void
  }
}
