const defaultLimit = 64 * 1024
const longestCharacter = 4 // bytes of UTF-8; a smaller read might never get past one

/** How many bytes a read of a log asks for. */
export const logLimit = (limit: number = defaultLimit): number => Math.max(limit, longestCharacter)
