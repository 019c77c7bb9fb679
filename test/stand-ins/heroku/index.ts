export { startHeroku, type HerokuStandIn } from './stand-in.ts'
