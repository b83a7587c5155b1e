import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadIamIndexOnce } from '#main/iam-actions.ts'
import { lintPolicyRoute } from './lint-policy.route.ts'

const { spec } = lintPolicyRoute
const lint = async (type: string, document: string) => {
  const body = spec.body?.parse({ type, document })
  const reply = await spec.handle({ iamIndex: loadIamIndexOnce() }, { body } as never)
  return (spec.reply.schema.parse(reply) as { diagnostics: { rule: string; severity: string; line?: number }[] }).diagnostics
}

test('200: an action that AWS does not have is told with its line', async () => {
  const text = '{\n"Version": "2012-10-17",\n"Statement": [{ "Effect": "Deny",\n"Action": "s3:PutObjekt",\n"Resource": "*" }]\n}'
  assert.deepEqual((await lint('scp', text)).filter(({ line }) => line === 4).length, 1)
})

test('200: what is no JSON is one of the findings, not a failure', async () => {
  const [first] = await lint('scp', '{ "Version": ')
  assert.equal(first?.severity, 'error')
})

test('400: an unknown type and an empty or overlong text are refused', () => {
  for (const body of [{ type: 'acl', document: '{}' }, { document: '' }, { document: 'x'.repeat(100_001) }])
    assert.equal(spec.body?.safeParse(body).success, false)
})
