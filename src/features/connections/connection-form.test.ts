import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseConnectionEdit, parseConnectionForm } from './connection-form.ts'

const role = { arn: 'arn:aws:iam::123456789012:role/Reader' }
const context = { callerKind: 'user', storedKeysAllowed: false } as const

function errorsOf(input: unknown, given: Partial<Parameters<typeof parseConnectionForm>[1]> = {}) {
  const parsed = parseConnectionForm(input, { ...context, ...given })
  return parsed.kind === 'invalid' ? parsed.errors : []
}
const withRole = (patch: object) => ({ credentials: { role: { ...role, ...patch } } })

test('a role ARN alone suffices: account, session name Reeve, an hour and the standard strategy follow [CONN-8, CONN-12]', () => {
  const parsed = parseConnectionForm({ credentials: { role } }, context)
  assert.deepEqual(parsed, {
    kind: 'valid',
    value: {
      accountId: '123456789012',
      name: undefined,
      credentials: { caller: { kind: 'default' }, role: { ...role, sessionName: 'Reeve', durationSeconds: 3600, externalId: null } },
      harvestingStrategy: 'standard',
      badges: [],
    },
  })
})

test('the form takes session name, ExternalId, account id, name, strategy and badges [CONN-8, CONN-11, CONN-12]', () => {
  const input = {
    accountId: '123456789012',
    name: 'Payments',
    credentials: { caller: { kind: 'default' }, role: { ...role, sessionName: 'audit-me', durationSeconds: 900, externalId: 'abc-123' } },
    harvestingStrategy: 'standard',
    badges: [
      { key: 'tier', value: '1' },
      { key: 'owner', value: '' },
    ],
  }
  const parsed = parseConnectionForm(input, context)
  assert.equal(parsed.kind, 'valid')
  assert.deepEqual(parsed.kind === 'valid' && parsed.value, input)
})

