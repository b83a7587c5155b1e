import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvCell, csvRow } from './csv.ts'

for (const value of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '|calc', '＝1', '\u202E=1', '\u2060+1'])
  test(`${JSON.stringify(value)} cannot become a formula`, () => {
    assert.match(csvCell(value).replace(/^"/, ''), /^'/)
  })

test('commas, quotes and line ends stay inside their cell', () => {
  assert.equal(csvCell('a,"b"\nc'), '"a,""b""\nc"')
  assert.equal(csvRow(['a', 'b,c']), 'a,"b,c"\r\n')
})

test('plain values, account ids with leading zeros included, are not touched', () => {
  assert.equal(csvCell('012345678901'), '012345678901')
})
