import { expect, test } from '@jest/globals'
import { html } from '../../../server/pages/html.ts'

const hostile = `<img src=x onerror=alert(1)>"'&`
const harmless = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;'

test('what is put in is text, not markup', () => {
  expect(html`<b title="${hostile}">${hostile}</b>`.text).toBe(`<b title="${harmless}">${harmless}</b>`)
})

test('what is HTML already stays so, alone and in lists', () => {
  const rows = ['a<', 'b'].map((name) => html`<li>${name}</li>`)
  expect(html`<ul>${rows}</ul>${html`<hr>`}`.text).toBe('<ul><li>a&lt;</li><li>b</li></ul><hr>')
})

test('numbers are shown, nothing is not', () => {
  expect(html`${0}|${undefined}|${''}`.text).toBe('0||')
})

test('escaped text is not escaped for the second time by standing in a larger piece', () => {
  expect(html`<p>${html`<i>${'&'}</i>`}</p>`.text).toBe('<p><i>&amp;</i></p>')
})
