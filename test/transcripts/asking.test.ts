import { stories } from './stories.ts'

const shell = { command: ['true'] }
const transcript = stories({
  web: { environments: { staging: {}, production: { deployers: ['alice'] } } },
  apps: { shop: { repository: 'acme/shop', provider: 'shell', environments: ['qa', 'staging'], shell } },
})

transcript('what there is', async ({ alice, reads }) => {
  await alice.says('apps')
  await alice.says('where can i deploy web?')
  await alice.says('deploys web')
  await alice.says('help')
  await alice.says('help retry')
  await reads(`
    alice › apps
    slip › 2 apps
      app  repository  environments
      web  acme/web  staging, production
      shop  acme/shop  qa, staging
    alice › where can i deploy web?
    slip › where web of acme/web can go (production, when none is named)
      environment  there  on its way
      staging  unknown
      production  unknown
    alice › deploys web
    slip › web has not been deployed yet
    alice › help
    slip › what I can do
      deploy:version: says which version this is
      deploy[:task][!] app[/ref] [to environment[/host,host]] [otp] [because …]: deploys an app; "!" passes the checks
      deploys app[/ref] [in environment]: lists the last ten deployments
      where can i deploy app: lists the environments of an app
      apps: lists the apps
      rollback[!] app in environment [to sha|#id] [because …]: brings back the last deployment that ran well, or another one
      retry [#id]: runs the same commit again
      cancel [#id]: stops a deployment, or takes it out of the line
      logs app [in environment]: shows the last lines that the running app has logged, where its platform keeps them
      logs [#id]: shows the end of the log and where to read it all
      current app [in environment]: asks the platform what is live
      who am i: says as whom you are known, here and on GitHub
      i am LOGIN on github: notes your login for mentions; it grants nothing
      link github: proves who you are on GitHub; your deployments are then made in your name
      unlink github: deletes your token for GitHub
      help [word]: says this, or what is known of one word
    alice › help retry
    slip › retry [#id]: runs the same commit again
      for example: retry #1
  `)
})

transcript('what was there before we came is read from GitHub', async ({ alice, world, web, hears, reads }) => {
  world.github.faults.delivery({ event: 'deployment', fate: 'dropped' })
  world.github.account('octocat')
  await web.deploy('octocat', { ref: 'main', environment: 'staging', auto_merge: false })
  await alice.says('deploys web in staging')
  await alice.says('deploy web to staging')
  await hears(/is out/)
  await alice.says('deploys web in staging')
  await alice.says('where can i deploy web')
  await reads(`
    alice › deploys web in staging
    slip › web in staging: as GitHub tells, for nothing has gone through us yet
      id  when  who  what  environment  state  took
      #1  a moment ago  octocat  main@abc0001  staging  pending
      more: http://slip/
    alice › deploy web to staging
    slip › asking GitHub to deploy web to staging
    slip › #2: web/main@abc0001 to staging, waiting for a worker
    slip › #2 web/main@abc0001 to staging started
      log: http://slip/deployments/2
      (you can say: cancel)
    slip › #2 web/main@abc0001 to staging is out after a moment: sh ended well
      log: http://slip/deployments/2
    alice › deploys web in staging
    slip › web in staging: the last deployments
      id  when  who  what  environment  state  took
      #2  a moment ago  alice  main@abc0001  staging  success  a moment
      more: http://slip/
    alice › where can i deploy web
    slip › where web of acme/web can go (production, when none is named)
      environment  there  on its way
      staging  abc0001 (#2)
      production  unknown
  `)
})

transcript('what does not work says why and what does', async ({ alice, bob, reads }) => {
  await bob.says('deploy web to production')
  await alice.says('deploy wep to production')
  await alice.says('deploy web staging')
  await alice.says('deploy shop')
  await alice.says('deploy web/-x to staging')
  await alice.says('deploy web to stagin')
  await alice.says('logs #77')
  await alice.says('freeze web because of a sale')
  await alice.says('help wether')
  await alice.says('are you there?')
  await reads(`
    bob › deploy web to production
    slip › web to production: bob is not among the deployers of web in production
      ask alice
    alice › deploy wep to production
    slip › never heard of "wep"
      \`apps\` lists the apps
    alice › deploy web staging
    slip › "staging" is not understood there
      did you mean \`deploy web to staging\`?
    alice › deploy shop
    slip › shop has several environments and none by default
      name one: qa and staging
    alice › deploy web/-x to staging
    slip › "-x" cannot be a branch, tag or commit: it begins with "-"
      name one as GitHub lists it, or none for the default branch
    alice › deploy web to stagin
    slip › web has no environment "stagin"; did you mean "staging"?
      it has staging and production
    alice › logs #1
    slip › there is no deployment #1 here
      \`deploys app\` lists the last ten
    alice › freeze web because of a sale
    slip › "freeze" is not available in this version
      \`help\` lists what this version can do
    alice › help wether
    slip › no command is called "wether"; this is what I can do
      deploy:version: says which version this is
      deploy[:task][!] app[/ref] [to environment[/host,host]] [otp] [because …]: deploys an app; "!" passes the checks
      deploys app[/ref] [in environment]: lists the last ten deployments
      where can i deploy app: lists the environments of an app
      apps: lists the apps
      rollback[!] app in environment [to sha|#id] [because …]: brings back the last deployment that ran well, or another one
      retry [#id]: runs the same commit again
      cancel [#id]: stops a deployment, or takes it out of the line
      logs app [in environment]: shows the last lines that the running app has logged, where its platform keeps them
      logs [#id]: shows the end of the log and where to read it all
      current app [in environment]: asks the platform what is live
      who am i: says as whom you are known, here and on GitHub
      i am LOGIN on github: notes your login for mentions; it grants nothing
      link github: proves who you are on GitHub; your deployments are then made in your name
      unlink github: deletes your token for GitHub
      help [word]: says this, or what is known of one word
    alice › are you there?
  `)
})
