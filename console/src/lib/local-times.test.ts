import { expect, test } from 'vitest'
import { withLocalTimes } from './local-times.ts'

test('a moment in a sentence is told in the viewer’s zone', () => {
  const shown = withLocalTimes('Try again after 2026-11-21T22:20:01.842Z.')
  const here = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date('2026-11-21T22:20:01.842Z'))
  expect(shown).toBe(`Try again after ${here}.`)
})

test('what only looks like a moment stays as it is', () => {
  expect(withLocalTimes('2026-99-99T99:99:99Z and 2026-11-21')).toBe('2026-99-99T99:99:99Z and 2026-11-21')
})
