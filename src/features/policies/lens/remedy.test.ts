import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cause, causeKinds } from './cause.ts'
import { remedyFor } from './remedy.ts'

const denied = {
  action: 'iam:ListRoles',
  principalArn: 'arn:aws:sts::222222222222:assumed-role/Reeve-Member/reeve',
  resource: '*',
  region: 'eu-central-2',
}
const cause = (kind: Cause['kind'], more: Partial<Cause> = {}): Cause => ({
  kind,
  source: 'inferred',
  candidates: [],
  excluded: [],
  hingesOn: [],
  isDismissed: false,
  sentence: '',
  ...more,
})

test('every cause has something to do, or says that there is nothing to do [SCPW-1]', () => {
  for (const kind of causeKinds) assert.match(remedyFor(cause(kind), denied), /\.$/, kind)
  assert.match(remedyFor(cause('resolved'), denied), /^Nothing/)
  assert.match(remedyFor(cause('simulator_artefact'), denied), /^Nothing/)
})

test('a denying SCP is named with its statement where it is known, and no name is made up where it is not [SCPW-1]', () => {
  assert.match(remedyFor(cause('scp', { policy: { id: 'p-1', sid: 'NoRoles' } }), denied), /the SCP p-1, statement NoRoles,/)
  assert.match(remedyFor(cause('rcp'), denied), /the RCP that denies it/)
})

test('an unknown cause is sent to be found, never to be mended by guess', () => {
  assert.match(remedyFor(cause('unknown'), denied), /Find the cause/)
  assert.match(remedyFor(cause('unknown'), { ...denied, action: 'sts:AssumeRole' }), /Find the cause/)
})
