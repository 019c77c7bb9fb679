import { isRef } from '../commands/patterns.ts'
import { pass, refuse, type Gate } from './verdict.ts'

/** Git takes branch names that are options or shell code; scripts read the ref, so only those that chat could have named pass. */
export const ref: Gate = ({ ref: asked }) =>
  asked === undefined || isRef(asked) ? pass : refuse('not-a-ref', { word: asked })
