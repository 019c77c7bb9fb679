/** Every run of blanks, tabs, no-break spaces and line ends becomes one blank; none at either end. */
export const collapseBlanks = (text: string): string => text.replace(/\s+/gu, ' ').trim()