const refused: [what: string, input: unknown, field: string, rule: RegExp][] = [
  ['no credentials', {}, 'credentials', /must be an object/],
  ['a role left out instead of null', { credentials: {} }, 'credentials.role', /required.*or null/],
  ['no role ARN', { credentials: { role: {} } }, 'credentials.role.arn', /required/],
  ['the misspelt partition of ROLE-13', withRole({ arn: 'arn:aw:iam::123456789012:role/R' }), 'credentials.role.arn', /partition/],
  ['the ARN of a user', withRole({ arn: 'arn:aws:iam::123456789012:user/R' }), 'credentials.role.arn', /must be a role/],
  ['the ARN of a session', withRole({ arn: 'arn:aws:sts::123456789012:assumed-role/R/s' }), 'credentials.role.arn', /form arn:/],
  ['an account id of eleven digits', { ...withRole({}), accountId: '12345678901' }, 'accountId', /twelve digits/],
  ['an account id that is not the ARN’s', { ...withRole({}), accountId: '210987654321' }, 'accountId', /account of the role, 123456789012/],
  ['a session name with a space', withRole({ sessionName: 'no good' }), 'credentials.role.sessionName', /2 to 64/],
  ['a session name of one character', withRole({ sessionName: 'x' }), 'credentials.role.sessionName', /2 to 64/],
  ['a duration below 900', withRole({ durationSeconds: 899 }), 'credentials.role.durationSeconds', /900 to 43200/],
  ['a duration above 43200', withRole({ durationSeconds: 43_201 }), 'credentials.role.durationSeconds', /900 to 43200/],
  ['a duration as text', withRole({ durationSeconds: '3600' }), 'credentials.role.durationSeconds', /whole number/],
  ['an ExternalId with a space', withRole({ externalId: 'not this' }), 'credentials.role.externalId', /2 to 1224/],
  ['an unknown caller', { credentials: { caller: { kind: 'magic' }, role } }, 'credentials.caller.kind', /default, profile or stored_keys/],
  ['a profile without name', { credentials: { caller: { kind: 'profile' }, role } }, 'credentials.caller.profile', /profile/],
  [
    'stored keys where they are switched off',
    { credentials: { caller: { kind: 'stored_keys', accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: 'x'.repeat(40) }, role } },
    'credentials.caller.kind',
    /switched off/,
  ],
  ['an unknown strategy', { ...withRole({}), harvestingStrategy: 'turbo' }, 'harvestingStrategy', /one of: standard/],
  ['badges that are no list', { ...withRole({}), badges: { tier: '1' } }, 'badges', /list/],
  ['a badge without key', { ...withRole({}), badges: [{ value: '1' }] }, 'badges[0].key', /required/],
  ['a badge key that Reeve keeps', { ...withRole({}), badges: [{ key: 'cloud_org_path', value: 'x' }] }, 'badges[0].key', /Reeve keeps/],
  ['a system badge', { ...withRole({}), badges: [{ key: 'system.x', value: 'x' }] }, 'badges[0].key', /Reeve keeps/],
  [
    'a badge key twice',
    {
      ...withRole({}),
      badges: [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
    },
    'badges[1].key',
    /repeat/,
  ],
  ['a badge value of 257 characters', { ...withRole({}), badges: [{ key: 'a', value: 'x'.repeat(257) }] }, 'badges[0].value', /256/],
  ['a badge value with a NUL', { ...withRole({}), badges: [{ key: 'a', value: 'x\u0000' }] }, 'badges[0].value', /control/],
  ['an empty name', { ...withRole({}), name: ' ' }, 'name', /1 to 50/],
  ['a misspelt field', { ...withRole({}), externalID: 'x' }, 'externalID', /not a known field/],
  [
    'an ExternalId beside a missing role',
    { credentials: { role: null, externalId: 'abc' } },
    'credentials.externalId',
    /not a known field/,
  ],
]
for (const [what, input, field, rule] of refused) {
  test(`refused, naming field and rule: ${what}`, () => {
    const errors = errorsOf(input)
    assert.deepEqual(
      errors.map((error) => error.field),
      [field],
    )
    assert.match(errors[0]!.message, rule)
  })
}

test('every wrong field is told at once, and no secret comes back', () => {
  const errors = errorsOf({
    accountId: 'x',
    credentials: {
      caller: { kind: 'default', profile: 'p' },
      role: { arn: 'x', sessionName: '!', durationSeconds: 1, externalId: 'CANARY SECRET' },
    },
    harvestingStrategy: 7,
    badges: [{ key: '', value: 1 }],
  })
  assert.deepEqual(errors.map(({ field }) => field).toSorted(), [
    'accountId',
    'badges[0].key',
    'badges[0].value',
    'credentials.caller.profile',
    'credentials.role.arn',
    'credentials.role.durationSeconds',
    'credentials.role.externalId',
    'credentials.role.sessionName',
    'harvestingStrategy',
  ])
  assert.ok(!JSON.stringify(errors).includes('CANARY'))
  for (const { rule, message } of errors) assert.ok(rule.length > 0 && message.length > rule.length)
})

test('a caller that is a role is refused more than an hour, with the reason; a user is not [ROLE-10]', () => {
  const input = withRole({ durationSeconds: 7200 })
  assert.match(errorsOf(input, { callerKind: 'role' })[0]!.message, /caller is itself a role.*role chaining/)
  assert.deepEqual(errorsOf(input), [])
})

const edit = { ...context, accountId: '123456789012', isCallerOptional: true }

test('an edit without credentials names only what changes; with them, every field must be there', () => {
  assert.deepEqual(parseConnectionEdit({ name: 'New' }, edit), { kind: 'valid', value: { name: 'New' } })
  const parsed = parseConnectionEdit({ credentials: { role } }, edit)
  assert.deepEqual(parsed.kind === 'invalid' && parsed.errors.map(({ field }) => field).toSorted(), [
    'credentials.role.durationSeconds',
    'credentials.role.externalId',
    'credentials.role.sessionName',
  ])
  const complete = { ...role, sessionName: 'Reeve', durationSeconds: 3600, externalId: null }
  assert.equal(parseConnectionEdit({ credentials: { role: complete } }, edit).kind, 'valid')
  assert.equal(parseConnectionEdit({ credentials: { role: complete } }, { ...edit, isCallerOptional: false }).kind, 'invalid')
})

test('an edit cannot point a connection at another account', () => {
  const other = { arn: 'arn:aws:iam::210987654321:role/R', sessionName: 'Reeve', durationSeconds: 3600, externalId: null }
  const parsed = parseConnectionEdit({ credentials: { role: other } }, edit)
  assert.match(parsed.kind === 'invalid' ? parsed.errors[0]!.message : '', /must be a role of account 123456789012.*of 210987654321/)
})
