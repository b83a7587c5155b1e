import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CommandIo, OutputFormat, Rendering } from './define-command.ts'
import { csvLine, render } from './render.ts'

async function rendered(rendering: Rendering, format: OutputFormat): Promise<string> {
  let text = ''
  const io: CommandIo = {
    stdin: (async function* () {})(),
    out: async (chunk) => void (text += chunk),
    note: () => assert.fail('data only'),
    isTerminal: false,
  }
  await render(rendering, format, io)
  return text
}

const rows = (...items: object[]): Rendering => ({ kind: 'rows', rows: items, columns: ['accountId', 'counts.ok'] })

test('the JSON of a list is an array, of none, one or many', async () => {
  assert.deepEqual(JSON.parse(await rendered(rows(), 'json')), [])
  assert.deepEqual(JSON.parse(await rendered(rows({ a: 1 }), 'json')), [{ a: 1 }])
  assert.deepEqual(JSON.parse(await rendered(rows({ a: 1 }, { a: 'x\n' }), 'json')), [{ a: 1 }, { a: 'x\n' }])
})

test('JSON lines hold one object per line, whatever the values hold', async () => {
  const text = await rendered(rows({ name: 'two\nlines' }, { name: 'b' }), 'jsonl')
  assert.deepEqual(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
    [{ name: 'two\nlines' }, { name: 'b' }],
  )
})

test('a table shows nested members, says so when empty, and lets no control character of a name reach the terminal', async () => {
  assert.equal(await rendered(rows(), 'table'), '(none)\n')
  const text = await rendered(rows({ accountId: '1\u001b[31mred\u202e', counts: { ok: 7 } }), 'table')
  assert.equal(text, 'ACCOUNT ID  COUNTS OK\n1\uFFFD[31mred\uFFFD  7\n')
})

test('CSV keeps every member of a row, the columns of the table first', async () => {
  assert.equal(
    await rendered(rows({ extra: 'e', accountId: '1', counts: { ok: 2 } }), 'csv'),
    'accountId,counts.ok,extra,counts\r\n1,2,e,"{""ok"":2}"\r\n',
  )
})

test('no text cell of a CSV is read as a formula, and a CSV parser gets every other text back', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string(),
          fc.constantFrom('=cmd()', ' =cmd()', '\u202E=cmd()', '|cmd', '+1', '-1', '@a', '\t=1', '"q"', 'a,b', 'x\r\ny'),
        ),
        { minLength: 1 },
      ),
      (values) => {
        const cells = parseCsvLine(csvLine(values))
        assert.equal(cells.length, values.length)
        for (const [i, cell] of cells.entries()) {
          assert.doesNotMatch(cell, /^[\s\p{Cf}]*[=+\-@|]/u)
          assert.ok(cell === values[i] || cell === `'${values[i]}`)
        }
      },
    ),
  )
})

test('numbers stay numbers in CSV, negative ones too', () => {
  assert.equal(csvLine([-5, 0.5]), '-5,0.5\r\n')
})

/** A literal RFC 4180 reader of one record. */
function parseCsvLine(line: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  const text = line.slice(0, -2)
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]
    if (isQuoted) {
      if (char === '"' && text[i + 1] === '"') {
        cell += '"'
        i += 1
      } else if (char === '"') isQuoted = false
      else cell += char
    } else if (char === '"') isQuoted = true
    else if (char === ',') {
      cells.push(cell)
      cell = ''
    } else cell += char
  }
  return [...cells, cell]
}
