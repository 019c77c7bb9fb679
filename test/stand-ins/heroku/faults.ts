/** What goes wrong with the next calls that fit. */
export interface Fault {
  /** `POST /apps/acme-web/builds` */
  readonly call: RegExp
  /** How many of them; 1 by default. */
  times?: number
  /** An answer in place of the real one; or the call is carried out and its answer is lost; or it never arrives. */
  readonly how: { readonly status: number; readonly headers?: Record<string, string> } | 'answer lost' | 'call lost'
}

export function createFaults() {
  const waiting: Fault[] = []
  return {
    add: (fault: Fault) => void waiting.push({ times: 1, ...fault }),
    take(call: string): Fault['how'] | undefined {
      const found = waiting.find((fault) => fault.call.test(call))
      if (found?.times === undefined) return undefined
      found.times -= 1
      if (found.times === 0) waiting.splice(waiting.indexOf(found), 1)
      return found.how
    },
  }
}
