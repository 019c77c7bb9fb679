import { stories } from './stories.ts'

const transcript = stories()

transcript('a deploy, from the word to the page with its log', async ({ alice, reads }) => {
  await alice.says('deploy web to production')
  await reads(`
    alice › deploy web to production
    slip › asking GitHub to deploy web to production
    slip › #1: web/main@abc0001 to production, waiting for a worker
    slip › #1 web/main@abc0001 to production started
      log: http://slip/deployments/1
      (you can say: cancel)
    slip › #1 web/main@abc0001 to production is out after a moment: sh ended well
      log: http://slip/deployments/1
  `)
})

transcript('a branch that fails, its log, and the same commit again though the branch has moved on', async (story) => {
  const { alice, bob, web, hears, reads } = story
  await web.commit('fix', { files: { says: 'echo no room on the disk', exit: '3' } })
  await alice.says('deploy web/fix to staging because the login is broken')
  await hears(/failed/)
  await bob.says('logs')
  await web.commit('fix', { files: { exit: '0' } })
  await bob.says('retry')
  await reads(`
    alice › deploy web/fix to staging because the login is broken
    slip › asking GitHub to deploy web/fix to staging
    slip › #1: web/fix@abc0001 to staging, waiting for a worker
    slip › #1 web/fix@abc0001 to staging started
      log: http://slip/deployments/1
      (you can say: cancel)
    slip › #1 web/fix@abc0001 to staging failed after a moment: sh ended with 3
      log: http://slip/deployments/1
      (you can say: retry, logs)
    bob › logs
    slip › the end of the log of #1 web to staging
      deploying fix to staging
      no room on the disk
      all of it: http://slip/deployments/1
    bob › retry
    slip › asking GitHub to deploy web/fix@abc0001 to staging
    slip › #2: web/fix@abc0001 to staging, waiting for a worker
    slip › #2 web/fix@abc0001 to staging started
      log: http://slip/deployments/2
      (you can say: cancel)
    slip › #2 web/fix@abc0001 to staging failed after a moment: sh ended with 3
      log: http://slip/deployments/2
      (you can say: retry, logs)
  `)
})

transcript('red checks are named, and so is the way past them', async ({ alice, web, reads }) => {
  await web.commit('red')
  await web.status('red', 'ci/build', 'success')
  await web.status('red', 'ci/test', 'failure')
  await alice.says('deploy web/red to staging')
  await alice.says('deploy! web/red to staging because the site is down')
  await reads(`
    alice › deploy web/red to staging
    slip › asking GitHub to deploy web/red to staging
    slip › web/red to staging: not green: ci/test (failure)
      push a fix, or use \`deploy!\` if you must
    alice › deploy! web/red to staging because the site is down
    slip › asking GitHub to deploy web/red to staging, checks or not
    slip › #1: web/red@abc0001 to staging, waiting for a worker
    slip › #1 web/red@abc0001 to staging started
      log: http://slip/deployments/1
      (you can say: cancel)
    slip › #1 web/red@abc0001 to staging is out after a moment: sh ended well
      log: http://slip/deployments/1
  `)
})

transcript('some hosts only, and a task: every line says which and what', async ({ alice, reads, hears }) => {
  await alice.says('deploy web to staging/web1,web2')
  await hears(/is out/)
  await alice.says('deploy:migrate web to production')
  await reads(`
    alice › deploy web to staging/web1,web2
    slip › asking GitHub to deploy web to staging on web1, web2
    slip › #1: web/main@abc0001 to staging on web1, web2, waiting for a worker
    slip › #1 web/main@abc0001 to staging on web1, web2 started
      log: http://slip/deployments/1
      (you can say: cancel)
    slip › #1 web/main@abc0001 to staging on web1, web2 is out after a moment: sh ended well
      log: http://slip/deployments/1
    alice › deploy:migrate web to production
    slip › asking GitHub to run deploy:migrate of web in production
    slip › #2: deploy:migrate of web/main@abc0001 in production, waiting for a worker
    slip › #2 deploy:migrate of web/main@abc0001 in production started
      log: http://slip/deployments/2
      (you can say: cancel)
    slip › #2 deploy:migrate of web/main@abc0001 in production is out after a moment: sh ended well
      log: http://slip/deployments/2
  `)
})
