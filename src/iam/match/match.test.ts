import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, parseAddress, parseRange } from './cidr.ts'
import { parseDate } from './date.ts'
import { compileGlob } from './glob.ts'
import { compareDecimals, parseDecimal } from './number.ts'
import { compileResource } from './resource.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
const plain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })

test('a glob means what the textbook recursion means', () => {
  fc.assert(
    fc.property(letters, plain, (pattern, value) => assert.equal(compileGlob(pattern)(value), slowGlob(pattern, value))),
    { numRuns: 5_000 },
  )
})

test('a resource pattern is a glob whose inner wildcards keep to their field', () => {
  const segment = fc.string({ unit: fc.constantFrom('a', ':', '*', '?'), maxLength: 9 })
  const value = fc.string({ unit: fc.constantFrom('a', ':'), maxLength: 9 })
  fc.assert(
    fc.property(segment, value, (pattern, text) => {
      assert.equal(compileResource(pattern)(text), slowResource(pattern.replaceAll(/\*+/g, '*'), text))
    }),
    { numRuns: 5_000 },
  )
})

test('a pattern of thousands of stars against a long text takes steps in proportion to both, not to their powers', () => {
  const hostile = `${'*a'.repeat(5_000)}*b`
  assert.equal(compileGlob(hostile)('a'.repeat(60_000)), false)
  assert.equal(compileGlob('*a?'.repeat(1_000))('a'.repeat(10_000)), true)
  assert.equal(compileResource(`arn:aws:${'a*a'.repeat(500)}:x`)(`arn:aws:${'a'.repeat(4_000)}:y`), false)
})

test('an address lies in a range exactly when its first bits are the range’s', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte, byte), fc.tuple(byte, byte, byte, byte), fc.integer({ min: 0, max: 32 }), (a, b, prefix) => {
      const bits = (octets: readonly number[]) =>
        octets
          .map((octet) => octet.toString(2).padStart(8, '0'))
          .join('')
          .slice(0, prefix)
      assert.equal(contains(parseRange(`${a.join('.')}/${prefix}`)!, parseAddress(b.join('.'))!), bits(a) === bits(b))
    }),
  )
})

test('what is no address or range is read as none', () => {
  for (const text of [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4/33',
    '::1/129',
    ':::',
    '1::2::3',
    '12345::',
    'a.b.c.d',
    '1.2.3.4/',
    '1.2.3.4/a',
  ])
    assert.equal(parseRange(text), undefined, text)
})

test('ISO 8601 dates are read to the millisecond, and impossible ones not at all', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1971-01-01T00:00:00Z'), max: new Date('2999-12-31T00:00:00Z'), noInvalidDate: true }), (date) => {
      assert.equal(parseDate(date.toISOString()), date.getTime())
      const seconds = `${date.toISOString().slice(0, 19)}Z`
      assert.equal(parseDate(seconds), Date.parse(seconds))
    }),
  )
  for (const text of ['', '2026-13-01', '2026-02-30', '2026-11-21T25:00:00Z', '21.11.2026', '2026-11-21 12:00:00Z'])
    assert.equal(parseDate(text), undefined, text)
})

test('decimals compare exactly beyond what a double can hold', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (a, b) => {
      assert.equal(Math.sign(compareDecimals(parseDecimal(`${a}`)!, parseDecimal(`${b}`)!)), a < b ? -1 : a > b ? 1 : 0)
    }),
  )
  assert.equal(compareDecimals(parseDecimal('1234567890123456789.1')!, parseDecimal('1234567890123456789.10')!), 0)
  for (const text of ['', '.', '1e', '0x10', '1,5', 'NaN', 'Infinity']) assert.equal(parseDecimal(text), undefined, text)
})

function slowGlob(pattern: string, value: string): boolean {
  if (pattern === '') return value === ''
  if (pattern[0] === '*') return slowGlob(pattern.slice(1), value) || (value !== '' && slowGlob(pattern, value.slice(1)))
  return value !== '' && (pattern[0] === '?' || pattern[0] === value[0]) && slowGlob(pattern.slice(1), value.slice(1))
}

/** Literal reading of the rule: a wildcard before the fifth colon of the pattern stays in its field unless it is a star at the field's end. */
function slowResource(pattern: string, value: string, colons = 0): boolean {
  if (pattern === '') return value === ''
  const [head] = pattern
  const next = pattern[1]
  const isConfined = colons < 5 && (head === '?' || (head === '*' && next !== undefined && next !== ':'))
  if (head === '*')
    return (
      slowResource(pattern.slice(1), value, colons) ||
      (value !== '' && !(isConfined && value.startsWith(':')) && slowResource(pattern, value.slice(1), colons))
    )
  if (value === '') return false
  if (head === '?') return !(isConfined && value.startsWith(':')) && slowResource(pattern.slice(1), value.slice(1), colons)
  return head === value[0] && slowResource(pattern.slice(1), value.slice(1), head === ':' ? colons + 1 : colons)
}
