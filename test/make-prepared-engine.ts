import { originalEngine } from './prepared-engine.ts'

await originalEngine()
