import { stories } from './stories.ts'

const transcript = stories()

transcript(
  'a rollback goes back to the last deployment that ran well and shows what it undoes',
  async ({ alice, bob, web, hears, reads }) => {
    await alice.says('rollback web in production')
    await alice.says('deploy web/main to production')
    await hears(/#1 .* is out/)
    await web.commit('main', { files: { exit: '3' } })
    await bob.says('deploy web to production')
    await hears(/#2 .* failed/)
    await alice.says('rollback web in production because it does not start')
    await hears(/#3 .* is out/)
    await alice.says('deploys web in production')
    await reads(`
    alice › rollback web in production
    slip › rollback of web in production: nothing is known that ran well in production before what web has now
      \`deploys web\` lists what ran; \`rollback … to <sha>\` names a commit
    alice › deploy web/main to production
    slip › asking GitHub to deploy web/main to production
    slip › #1: web/main@abc0001 to production, waiting for a worker
    slip › #1 web/main@abc0001 to production started
      log: http://slip/deployments/1
      (you can say: cancel)
    slip › #1 web/main@abc0001 to production is out after a moment: sh ended well
      log: http://slip/deployments/1
    bob › deploy web to production
    slip › asking GitHub to deploy web to production
    slip › #2: web/main@abc0002 to production, waiting for a worker
    slip › #2 web/main@abc0002 to production started
      log: http://slip/deployments/2
      (you can say: cancel)
    slip › #2 web/main@abc0002 to production failed after a moment: sh ended with 3
      log: http://slip/deployments/2
      (you can say: retry, logs)
    alice › rollback web in production because it does not start
    slip › asking GitHub to roll web in production back to main@abc0001 of #1
      undoes #2 main@abc0002 by bob
    slip › #3: rollback of web/main@abc0001 in production, waiting for a worker
    slip › #3 rollback of web/main@abc0001 in production started
      log: http://slip/deployments/3
      (you can say: cancel)
    slip › #3 rollback of web/main@abc0001 in production is out after a moment: sh ended well
      log: http://slip/deployments/3
    alice › deploys web in production
    slip › web in production: the last deployments
      id  when  who  what  environment  state  took
      #3  a moment ago  alice  back to main@abc0001  production  success  a moment
      #2  a moment ago  bob  main@abc0002  production  failure  a moment
      #1  a moment ago  alice  main@abc0001  production  success  a moment
      more: http://slip/
  `)
  },
)
