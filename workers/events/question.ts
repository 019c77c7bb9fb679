import { answerQuestion, platformQuestion } from '../../core/actions/platform.ts'
import type { Desk } from './desk.ts'

/** Somebody asks what only the platform knows. Asked again after a crash, it is answered again. */
export async function question(body: unknown, { ports, askPlatform }: Desk): Promise<void> {
  const asked = platformQuestion.parse(body)
  await answerQuestion(ports.engine.store, asked.id, await askPlatform(asked))
}
