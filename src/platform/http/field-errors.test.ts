import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { fieldErrorsOf } from './field-errors.ts'

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  long: z.string().min(12),
  list: z.array(z.string()).min(1),
  count: z.int().min(1).max(10),
  kind: z.enum(['a', 'b']),
  email: z.email(),
  flag: z.boolean(),
  own: z.string().regex(/^x/, 'Begin with x.'),
})

test('every fault is told in a sentence for a person, and what a schema says itself is kept', () => {
  const input = { name: '', long: 'short', list: [], count: 11, kind: 'c', email: 'x', own: 'y' }
  const parsed = schema.safeParse(input)
  assert.equal(parsed.success, false)
  const said = Object.fromEntries(fieldErrorsOf(parsed.error, input).map(({ field, message }) => [field, message]))
  assert.deepEqual(said, {
    name: 'Fill this in.',
    long: 'Write at least 12 characters.',
    list: 'Give at least one.',
    count: 'This must be at most 10.',
    kind: 'This must be one of a, b.',
    email: 'Write an e-mail address such as pat@example.com.',
    flag: 'This is needed.',
    own: 'Begin with x.',
  })
})

test('a number that is none, and a text that is too long, say so', () => {
  const input = {
    long: 'long enough for it',
    list: ['a'],
    kind: 'a',
    email: 'a@b.example',
    flag: true,
    own: 'x',
    name: 'too long',
    count: '3',
  }
  const said = fieldErrorsOf(schema.safeParse(input).error!, input).map(({ field, message }) => [field, message])
  assert.deepEqual(said, [
    ['name', 'Write at most 5 characters.'],
    ['count', 'This must be a number.'],
  ])
})
