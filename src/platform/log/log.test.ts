import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from './log.ts'

test('no secret reaches a log line, neither in fields, nor in a child, nor in an error', () => {
  const lines: string[] = []
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const canary = 'CANARY-90b1'
  log
    .child({ externalId: canary })
    .info({ err: Object.assign(new Error(`Bearer ${canary}`), { token: canary }), body: { password: canary } }, 'request failed')
  assert.equal(lines.length, 1)
  assert.equal(lines.join('').includes(canary), false, lines.join(''))
  assert.equal((JSON.parse(lines[0] ?? '{}') as { msg: string }).msg, 'request failed')
})
