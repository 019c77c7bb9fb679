/** The run goes no further; the message is what the deployment's status says. */
export class Halt extends Error {
  override readonly name = 'Halt'
}
