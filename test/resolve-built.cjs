const path = require('node:path')

const root = path.join(__dirname, '..')
const rooms = new Set(['bin', 'core', 'sandbox', 'scripts', 'server', 'workers'])

/**
 * Tests import the sources by name and get what `npm run build` made of them: it is what runs at a user's, and neither
 * the tests nor the watchers and programs that they start have to compile it again.
 */
function built(file) {
  const within = path.relative(root, file)
  const [room] = within.split(path.sep)
  return rooms.has(room) && within.endsWith('.ts') ? path.join(root, 'dist', within.replace(/\.ts$/, '.js')) : file
}

module.exports = (request, options) => built(options.defaultResolver(request, options))
