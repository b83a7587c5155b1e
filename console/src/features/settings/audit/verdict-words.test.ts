import { expect, test } from 'vitest'
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
  expect(speak(whole)).toEqual({
    type: 'success',
    header: 'The audit trail is whole',
    text: '10 events were checked against 2 checkpoints. 2 events came after the newest of them.',
  })
  expect(speak({ ...whole, checkpoints: 0, vouchedTo: 0 }).type).toBe('warning')
  expect(speak({ ...whole, unreadableLines: [3] }).type).toBe('warning')
})

test('of several findings the gravest is told', () => {
  expect(speak({ ...whole, isIntact: false, findings: ['truncated', 'checkpoints_incomplete'] }).header).toMatch(/cut off/)
  expect(speak({ ...whole, isIntact: false, findings: ['rewritten', 'tampered'] }).header).toMatch(/anew/)
})
