import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { exportDocument } from './export-document.ts'
import { planConfiguration } from './plan-configuration.ts'
import { readDocument } from './read-document.ts'

const options = { prune: false, resendCredentials: false, channelsWithOtherSecret: new Set<string>() }

test('the example of the documentation is a valid document', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/configuration-as-code.md'), 'utf8')
  const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1]
  assert.ok(example)
  assert.deepEqual(readDocument(example).kind, 'ok')
})

test('any text is read or refused with faults, never with an exception', () => {
  const piece = fc.constantFrom(
    'version: 1\n',
    'roles:\n',
    '  - name: x\n',
    '&a ',
    '*a',
    '!!js x',
    '<<: ',
    '{',
    '[',
    '"',
    ': ',
    '- ',
    '\t',
    '\u0000',
    '? ',
    '|\n',
  )
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, (document) => {
      const read = readDocument(document)
      assert.ok(read.kind === 'ok' || read.faults.length > 0)
    }),
    { numRuns: 1000 },
  )
})

/** Names that YAML would rather read as something else, and those that try to break out of it. */
const name = fc.oneof(
  fc.constantFrom('yes', 'null', '1e3', '0x1f', '~', '#x', "it's", '- a', 'a: b', '{a}', '\u202ex', '2026-11-21'),
  fc.string({ minLength: 1, maxLength: 20 }),
)
const channel = fc.record({
  name: name.filter((text) => text.trim() === text && text !== ''),
  isEnabled: fc.boolean(),
  subscriptions: fc.array(fc.record({ kinds: fc.constant(['sync.*']), selector: fc.constantFrom('*', 'badge:"a: b"=1') }), {
    maxLength: 2,
  }),
})

test('what is exported plans to nothing, whatever things are called', () => {
  fc.assert(
    fc.property(fc.uniqueArray(channel, { selector: (item) => item.name.toLowerCase(), maxLength: 4 }), (channels) => {
      const actual = {
        organizations: [],
        roles: [],
        channels: channels.map((item) => ({ ...item, kind: 'slack' as const, hasSecret: true, version: 1 })),
      }
      const read = readDocument(exportDocument(actual))
      assert.equal(read.kind, 'ok', JSON.stringify(read))
      if (read.kind === 'ok') assert.deepEqual(planConfiguration(read.document, actual, options).steps, [])
    }),
    { numRuns: 500 },
  )
})
