/** What the client needs of a logger; pino's fits. */
export interface GitHubLog {
  debug(fields: object, text: string): void
  warn(fields: object, text: string): void
}

export const silent: GitHubLog = { debug: () => undefined, warn: () => undefined }
