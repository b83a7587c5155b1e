import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintPolicy, type PolicyType } from '#iam/index.ts'

type Place = { readonly rule: string; readonly pointer: string; readonly line: number; readonly column: number }

/** Marks with `§` where the finding has to point, counting lines and columns from 1. */
function expectAt(type: PolicyType, marked: string, wanted: { readonly rule: string; readonly pointer: string }): void {
  const before = marked.slice(0, marked.indexOf('§')).split('\n')
  const expected: Place = { ...wanted, line: before.length, column: before.at(-1)!.length + 1 }
  const found = lintPolicy(type, marked.replace('§', '')).map(({ rule, pointer, line, column }) => ({ rule, pointer, line, column }))
  assert.ok(
    found.some((place) => JSON.stringify(place) === JSON.stringify(expected)),
    `${JSON.stringify(expected)} is not among ${JSON.stringify(found)}`,
  )
}

test('a finding points at the place it speaks of: pointer, line and column', () => {
  expectAt('scp', '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { §"Effect": "deny", "Action": "s3:*", "Resource": "*" }\n  ]\n}', {
    rule: 'effect-invalid',
    pointer: '/Statement/0/Effect',
  })
  expectAt('identity', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},\n\n §7]}', {
    rule: 'statement-shape',
    pointer: '/Statement/1',
  })
  expectAt('identity', '{"Version":"2012-10-17",\n"Statement":{"Effect":"Allow",§"Action":["s3:*",7],"Resource":"*"}}', {
    rule: 'action-type',
    pointer: '/Statement/Action',
  })
  expectAt('identity', '{"Version":"2012-10-17","Statement":{"Effect":"Deny",§"Effect":"Allow","Action":"*","Resource":"*"}}', {
    rule: 'duplicate-key',
    pointer: '/Statement/Effect',
  })
  expectAt('identity', '{\n\t"Version": "2012-10-17",\n\t"Statement": §', { rule: 'json-syntax', pointer: '' })
})

test('bytes that are not UTF-8 are one finding, and lone surrogates are none', () => {
  const sound = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::x/x"}}'
  const broken = Uint8Array.from([...Buffer.from(sound.slice(0, 30)), 0xff, ...Buffer.from(sound.slice(30))])
  assert.deepEqual(
    lintPolicy('identity', broken).map(({ rule, severity }) => [rule, severity]),
    [['encoding', 'error']],
  )
  assert.doesNotThrow(() => lintPolicy('identity', sound.replace('x/x', 'x/\ud800')))
})
