/**
 * Runs in the browser: goes on with the log from where the page was made, and has the page made anew at the end, so
 * that it shows how the deployment ended. Where to read stands in an attribute, so that this text is the same always.
 */
export const followLog = `
(async () => {
  const log = document.getElementById('log')
  const nearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 40
  log.scrollTop = log.scrollHeight
  try {
    const response = await fetch(log.dataset.follow)
    if (!response.ok) throw new Error(response.statusText)
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      const stay = nearEnd()
      log.append(value)
      if (stay) log.scrollTop = log.scrollHeight
    }
    location.reload()
  } catch {
    document.getElementById('follow').textContent = 'The connection was lost: reload the page to read on.'
  }
})()
`
