/** Another process has the data directory open. PGlite would not notice, and both would lose data. */
export class DirectoryInUse extends Error {
  readonly directory: string
  readonly pid: number
  constructor(directory: string, pid: number) {
    super(
      `The data directory ${directory} is in use by process ${pid}. Stop that process first, ` +
        'or set DATA_DIR to another directory; several processes at once need REDIS_URL or DATABASE_URL',
    )
    this.name = 'DirectoryInUse'
    this.directory = directory
    this.pid = pid
  }
}

/** The engine cannot be reached at the start. `address` is host and port, never the URL: that may hold a password. */
export class EngineUnreachable extends Error {
  readonly address: string
  constructor(variable: 'REDIS_URL' | 'DATABASE_URL', address: string, why: string) {
    super(`${variable} points to ${address}, which does not answer (${why}). Start it, or correct ${variable}`)
    this.name = 'EngineUnreachable'
    this.address = address
  }
}

/** A setting of the engine that cannot be understood. Says which, never its value. */
export class EngineMisconfigured extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'EngineMisconfigured'
  }
}

/** A log was written past its end. There would be a hole that nobody ever fills. */
export class LogGap extends Error {
  readonly log: string
  readonly offset: number
  readonly size: number
  constructor(log: string, offset: number, size: number) {
    super(`Log ${log} holds ${size} bytes and cannot be written at ${offset}: append at its size()`)
    this.name = 'LogGap'
    this.log = log
    this.offset = offset
    this.size = size
  }
}
