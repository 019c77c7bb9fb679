import { stories } from './stories.ts'

const transcript = stories()

transcript('what waits for green is seen where it will go', async ({ alice, bob, web, reads }) => {
  await web.commit('p5')
  await web.status('p5', 'ci/build', 'pending')
  await alice.says('deploy web/p5 to staging')
  await bob.says('where can i deploy web')
  await alice.says('cancel')
  await bob.says('where can i deploy web')
  await reads(`
    alice › deploy web/p5 to staging
    slip › asking GitHub to deploy web/p5 to staging
    slip › web/p5@abc0001 to staging waits for its checks
      ci/build is pending
      it starts by itself when they are green; a push to p5 ends the waiting
      (you can say: cancel)
    bob › where can i deploy web
    slip › where web of acme/web can go (production, when none is named)
      environment  there  on its way
      staging  unknown  p5 waits for its checks
      production  unknown
    alice › cancel
    slip › web/p5 to staging: cancelled by alice before it started
    bob › where can i deploy web
    slip › where web of acme/web can go (production, when none is named)
      environment  there  on its way
      staging  unknown
      production  unknown
  `)
})

transcript('a commit that is not green yet starts by itself', async ({ alice, web, reads }) => {
  await web.commit('fix')
  await web.status('fix', 'ci/build', 'pending')
  await alice.says('deploy web/fix to production')
  await web.status('fix', 'ci/build', 'success')
  await reads(`
    alice › deploy web/fix to production
    slip › asking GitHub to deploy web/fix to production
    slip › web/fix@abc0001 to production waits for its checks
      ci/build is pending
      it starts by itself when they are green; a push to fix ends the waiting
      (you can say: cancel)
    slip › web/fix@abc0001 is green: deploying it to production now, as #1
    slip › #1 web/fix@abc0001 to production started
      log: http://slip/deployments/1
      (you can say: cancel)
    slip › #1 web/fix@abc0001 to production is out after a moment: sh ended well
      log: http://slip/deployments/1
  `)
})

transcript(
  'a branch behind the default branch is merged, and its merge ships itself',
  async ({ alice, web, reads }) => {
    await web.commit('late')
    await web.commit('main')
    await alice.says('deploy web/late to production')
    await reads(`
    alice › deploy web/late to production
    slip › asking GitHub to deploy web/late to production
    slip › web/late@abc0001 to production: Auto-merged main into late on deployment. It waits for the checks of the merge.
      it starts by itself when they are green; a push to late ends the waiting
      (you can say: cancel)
    slip › web/late@abc0001 is green: deploying it to production now, as #1
    slip › #1 web/late@abc0001 to production started
      log: http://slip/deployments/1
      (you can say: cancel)
    slip › #1 web/late@abc0001 to production is out after a moment: sh ended well
      log: http://slip/deployments/1
  `)
  },
)

transcript(
  'the waiting ends when a check fails, and when somebody pushes',
  async ({ alice, bob, web, hears, reads }) => {
    await web.commit('shaky')
    await web.status('shaky', 'ci/build', 'pending')
    await alice.says('deploy web/shaky to production')
    await web.status('shaky', 'ci/build', 'failure')
    await hears(/did not pass/)
    await web.commit('busy')
    await web.status('busy', 'ci/build', 'pending')
    await bob.says('deploy:migrations web/busy to production because the table is full')
    await web.commit('busy')
    await reads(`
    alice › deploy web/shaky to production
    slip › asking GitHub to deploy web/shaky to production
    slip › web/shaky@abc0001 to production waits for its checks
      ci/build is pending
      it starts by itself when they are green; a push to shaky ends the waiting
      (you can say: cancel)
    slip › web/shaky to production waits no longer: ci/build (failure) did not pass
      to ask again: \`deploy web/shaky to production\`
    bob › deploy:migrations web/busy to production because the table is full
    slip › asking GitHub to run deploy:migrations of web/busy in production
    slip › web/busy@abc0002 to production waits for its checks
      ci/build is pending
      it starts by itself when they are green; a push to busy ends the waiting
      (you can say: cancel)
    slip › deploy:migrations of web/busy in production waits no longer: busy moved on to abc0003, and it waited for abc0002
      to ask again: \`deploy:migrations web/busy to production because the table is full\`
  `)
  },
)

