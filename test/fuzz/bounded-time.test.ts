import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compilePolicies, decide, lintPolicy, type PolicyDocument } from '#iam/index.ts'

/** Processor time of this thread alone, so that a loaded machine counts no more than an idle one; the least of several runs. */
function leastCpuMs(run: () => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const before = process.threadCpuUsage()
    run()
    const { user, system } = process.threadCpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

/** Pattern times text is quadratic, so doubling both may cost four times as much; cubic growth would be eight, and exponential never ends. */
const quadraticMax = 6.5
const linearMax = 3.5
/** Below this the clock's grain decides. */
const measurableMs = 1

/** A busy machine also costs caches, so one bad ratio proves nothing; growth that is really too steep is too steep every time. */
const trialsMax = 6

function assertGrowth(what: string, ratioMax: number, runOf: (size: number) => () => void): void {
  const told: string[] = []
  while (told.length < trialsMax) {
    const grown = measureGrowth(ratioMax, runOf)
    if (grown === undefined) return
    told.push(grown)
  }
  assert.fail(`${what}: ${told.join('; ')}`)
}

/** Undefined when doubling the size stayed within the ratio. */
function measureGrowth(ratioMax: number, runOf: (size: number) => () => void): string | undefined {
  let size = 1_000
  let ms = leastCpuMs(runOf(size))
  while (ms < measurableMs * 4 && size < 64_000) {
    size *= 2
    ms = leastCpuMs(runOf(size))
  }
  const doubled = leastCpuMs(runOf(size * 2))
  return doubled <= Math.max(ms, measurableMs) * ratioMax ? undefined : `${ms} ms at ${size}, ${doubled} ms at ${size * 2}`
}

function deciding(
  document: PolicyDocument,
  part: { readonly action?: string; readonly resource?: string; readonly value?: string },
): () => void {
  return () => {
    const policies = compilePolicies({ identity: [{ name: 'p', document }] })
    decide(policies, {
      principal: { arn: 'arn:aws:iam::111122223333:user/ann' },
      action: part.action ?? 's3:GetObject',
      resource: { arn: part.resource ?? 'arn:aws:s3:::data/k', accountId: '111122223333' },
      context: part.value === undefined ? {} : { 's3:prefix': part.value, 'aws:SourceArn': `arn:aws:s3:::${part.value}` },
    })
  }
}

const allow = (part: object): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', ...part },
})
const stars = (size: number): string => `${'*a'.repeat(size / 10)}b`
const letters = (size: number): string => 'a'.repeat(size)

test('catastrophic wildcards cost at most pattern times text, wherever they stand', () => {
  const places: Readonly<Record<string, (size: number) => () => void>> = {
    Action: (size) => deciding(allow({ Action: `s3:${stars(size)}` }), { action: `s3:${letters(size)}` }),
    NotAction: (size) => deciding(allow({ Action: undefined, NotAction: `s3:${stars(size)}` }), { action: `s3:${letters(size)}` }),
    Resource: (size) => deciding(allow({ Resource: `arn:aws:s3:::${stars(size)}` }), { resource: `arn:aws:s3:::${letters(size)}` }),
    'Resource, early field': (size) =>
      deciding(allow({ Resource: `arn:aws:s3:${stars(size)}:*:${stars(size)}` }), {
        resource: `arn:aws:s3:${letters(size)}:${letters(size)}:${letters(size)}`,
      }),
    'Resource, across colons': (size) =>
      deciding(allow({ Resource: `arn:aws:s3:*:*:${'*:'.repeat(size / 10)}b` }), { resource: `arn:aws:s3:::${':'.repeat(size)}` }),
    'Resource, variable': (size) =>
      deciding(allow({ Resource: `arn:aws:s3:::\${aws:username}${stars(size)}` }), { resource: `arn:aws:s3:::ann${letters(size)}` }),
    StringLike: (size) => deciding(allow({ Condition: { StringLike: { 's3:prefix': stars(size) } } }), { value: letters(size) }),
    ArnLike: (size) =>
      deciding(allow({ Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${stars(size)}` } } }), { value: letters(size) }),
    'question marks': (size) =>
      deciding(allow({ Condition: { StringLike: { 's3:prefix': `${'*?'.repeat(size / 10)}b` } } }), { value: letters(size) }),
  }
  for (const [place, runOf] of Object.entries(places)) assertGrowth(place, quadraticMax, runOf)
})

test('reading and linting cost in proportion to the length of the document', () => {
  const documents: Readonly<Record<string, (size: number) => string>> = {
    'many statements': (size) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: Array.from({ length: size }, () => ({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' })),
      }),
    'many actions': (size) => JSON.stringify(allow({ Action: Array.from({ length: size }, (_, index) => `s3:Act${index}`) })),
    'many faults': (size) =>
      JSON.stringify({ Version: '2012-10-17', Statement: Array.from({ length: size }, () => ({ Effect: 7, Acton: 's3:*' })) }),
    'many keys twice': (size) => `{"Version":"2012-10-17","Statement":[{${'"Effect":"Deny",'.repeat(size)}"Action":"*","Resource":"*"}]}`,
    'a long string': (size) => JSON.stringify(allow({ Sid: 'x'.repeat(size) })),
    'deep nesting': (size) => `{"Version":"2012-10-17","Statement":${'['.repeat(size)}${']'.repeat(size)}}`,
    'open brackets': (size) => '[{"a":'.repeat(size),
    'many escapes': (size) => `{"Statement":"${'\\u005c'.repeat(size)}`,
  }
  for (const [kind, textOf] of Object.entries(documents))
    assertGrowth(kind, linearMax, (size) => {
      const text = textOf(size)
      return () => {
        lintPolicy('identity', text)
        compilePolicies({ identity: [{ name: 'p', document: text }] })
      }
    })
})
