import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluateLines, LineEvaluator } from './evaluate-lines.ts'
import { type InputLine, lineBytesMax, oversizedLine, splitLines } from './split-lines.ts'

const full = { Version: '2012-10-17', Statement: [{ Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' }] }
const request = {
  principal: { arn: 'arn:aws:iam::111122223333:role/app' },
  action: 's3:GetObject',
  resource: { arn: 'arn:aws:s3:::data/k', accountId: '111122223333' },
  context: {},
}
const identity = [{ name: 'admin', document: full }]

async function run(
  lines: readonly (object | InputLine)[],
  options = {},
): Promise<{ replies: Record<string, unknown>[]; exitCode: number }> {
  const stream = evaluateLines(
    lines.map((line) => (typeof line === 'object' && !(line instanceof Uint8Array) ? JSON.stringify(line) : line)),
    options,
  )
  const replies: Record<string, unknown>[] = []
  for (;;) {
    const { done, value } = await stream.next()
    if (done === true) return { replies, exitCode: value.exitCode }
    replies.push(JSON.parse(value) as Record<string, unknown>)
  }
}

test('a reply has exactly the fields of the contract, in its order', async () => {
  const { replies, exitCode } = await run([
    {
      id: 'r1',
      ...request,
      policies: { identity, scp: [{ target: 'r-ab12', policies: [{ name: 'Full', document: JSON.stringify(full) }] }] },
    },
  ])
  assert.equal(
    JSON.stringify(replies[0]),
    '{"id":"r1","decision":"allowed","decidedBy":[{"layer":"identity","policy":"admin","sid":"All","statement":0},{"layer":"scp","target":"r-ab12","policy":"Full","sid":"All","statement":0}],"blockedBy":[],"hingesOn":[],"diagnostics":[]}',
  )
  assert.equal(exitCode, 0)
})

test('a policy set gives no reply and serves later lines; a later one of the same name replaces it', async () => {
  const { replies } = await run([
    { policySet: 'team', policies: { identity } },
    { id: 1, ...request, policies: 'team' },
    { policySet: 'team', policies: { identity: [] } },
    { id: 2, ...request, policies: 'team' },
  ])
  assert.deepEqual(
    replies.map(({ id, decision }) => [id, decision]),
    [
      [1, 'allowed'],
      [2, 'implicit_deny'],
    ],
  )
})

test('bad lines are answered in their place with line number, id where it could be read, and exit code 4', async () => {
  const { replies, exitCode } = await run([
    '{"id":"a",',
    '',
    { id: 'b', ...request, policies: 'nowhere' },
    { id: 'c', ...request, action: 'GetObject', policies: {} },
    { id: 'd', ...request, policies: { boundry: [] } },
    { id: 'e', ...request, policies: { identity } },
    '[]',
    '{"id":"f","id":"g"}',
    { id: 'h', ...request, context: { 'aws:SourceIp': '1.1.1.1', 'AWS:sourceip': '2.2.2.2' }, policies: {} },
    { id: 'i', ...request, policies: { boundary: null } },
    { id: 'j', ...request, principal: { arn: 5 }, policies: {} },
    new Uint8Array([0x7b, 0xff, 0x7d]),
    oversizedLine,
  ])
  assert.equal(exitCode, 4)
  assert.deepEqual(
    replies.map((reply) => [reply['id'], reply['line'], (reply['error'] as { code: string } | undefined)?.code]),
    [
      [null, 1, 'invalid_json'],
      ['b', 3, 'unknown_policy_set'],
      ['c', 4, 'invalid_request'],
      ['d', 5, 'invalid_request'],
      ['e', undefined, undefined],
      [null, 7, 'invalid_request'],
      [null, 8, 'duplicate_key'],
      ['h', 9, 'invalid_request'],
      ['i', 10, 'invalid_request'],
      ['j', 11, 'invalid_request'],
      [null, 12, 'invalid_utf8'],
      [null, 13, 'line_too_long'],
    ],
  )
})

test('absent and empty layers differ as the contract says', async () => {
  const level = { target: 'r-ab12', policies: [{ name: 'Full', document: full }] }
  const expected: readonly (readonly [object, string, readonly string[]])[] = [
    [{}, 'implicit_deny', ['identity']],
    [{ identity: [] }, 'implicit_deny', ['identity']],
    [{ identity }, 'allowed', []],
    [{ identity, boundary: [] }, 'implicit_deny', ['boundary']],
    [{ identity, session: [] }, 'implicit_deny', ['session']],
    [{ identity, vpcEndpoint: [] }, 'implicit_deny', ['vpcEndpoint']],
    [{ identity, scp: [], rcp: [] }, 'allowed', []],
    [{ identity, scp: [level, { target: 'ou-x', policies: [] }] }, 'implicit_deny', ['scp']],
    [{ identity, rcp: [{ target: 'r-ab12', policies: [] }] }, 'allowed', []],
  ]
  const { replies } = await run(expected.map(([policies], id) => ({ id, ...request, policies })))
  assert.deepEqual(
    replies.map(({ decision, blockedBy }) => [decision, blockedBy]),
    expected.map(([, decision, blockedBy]) => [decision, blockedBy]),
  )
})

test('a malformed document is a diagnostic of the decision, not a bad line', async () => {
  const { replies, exitCode } = await run([
    { id: 1, ...request, policies: { identity: [...identity, { name: 'broken', document: '{"Version":\n"2012-10-17", ]' }] } },
    { id: 2, ...request, policies: { identity: [...identity, { name: 'odd', document: 7 }] } },
  ])
  assert.equal(exitCode, 0)
  assert.deepEqual(
    replies.map(({ decision, blockedBy }) => [decision, blockedBy]),
    [
      ['implicit_deny', ['identity']],
      ['implicit_deny', ['identity']],
    ],
  )
  assert.deepEqual((replies[0]!['diagnostics'] as object[])[0], {
    rule: 'json-syntax',
    severity: 'error',
    message: 'Not a JSON document: expected a key in double quotes.',
    pointer: '',
    line: 2,
    column: 15,
    policy: 'broken',
  })
})

test('a key that stands twice inside an inline document is the document’s fault and cannot hide its denial', async () => {
  const line = `{"id":1,"principal":{"arn":"arn:aws:iam::111122223333:role/app"},"action":"s3:GetObject","resource":{"arn":"*"},"context":{},"policies":{"identity":[{"name":"a","document":${JSON.stringify(full)}},{"name":"b","document":{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}]}}]}}`
  const { replies } = await run([line])
  assert.equal(replies[0]!['decision'], 'explicit_deny')
  assert.equal((replies[0]!['diagnostics'] as { rule: string }[])[0]?.rule, 'duplicate-key')
})

test('--explain adds the explanation and changes nothing else', async () => {
  const line = { id: 1, ...request, policies: { identity } }
  const [plain, explained] = [await run([line]), await run([line], { explain: true })]
  const { explanation, ...rest } = explained.replies[0]!
  assert.deepEqual(rest, plain.replies[0])
  assert.match(
    (explanation as { sentence: string }).sentence,
    /^s3:GetObject on arn:aws:s3:::data\/k is allowed by the identity policy "admin" \(statement 0, Sid "All"\)\.$/,
  )
})

test('bytes are cut into lines wherever the chunks end, and a line beyond the limit costs no memory', async () => {
  const bytes = new TextEncoder().encode('één\nzwei\n\nthree')
  for (let size = 1; size < bytes.length; size++) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
    const lines: string[] = []
    for await (const line of splitLines(chunks)) lines.push(new TextDecoder().decode(line as Uint8Array))
    assert.deepEqual(lines, ['één', 'zwei', '', 'three'])
  }
  const huge = Array.from({ length: lineBytesMax / 1_048_576 + 1 }, () => new Uint8Array(1_048_576).fill(97))
  const kinds: unknown[] = []
  for await (const line of splitLines([...huge, new TextEncoder().encode('\nok\n')]))
    kinds.push(line === oversizedLine ? line : new TextDecoder().decode(line as Uint8Array))
  assert.deepEqual(kinds, [oversizedLine, 'ok'])
})

test('documents given as text are compiled once', () => {
  const evaluator = new LineEvaluator()
  const line = JSON.stringify({ id: 1, ...request, policies: { identity: [{ name: 'admin', document: JSON.stringify(full) }] } })
  assert.equal(evaluator.evaluate(line), evaluator.evaluate(line))
  assert.deepEqual(evaluator.summary(), { lines: 2, decisions: 2, policySets: 0, badLines: 0, exitCode: 0 })
})
