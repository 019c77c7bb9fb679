import { type Html, Html as Raw, html } from './html.ts'
import { style } from './style.ts'

export interface Page {
  readonly title: string
  readonly main: Html
  /** Source of an inline script, ours to the letter: nothing from outside is ever put into it. */
  readonly script?: string
}

/** The frame around every page. `nonce` is the one that the page's Content-Security-Policy names. */
export const layout = ({ title, main, script }: Page, nonce: string): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${new Raw(style)}</style>
</head>
<body>
<header><a href="/">Slipway</a><span class="soft">deploys from chat</span></header>
<main>
${main}
</main>
${script === undefined ? undefined : html`<script nonce="${nonce}">${new Raw(script)}</script>`}
</body>
</html>
`.text
