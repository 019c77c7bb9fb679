import { type Adopted, adopt } from './adopt.ts'

const longestMs = 10_000 // a module that waits for something else must not keep everybody else from starting

/** Imports the module of a provider. Never rejects. `again` counts repeats: node remembers a failed import. */
export async function loadModule(url: string, again: number): Promise<Adopted> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not there after ${longestMs / 1_000} s`)), longestMs)
  })
  try {
    return adopt(await Promise.race([import(again === 0 ? url : `${url}?again=${again}`), late]))
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n', 1)
    return { problem: `cannot be loaded: ${why}` }
  } finally {
    clearTimeout(timer)
  }
}
