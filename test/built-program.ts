import { fileURLToPath } from 'node:url'

/** A program as `npm run build` made it: `bin/slipway`, by its path without an ending. */
export const builtProgram = (path: string) => fileURLToPath(new URL(`../dist/${path}.js`, import.meta.url))
