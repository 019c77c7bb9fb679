/** What is said in chat, before any surface renders it. Text is plain: renderers escape it for their surface. */
export type Message = {
  /** One line that stands alone. */
  readonly title: string
  readonly lines?: readonly string[]
  /** Rows under a heading, for lists such as `deploys`. */
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Words that can be said (or buttons pressed) in reply. */
  readonly actions?: readonly string[]
  readonly link?: { readonly label: string; readonly url: string }
}
