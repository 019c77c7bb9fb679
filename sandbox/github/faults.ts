/** How one request goes wrong. Without `carriedOut` nothing happens at GitHub either. */
export interface RequestFault {
  readonly method?: string
  /** Tested against the path without its query; without it every path. */
  readonly path?: RegExp
  /** How many requests it meets; default 1. */
  readonly times?: number
  /** True: done first, then the answer is lost or replaced. */
  readonly carriedOut?: boolean
  readonly answers: FaultyAnswer
}

export type FaultyAnswer =
  | 'html' // 502 with a page of a load balancer
  | 'reset' // the connection is cut
  | 'silence' // no answer, the connection stays
  | { readonly status: number; readonly body?: unknown; readonly headers?: { readonly [name: string]: string } }

/** What becomes of the next deliveries of an event. */
export interface DeliveryFault {
  /** Name of the event; without it any. */
  readonly event?: string
  readonly times?: number
  readonly fate: DeliveryFate
}

export type DeliveryFate =
  | 'dropped' // recorded, never sent; can be redelivered
  | 'before-the-answer' // has arrived before the request that caused it is answered
  | { readonly copies: number } // sent so many times under one id
  | { readonly ids: number } // sent under so many ids

export interface Faults {
  /** Scripts the next matching requests. */
  readonly request: (fault: RequestFault) => void
  /** Scripts the next `POST …/deployments`. */
  readonly nextCreate: (fault: Omit<RequestFault, 'method' | 'path'>) => void
  /** Scripts the next matching deliveries. */
  readonly delivery: (fault: DeliveryFault) => void
  /** Forgets what has not happened yet. */
  readonly clear: () => void
}

/** The side that the server asks. */
export interface Script extends Faults {
  readonly takeRequest: (method: string, path: string) => RequestFault | undefined
  readonly takeDelivery: (event: string) => DeliveryFate | undefined
}

interface Pending<T> {
  readonly fault: T
  left: number
}

function take<T>(pending: readonly Pending<T>[], fits: (fault: T) => boolean): T | undefined {
  const found = pending.find(({ fault, left }) => left > 0 && fits(fault))
  if (found !== undefined) found.left -= 1
  return found?.fault
}

/** Misbehaviour that tests ask for; first asked, first served. */
export function createFaults(): Script {
  const requests: Pending<RequestFault>[] = []
  const deliveries: Pending<DeliveryFault>[] = []
  const request = (fault: RequestFault) => {
    requests.push({ fault, left: fault.times ?? 1 })
  }

  return {
    request,
    nextCreate: (fault) => request({ ...fault, method: 'POST', path: /\/deployments$/ }),
    delivery: (fault) => {
      deliveries.push({ fault, left: fault.times ?? 1 })
    },
    clear() {
      requests.length = 0
      deliveries.length = 0
    },
    takeRequest: (method, path) =>
      take(requests, (fault) => (fault.method ?? method) === method && (fault.path?.test(path) ?? true)),
    takeDelivery: (event) => take(deliveries, (fault) => (fault.event ?? event) === event)?.fate,
  }
}
