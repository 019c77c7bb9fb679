/** One thing that can come of a command. `Data` is what the sentences need to know; it is plain JSON, so it can be stored. */
export interface Reason<Data = never> {
  /** HTTP status with which the API answers. */
  readonly status: number
  /** What happened and why, without a full stop: it may stand in a list. */
  says(data: Data): string
  /** What the person can do next, to be read after `says`. */
  next(data: Data): string
}
