import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import { decodeDenial } from './decode-denial.ts'
import type { Denial } from './outcome.ts'
import { type FakeAnswer, queryError } from './testing/fake-aws.ts'
import { doorOn, opened, work } from './testing/world.ts'

const refusal: FakeAnswer = {
  status: 403,
  body: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation. Encoded authorization failure message: ENCODED_x-y</Message></Error></Errors><RequestID>r</RequestID></Response>',
}
const decoded = {
  allowed: false,
  explicitDeny: true,
  matchedStatements: { items: [] },
  context: { action: 'ec2:RunInstances', resource: 'arn:aws:ec2:us-east-1:111111111111:instance/*' },
}

function decodingScene(answer: FakeAnswer) {
  return doorOn(({ operation }) =>
    operation === 'RunInstances' ? refusal : operation === 'DecodeAuthorizationMessage' ? answer : undefined,
  )
}

async function denialOf(scene: ReturnType<typeof doorOn>): Promise<{ denial: Denial; opened: Denial }> {
  const session = await opened(scene)
  const outcome = await scene.clock.runUntil(
    scene.door.call(session, { service: 'ec2', command: new RunInstancesCommand({ MinCount: 1, MaxCount: 1 }), write: true }, work()),
  )
  assert.equal(outcome.kind, 'denied')
  const { denial } = outcome
  return { denial, opened: await scene.clock.runUntil(decodeDenial(scene.door, session, { denial, work: work() })) }
}

test('EC2’s encoded reason is opened where granted, and says what the plain sentence did not', async () => {
  const scene = decodingScene({
    body: `<DecodeAuthorizationMessageResponse><DecodeAuthorizationMessageResult><DecodedMessage>${JSON.stringify(decoded).replaceAll('"', '&quot;')}</DecodedMessage></DecodeAuthorizationMessageResult></DecodeAuthorizationMessageResponse>`,
  })
  const { denial, opened } = await denialOf(scene)
  assert.deepEqual([denial.by, denial.source, denial.explicit, denial.encodedMessage], ['unknown', 'aws-message', undefined, 'ENCODED_x-y'])
  assert.deepEqual([opened.by, opened.source, opened.explicit, opened.resource], ['unknown', 'decoded', true, decoded.context.resource])
})

test('a reason that may not be opened, or makes no sense, leaves the denial as it was', async () => {
  for (const answer of [
    queryError('AccessDenied', 'not authorized'),
    {
      body: '<DecodeAuthorizationMessageResponse><DecodeAuthorizationMessageResult><DecodedMessage>no json</DecodedMessage></DecodeAuthorizationMessageResult></DecodeAuthorizationMessageResponse>',
    },
  ]) {
    const { denial, opened } = await denialOf(decodingScene(answer))
    assert.deepEqual(opened, denial)
  }
})
