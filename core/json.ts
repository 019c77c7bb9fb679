/** What can be stored, queued and sent. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }
