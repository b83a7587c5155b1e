import { expect, test } from 'vitest'
import { parseEvent } from '../api/follow-events.ts'
import { highlightJson } from '../lib/highlight-json.ts'
import { showPlace } from '../lib/show-place.ts'
import { isOwnPage } from './follow-links.ts'
import { findPlaces, isOpen, placeAt } from './navigation.ts'

test.each([
  ['clouds', '/accounts'],
  ['insights', '/policies/guardrails'],
  ['bots', '/jobs'],
  ['SCP', '/policies'],
  ['audit', '/activity'],
])('the older word %s leads to %s', (word, href) => {
  expect(findPlaces(word, () => true).map((place) => place.href)).toContain(href)
})

test('a page that the person may not see is not found', () => {
  expect(findPlaces('audit', () => false)).toEqual([])
})

test('a path lies in the most particular place, and a place that reaches beyond a scope is closed to who has only that', () => {
  expect(['/accounts/add', '/accounts/111122223333', '/', '/no-such-page'].map((path) => placeAt(path)?.href)).toEqual([
    '/accounts/add',
    '/accounts',
    '/',
    undefined,
  ])
  const inScope = (_permission: string, where?: 'everywhere'): boolean => where === undefined
  expect(isOpen(placeAt('/accounts')!, inScope)).toBe(true)
  expect(isOpen(placeAt('/accounts/add')!, inScope)).toBe(false)
})

test('links of other sites, of programs and of no site are left to the browser', () => {
  expect(['/accounts', '/'].every(isOwnPage)).toBe(true)
  expect(['//evil.example', 'https://evil.example', '/v1/accounts', '/api/auth/sign-out', '#', 'javascript:alert(1)'].some(isOwnPage)).toBe(
    false,
  )
})

test('a slash inside a name is no step of the way', () => {
  expect(showPlace('Root/Dev\\/Test/Team A')).toBe('Root › Dev/Test › Team A')
})

test('a stream’s comment is no event, and data is read as JSON', () => {
  expect(parseEvent(': still here')).toBe(undefined)
  expect(parseEvent('event: end\ndata: {"a":1}')).toEqual({ event: 'end', data: { a: 1 } })
})

test('coloured pieces joined are the line again, whatever the line holds', () => {
  for (const line of ['  "Action": ["s3:*", 1, true],', '<img src=x onerror="a">', '"open', ''])
    expect(
      highlightJson(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line)
})
