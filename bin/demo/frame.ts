export const opening = `Slipway deploys from chat, through GitHub Deployments. This is a story of five acts on a sandbox:
a GitHub, two repositories and three web services, all on this machine and gone afterwards.
alice and bob chat with slip, the bot; github, worker and world tell what happens meanwhile.

Setting the stage; that takes some seconds …`

export const ready = (seconds: number) => `Ready after ${seconds} s.`

export const ending = (seconds: number) => `
The end, after ${seconds} s: each act served what was deployed. Now you, on a sandbox that stays:

  npm start                                 brings the prompt for the next two
  deploy webapp to staging                  your first deploy
  sandbox commit pending on fix-login       something that waits for \`sandbox green\`

Read on in README.md; docs/ has the commands, apps.json and how to point it at your own GitHub.`
