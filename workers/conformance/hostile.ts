export interface Sample {
  /** What somebody outside may have written. */
  readonly text: string
  /** A file that appears when a shell or a program reads it as more than a name. */
  readonly canary: string
}

const shapes: readonly ((touch: string, canary: string) => string)[] = [
  (touch) => `--upload-pack=${touch}`,
  (touch) => `-oProxyCommand=${touch}`,
  (touch) => `$(${touch})`,
  (touch) => `\`${touch}\``,
  (touch) => `main; ${touch}; true`,
  (touch) => `main' && ${touch} && '`,
  (touch) => `main"; ${touch}; "`,
  (touch) => `main\n${touch}\n`,
  (touch) => `main\0${touch}`,
  (_touch, canary) => `../..${canary}`,
]

/** Names that no command line may ever see, each with a canary of its own in `folder`. */
export const hostileNames = (folder: string, kind: string): Sample[] =>
  shapes.map((shape, index) => {
    const canary = `${folder}/canary-${kind}-${index}`
    return { text: shape(`touch ${canary}`, canary), canary }
  })

/** Tasks that an unanchored pattern lets pass. */
export const hostileTasks: readonly string[] = [
  'deploy; touch x',
  'x; deploy',
  'deploy\ntouch x',
  'deploy:$(touch x)',
  'deploy:`id`',
  'deploy --upload-pack=x',
  '-deploy',
  'deploy\0',
  'deploy:x y',
]
