/** One word of the command line. */
export interface CliCommand {
  readonly names: readonly string[]
  readonly usage: string
  readonly help: string
  /** Resolves to the exit code. */
  run(args: readonly string[]): Promise<number>
}
