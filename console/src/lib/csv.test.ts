import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

const cellOf = (value: string): string =>
  toCsv(['h'], [[value]])
    .split('\r\n')
    .slice(1, -1)
    .join('\r\n')

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '|calc', '＝1', '\u202E=1', '\u2060+1'])(
  '%j cannot become a formula',
  (value) => {
    expect(cellOf(value).replace(/^"/, '')).toMatch(/^'/)
  },
)

test('commas, quotes and line ends stay inside their cell', () => {
  expect(cellOf('a,"b"\nc')).toBe('"a,""b""\nc"')
})

test('plain values, account ids with leading zeros included, are not touched', () => {
  expect(cellOf('012345678901')).toBe('012345678901')
})
