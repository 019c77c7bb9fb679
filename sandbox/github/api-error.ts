import type { Json } from '../../core/json.ts'

const documentation = 'https://docs.github.com/rest'

/** An answer in GitHub's shape for what cannot be done. */
export class ApiError extends Error {
  readonly status: number
  readonly body: { readonly [key: string]: Json }

  constructor(status: number, message: string, errors?: Json) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.body = {
      message,
      ...(errors === undefined ? {} : { errors }),
      documentation_url: documentation,
      status: String(status),
    }
  }
}

/** Also what somebody sees who may not see the repository. */
export const notFound = () => new ApiError(404, 'Not Found')
