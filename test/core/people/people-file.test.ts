import { expect, test } from '@jest/globals'
import { loadPeople, parsePeople } from '../../../core/people/people-file.ts'

test('a login has its accounts by surface, one or several', () => {
  const people = parsePeople('{"octocat": {"slack": "U01", "shell": ["alice", "al"]}, "hubber": {"slack": "U01"}}', 'p')
  expect(Object.fromEntries(people)).toEqual({
    'slack:u01': ['octocat', 'hubber'],
    'shell:alice': ['octocat'],
    'shell:al': ['octocat'],
  })
})

test('a file that is not there names nobody', () => {
  expect(loadPeople('/nowhere/people.json').size).toBe(0)
})

test.each([
  ['{"octocat": {"slack": 7}}', 'people.json: octocat.slack'],
  ['{"octo cat": {"slack": "U01"}}', 'people.json: octo cat'],
  ['{"octocat": "U01"}', 'people.json: octocat must be an object, not text'],
  ['{"octocat": {"api": "ci"}}', 'people.json: octocat.api is no chat'],
  ['{"octocat": {"github": "other"}}', 'people.json: octocat.github is no chat'],
  ['{"octocat": {}, "octocat": {}}', 'people.json: octocat is there twice'],
  ['{"octocat": {}', 'people.json: line 1, column 15 is not JSON'],
  ['[]', 'people.json:'],
])('%s is told with its place', (text, says) => {
  expect(() => parsePeople(text, 'people.json')).toThrow(says)
})
