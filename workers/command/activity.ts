/** When a command was last heard. The time in which the reader was busy is not the command's silence. */
export interface Activity {
  /** Something was read; until `done` the reader works on it. */
  begin(): void
  done(): void
  isBusy(): boolean
  /** Milliseconds for which the reader has waited in vain; 0 while it is busy. */
  quietMs(): number
}

export function createActivity(): Activity {
  let atWork = 0
  let since = performance.now()
  return {
    begin() {
      atWork += 1
    },
    done() {
      atWork -= 1
      since = performance.now()
    },
    isBusy: () => atWork > 0,
    quietMs: () => (atWork > 0 ? 0 : performance.now() - since),
  }
}
