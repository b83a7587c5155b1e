import { expect, test } from 'vitest'
import { type AccountFilter, noFilter, printFilter, readFilter, toSelector } from './account-filter.ts'
import { parseSelector } from '../../../../src/lib/selector/index.ts'

const of = (propertyKey: string | undefined, operator: string, value: string): AccountFilter => ({
  operation: 'and',
  tokens: [{ ...(propertyKey === undefined ? {} : { propertyKey }), operator, value }],
})

test.each([
  of('status', '=', 'assume_failed'),
  of('badge', '=', 'cost centre=R and D (2) "x" \\'),
  of('badge', '!=', 'tier'),
  of('ou', '=', 'Root/Dev\\/Test'),
  of('name', ':', 'and not'),
  of('name', '!:', '(('),
  of(undefined, ':', '111122223333'),
  of(undefined, '!:', '" or status:ok'),
  of('account', '=', '111122223333'),
])('every filter is a selector that the server can read: %j', (filter) => {
  expect(parseSelector(toSelector(filter) ?? '').kind).toBe('ok')
})

test('accounts that left stay out, unless they are asked for', () => {
  expect(toSelector(of('state', '=', 'ACTIVE'))).toBe('(state:ACTIVE) and not status:detached')
  expect(toSelector(of('status', '=', 'detached'))).toBe('status:detached')
})

test('a filter survives the address, and a broken address is no filter', () => {
  const filter: AccountFilter = { operation: 'or', tokens: [...of('badge', '=', 'a=b').tokens, ...of(undefined, ':', 'x').tokens] }
  expect(readFilter(printFilter(filter))).toEqual(filter)
  for (const text of ['', '{', '[1]', '["and",["a"]]', 'null', '["and",[1,2,3]]']) expect(readFilter(text)).toEqual(noFilter)
})
