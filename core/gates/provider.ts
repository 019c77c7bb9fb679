import { pass, refuse, type Gate } from './verdict.ts'

/** Somebody has to be there to carry it out, with settings that can be used. */
export const provider: Gate = ({ target, provider: { known, problem } }) => {
  const { app, environment, provider: name } = target
  if (name === undefined) return refuse('no-provider', { app, environment })
  if (!known) return refuse('provider-unknown', { provider: name })
  return problem === undefined ? pass : refuse('provider-settings', { provider: name, why: problem })
}
