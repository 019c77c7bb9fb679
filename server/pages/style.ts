/** The whole look, one column that a telephone can show. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2126; --paper: #fff; --soft: #5c6670; --line: #d9dee3; --panel: #f5f7f9;
  --link: #0a58ca; --good: #1a7f37; --bad: #c62828; --busy: #9a6700; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --paper: #14181c; --soft: #9aa5b0; --line: #2e353c; --panel: #1c2228;
    --link: #79b0ff; --good: #56d374; --bad: #ff8a80; --busy: #e3b341; } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
header { display: flex; gap: 1rem; align-items: baseline; border-bottom: 1px solid var(--line); padding-bottom: .5rem }
header a { font-weight: 600; color: var(--ink) }
a { color: var(--link); text-decoration: none }
a:hover { text-decoration: underline }
h1 { font-size: 1.4rem; margin: 1.25rem 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; min-width: min(100%, 40rem) }
th, td { text-align: left; vertical-align: top; padding: .4rem 1.5rem .4rem 0; border-bottom: 1px solid var(--line) }
th { color: var(--soft); font-weight: 500; font-size: .875rem; white-space: nowrap }
td { overflow-wrap: break-word; max-width: 24rem }
time, td.short { white-space: nowrap }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .875rem }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; margin: 0;
  max-height: 70vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: .75rem 0 }
dt, .soft { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
.state { white-space: nowrap; font-weight: 600 }
.success { color: var(--good) }
.failure, .error { color: var(--bad) }
.in_progress, .queued, .reserved { color: var(--busy) }
.inactive { color: var(--soft) }
`
