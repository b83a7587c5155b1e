import assert from 'node:assert/strict'
import { test } from 'node:test'
import { speak } from './verdict-words.ts'

const whole = {
  isIntact: true,
  findings: [],
  sealed: 10,
  pruned: 0,
  checkpoints: 2,
  vouchedTo: 8,
  faults: [],
  unreadableLines: [],
  unreadableObjects: [],
}

test('a whole trail is called whole only where something vouches for it', () => {
  assert.deepEqual(speak(whole), {
    type: 'success',
    header: 'The audit trail is whole',
    text: '10 events were checked against 2 checkpoints. 2 events came after the newest of them.',
  })
  assert.equal(speak({ ...whole, checkpoints: 0, vouchedTo: 0 }).type, 'warning')
  assert.equal(speak({ ...whole, unreadableLines: [3] }).type, 'warning')
})

test('of several findings the gravest is told', () => {
  assert.match(speak({ ...whole, isIntact: false, findings: ['truncated', 'checkpoints_incomplete'] }).header, /cut off/)
  assert.match(speak({ ...whole, isIntact: false, findings: ['rewritten', 'tampered'] }).header, /anew/)
})
