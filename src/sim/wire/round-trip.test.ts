import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateRoleCommand, GetRoleCommand, ListRoleTagsCommand, TagRoleCommand } from '@aws-sdk/client-iam'
import fc from 'fast-check'
import { iamService } from '../iam/iam.service.ts'
import { createSimulation } from '../simulated-aws.ts'
import { clientsOf } from '../support/sdk-clients.ts'
import { signedPost } from '../support/sign.ts'
import { adminKeys, seedTinyWorld, trust } from '../support/tiny-world.ts'
import type { WireRequest } from './message.ts'
import { scopeOf } from './route.ts'
import { parseSignature, signatureMatches, SigningKeys } from './sigv4.ts'

const tagText = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'abcXYZ019 _.:/=+-@äß漢字é'.split('')), minLength: min, maxLength: max })

test('any tags and descriptions come back through query parameters and XML as they went in', async () => {
  const { iam } = clientsOf(createSimulation({ services: [iamService], seedWorld: seedTinyWorld }), adminKeys)
  let roles = 0
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(tagText(1, 20), tagText(0, 20)), { maxLength: 12, selector: ([key]) => key }),
      fc.string({ maxLength: 40, unit: fc.constantFrom(...'<>&"\'äx %+=;\t'.split('')) }),
      async (pairs, description) => {
        const RoleName = `role-${(roles += 1)}`
        await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust()), Description: description }))
        const Tags = pairs.map(([Key, Value]) => ({ Key, Value }))
        if (Tags.length > 0) await iam.send(new TagRoleCommand({ RoleName, Tags }))
        assert.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, Tags)
        assert.equal((await iam.send(new GetRoleCommand({ RoleName }))).Role!.Description ?? '', description)
      },
    ),
    { numRuns: 60 },
  )
})

test("whatever the SDK's signer signs is accepted, and one changed byte is not", async () => {
  const signing = new SigningKeys()
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
      fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}$/), fc.string({ unit: fc.constantFrom(...'ab 1-_=/'.split('')), minLength: 1 }), {
        maxKeys: 4,
      }),
      fc.array(fc.stringMatching(/^[a-zA-Z0-9_.~-]{1,8}$/), { maxLength: 3 }),
      async (body, headers, path) => {
        const {
          method,
          path: sentPath,
          headers: sent,
        } = await signedPost({ url: `https://example.amazonaws.com/${path.join('/')}`, service: 'iam', headers, body, keys: adminKeys })
        const request: WireRequest = { method, path: sentPath, query: '', headers: lowerCased(sent), body: Buffer.from(body) }
        const parsed = parseSignature(request, scopeOf(request))
        assert.ok(!('incomplete' in parsed))
        const key = signing.keyFor(adminKeys.secretAccessKey, parsed.scope)
        assert.equal(signatureMatches(request, parsed, key), true)
        assert.equal(signatureMatches({ ...request, body: Buffer.from(`${body}!`) }, parsed, key), false)
        assert.equal(signatureMatches({ ...request, path: `${sentPath}x` }, parsed, key), false)
        assert.equal(signatureMatches(request, parsed, signing.keyFor('another secret', parsed.scope)), false)
      },
    ),
    { numRuns: 200 },
  )
})

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
