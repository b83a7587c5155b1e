import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiClient } from '#platform/http/client.ts'
import { runCli } from '../run-cli.ts'
import { policyVerifyCommand } from './policy-verify.command.ts'

const disagreement = {
  seed: 7,
  action: 's3:GetObject',
  kind: 'access',
  engine: { decision: 'allowed', allowedByOrganizations: true },
  aws: { decision: 'implicitDeny' },
  question: { identity: [] },
}
const agreed = { isAws: true, endpoint: 'AWS', seed: 5, asked: 20, answered: 20, disagreementCount: 0, disagreements: [] }

async function run(reply: object, ...argv: string[]) {
  let out = ''
  const notes: string[] = []
  const sent: unknown[] = []
  const exitCode = await runCli({
    argv: ['policy', 'verify', ...argv],
    commands: [policyVerifyCommand],
    io: {
      stdin: (async function* () {})(),
      out: async (text) => void (out += text),
      note: (text) => void notes.push(text),
      isTerminal: false,
    },
    connect: async () => {
      const post = async (path: string, body: unknown) => {
        sent.push([path, body])
        return reply
      }
      return { client: { url: 'test', post } as unknown as ApiClient, close: async () => undefined }
    },
    launcher: { serve: async () => undefined, worker: async () => undefined, restore: async () => ({}), moveDatabase: async () => ({}) },
    version: '1.2.3',
    signal: new AbortController().signal,
  })
  return { exitCode, out, notes: notes.join('\n'), sent }
}

test('exit 0 when all was answered and AWS agrees; the seed to ask the same again is told', async () => {
  const { exitCode, notes, sent } = await run(agreed, '--samples', '20', '--seed', '5')
  assert.equal(exitCode, 0)
  assert.deepEqual(sent, [['/v1/policies/verifications', { samples: 20, seed: 5 }]])
  assert.match(notes, /20 of 20 decisions answered, 0 disagreements; the same again with --seed 5/)
})

test('exit 3 on disagreements, each in its row; JSON carries the whole question', async () => {
  const reply = { ...agreed, disagreementCount: 1, disagreements: [disagreement] }
  const table = await run(reply, '--output', 'csv')
  assert.equal(table.exitCode, 3)
  assert.match(table.out, /7,s3:GetObject,access,"?allowed, organization true"?,implicitDeny/)
  const json = await run(reply, '--output', 'json')
  assert.equal(json.exitCode, 3)
  assert.deepEqual((JSON.parse(json.out) as typeof reply).disagreements, [disagreement])
})

test('exit 4 when some questions were not answered, and a word when it was not AWS that answered', async () => {
  const { exitCode, notes } = await run({ ...agreed, answered: 16, isAws: false, endpoint: 'http://127.0.0.1:9' })
  assert.equal(exitCode, 4)
  assert.match(notes, /Not AWS but http:\/\/127\.0\.0\.1:9 answered/)
})

test('exit 2 for a number of samples that is none', async () => {
  assert.equal((await run(agreed, '--samples', '0')).exitCode, 2)
})