transcript(
  'one after the other to one place, and a cancel is for one’s own',
  async ({ alice, bob, web, hears, reads }) => {
    await web.commit('slow', { files: { seconds: '60' } })
    await alice.says('deploy web/slow to staging')
    await hears(/slow@\w+ to staging started/)
    await bob.says('deploy web to staging')
    await hears(/waits in line/)
    await alice.says('cancel')
    await reads(`
    alice › deploy web/slow to staging
    slip › asking GitHub to deploy web/slow to staging
    slip › #1: web/slow@abc0001 to staging, waiting for a worker
    slip › #1 web/slow@abc0001 to staging started
      log: http://slip/deployments/1
      (you can say: cancel)
    bob › deploy web to staging
    slip › asking GitHub to deploy web to staging
    slip › #2: web/main@abc0002 to staging, waiting for a worker
    slip › #2 web/main@abc0002 to staging waits in line: 2nd, behind alice's #1 (slow)
      (you can say: cancel)
    alice › cancel
    slip › #1 web to staging is told to stop
    slip › #1 web/slow@abc0001 to staging did not run to its end: cancelled by alice
      log: http://slip/deployments/1
      (you can say: retry, logs)
    slip › #2 web/main@abc0002 to staging started
      log: http://slip/deployments/2
      (you can say: cancel)
    slip › #2 web/main@abc0002 to staging is out after a moment: sh ended well
      log: http://slip/deployments/2
  `)
  },
)

transcript('what waits in line can be taken out of it, and what waits for green ended', async (story) => {
  const { alice, bob, web, hears, reads } = story
  await alice.says('deploy web/slow to staging')
  await hears(/slow@\w+ to staging started/)
  await bob.says('deploy web to staging')
  await hears(/waits in line/)
  await bob.says('cancel')
  await hears(/web\/main@\w+ to staging did not start/)
  await alice.says('cancel')
  await hears(/web\/slow@\w+ to staging did not run/)
  await web.commit('more')
  await web.status('more', 'ci/build', 'pending')
  await bob.says('deploy web/more to staging')
  await bob.says('cancel')
  await bob.says('cancel')
  await reads(`
    alice › deploy web/slow to staging
    slip › asking GitHub to deploy web/slow to staging
    slip › #1: web/slow@abc0001 to staging, waiting for a worker
    slip › #1 web/slow@abc0001 to staging started
      log: http://slip/deployments/1
      (you can say: cancel)
    bob › deploy web to staging
    slip › asking GitHub to deploy web to staging
    slip › #2: web/main@abc0002 to staging, waiting for a worker
    slip › #2 web/main@abc0002 to staging waits in line: 2nd, behind alice's #1 (slow)
      (you can say: cancel)
    bob › cancel
    slip › #2 is taken out of the line
    slip › #2 web/main@abc0002 to staging did not start: cancelled by bob
      (you can say: retry)
    alice › cancel
    slip › #1 web to staging is told to stop
    slip › #1 web/slow@abc0001 to staging did not run to its end: cancelled by alice
      log: http://slip/deployments/1
      (you can say: retry, logs)
    bob › deploy web/more to staging
    slip › asking GitHub to deploy web/more to staging
    slip › web/more@abc0003 to staging waits for its checks
      ci/build is pending
      it starts by itself when they are green; a push to more ends the waiting
      (you can say: cancel)
    bob › cancel
    slip › web/more to staging: cancelled by bob before it started
    bob › cancel
    slip › cancel: nothing of yours is running or waiting here
      \`cancel #id\` names one
  `)
})
