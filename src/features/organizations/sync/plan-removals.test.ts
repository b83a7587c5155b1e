import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideRemovals } from './plan-removals.ts'

test('a complete enumeration that would detach more than ten accounts and a fifth of all is held until somebody confirms', () => {
  assert.equal(decideRemovals({ known: 12, gone: 10 }, false), 'apply')
  assert.equal(decideRemovals({ known: 12, gone: 11 }, false), 'hold')
  assert.equal(decideRemovals({ known: 1000, gone: 200 }, false), 'apply')
  assert.equal(decideRemovals({ known: 1000, gone: 201 }, false), 'hold')
  assert.equal(decideRemovals({ known: 1000, gone: 1000 }, true), 'apply')
})
