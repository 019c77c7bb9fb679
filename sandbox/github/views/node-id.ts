/** GraphQL ids of GitHub are opaque; ours say what they are to who decodes them. */
export const nodeId = (kind: string, id: number | string) => Buffer.from(`${kind}:${id}`).toString('base64url')
