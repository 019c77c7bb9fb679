const { existsSync, readdirSync, readFileSync } = require('node:fs')
const { createServer } = require('node:http')
const { join } = require('node:path')

const { APP = 'sample', ENVIRONMENT = 'here', SHA = 'unknown', PORT } = process.env
const folder = join(__dirname, 'changes')
const changes = readdirSync(folder)
  .sort()
  .map((file) => readFileSync(join(folder, file), 'utf8').trim())
const says = changes.at(-1) ?? 'nothing yet'

const facts = { app: APP, environment: ENVIRONMENT, sha: SHA, version: changes.length, says, pid: process.pid }
const page = `${APP} ${changes.length} (${SHA.slice(0, 7)}): ${says}\n`

const server = createServer((request, response) => {
  const json = request.url === '/healthz'
  response.writeHead(200, { 'content-type': json ? 'application/json' : 'text/plain; charset=utf-8', connection: 'close' })
  response.end(json ? JSON.stringify(facts) : page)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(PORT), '127.0.0.1', () => console.log(`${APP} ${SHA.slice(0, 7)} listens on ${PORT}`))

const stop = () => server.close(() => process.exit(0))
process.on('SIGTERM', stop)
// Nobody can deploy over a release whose files were deleted: it ends with them.
setInterval(() => existsSync(__filename) || stop(), 2000)
