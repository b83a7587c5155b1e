import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FormContext } from './credentials-form.ts'
import { parseOrganizationEdit, parseOrganizationForm } from './organization-form.ts'

const context: FormContext = { callerKind: 'unknown', storedKeysAllowed: false }
const organizationRole = { arn: 'arn:aws:iam::123456789012:role/Org', sessionName: 'reeve', durationSeconds: 3600, externalId: 'abc-123' }
const memberRole = { name: 'sec/Member', sessionName: 'reeve', durationSeconds: 900, externalId: 'abc-456' }
const caller = { kind: 'default' }
const credentials = { caller, organizationRole, memberRole }

function formErrors(input: unknown, given: Partial<FormContext> = {}) {
  const parsed = parseOrganizationForm(input, { ...context, ...given })
  return parsed.kind === 'invalid' ? parsed.errors : []
}
function withRole(patch: object) {
  return { credentials: { ...credentials, organizationRole: { ...organizationRole, ...patch } } }
}
function withMember(patch: object) {
  return { credentials: { ...credentials, memberRole: { ...memberRole, ...patch } } }
}
function withCaller(patch: object) {
  return { credentials: { ...credentials, caller: patch } }
}

test('a complete form is read as given, with documented defaults [ORG-6, ORG-7, ORG-15]', () => {
  const parsed = parseOrganizationForm({ credentials }, context)
  assert.deepEqual(parsed, {
    kind: 'valid',
    value: {
      credentials,
      settings: {
        nickname: null,
        excludePrefixes: [],
        scopeOuIds: [],
        autoRemove: false,
        autoRemoveStates: ['SUSPENDED', 'CLOSED'],
        autoBadge: true,
        syncEveryMinutes: 60,
      },
    },
    warnings: [],
  })
})

test('caller, durations and ExternalIds may be left out of a new form; missing ExternalIds are warned about [CONN-9]', () => {
  const parsed = parseOrganizationForm(
    { credentials: { organizationRole: { arn: organizationRole.arn, sessionName: 'ab' }, memberRole: { name: 'M', sessionName: 'ab' } } },
    context,
  )
  assert.equal(parsed.kind, 'valid')
  if (parsed.kind !== 'valid') return
  assert.equal(parsed.value.credentials.organizationRole.durationSeconds, 3600)
  assert.equal(parsed.value.credentials.memberRole.externalId, null)
  assert.deepEqual(
    parsed.warnings.map(({ code }) => code),
    ['external_id_missing'],
  )
  assert.match(parsed.warnings[0]!.message, /organization role and the member role.*confused deputy/)
})

const bad: [title: string, input: unknown, field: string, rule: RegExp, context?: Partial<FormContext>][] = [
  ['the form refuses no role ARN [ORG-6]', withRole({ arn: undefined }), 'credentials.organizationRole.arn', /required/],
  [
    'the form refuses the partition "aw" [ROLE-13]',
    withRole({ arn: 'arn:aw:iam::123456789012:role/X' }),
    'credentials.organizationRole.arn',
    /partition/,
  ],
  [
    'the form refuses no session name [ORG-6]',
    withRole({ sessionName: undefined }),
    'credentials.organizationRole.sessionName',
    /required/,
  ],
  [
    'the form refuses a session name of one character [ORG-9]',
    withRole({ sessionName: 'x' }),
    'credentials.organizationRole.sessionName',
    /2 to 64/,
  ],
  [
    'the form refuses a session name with a space [ORG-9]',
    withMember({ sessionName: 'two words' }),
    'credentials.memberRole.sessionName',
    /2 to 64/,
  ],
  [
    'the form refuses a session name of 65 characters [ORG-9]',
    withMember({ sessionName: 'x'.repeat(65) }),
    'credentials.memberRole.sessionName',
    /2 to 64/,
  ],
  [
    'the form refuses a duration below 900 s [ROLE-9]',
    withRole({ durationSeconds: 899 }),
    'credentials.organizationRole.durationSeconds',
    /900 to 43200/,
  ],
  [
    'the form refuses a duration above 43200 s [ROLE-9]',
    withMember({ durationSeconds: 43_201 }),
    'credentials.memberRole.durationSeconds',
    /900 to 43200/,
  ],
  [
    'the form refuses a broken duration [ROLE-9]',
    withMember({ durationSeconds: 1000.5 }),
    'credentials.memberRole.durationSeconds',
    /whole number/,
  ],
  [
    'the form refuses a duration as text',
    withMember({ durationSeconds: '3600' }),
    'credentials.memberRole.durationSeconds',
    /whole number/,
  ],
  [
    'the form refuses more than an hour when the caller is a role [ROLE-10]',
    withRole({ durationSeconds: 3601 }),
    'credentials.organizationRole.durationSeconds',
    /caller is itself a role/,
    { callerKind: 'role' },
  ],
  [
    'the form refuses an ExternalId of one character',
    withRole({ externalId: 'x' }),
    'credentials.organizationRole.externalId',
    /2 to 1224/,
  ],
  ['the form refuses an empty ExternalId', withMember({ externalId: '' }), 'credentials.memberRole.externalId', /2 to 1224/],
  ['the form refuses an ExternalId with a space', withMember({ externalId: 'a b' }), 'credentials.memberRole.externalId', /2 to 1224/],
  ['the form refuses no member role name [ORG-7]', withMember({ name: undefined }), 'credentials.memberRole.name', /required/],
  [
    'the form refuses an ARN instead of a name [ROLE-8]',
    withMember({ name: 'arn:aws:iam::123456789012:role/X' }),
    'credentials.memberRole.name',
    /not an ARN/,
  ],
  ['the form refuses a leading slash in the name [ROLE-8]', withMember({ name: '/sec/X' }), 'credentials.memberRole.name', /leading slash/],
  ['the form refuses an unknown caller', withCaller({ kind: 'magic' }), 'credentials.caller.kind', /default, profile or stored_keys/],
  ['the form refuses a profile without its name', withCaller({ kind: 'profile' }), 'credentials.caller.profile', /required/],
  [
    'the form refuses keys beside another kind',
    withCaller({ kind: 'default', accessKeyId: 'AKIA' }),
    'credentials.caller.accessKeyId',
    /stored_keys/,
  ],
  [
    'the form refuses stored keys where they are switched off [ORG-10]',
    withCaller({ kind: 'stored_keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) }),
    'credentials.caller.kind',
    /switched off/,
  ],
  [
    'the form refuses temporary keys as stored keys',
    withCaller({ kind: 'stored_keys', accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) }),
    'credentials.caller.accessKeyId',
    /long-term/,
    { storedKeysAllowed: true },
  ],
  [
    'the form refuses an access key without its secret [ORG-25]',
    withCaller({ kind: 'stored_keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
    'credentials.caller.secretAccessKey',
    /required/,
    { storedKeysAllowed: true },
  ],
  ['the form refuses an empty prefix [ORG-12]', { credentials, excludePrefixes: ['ok', '  '] }, 'excludePrefixes[1]', /1 to 128/],
  ['the form refuses a repeated prefix', { credentials, excludePrefixes: ['a', ' a '] }, 'excludePrefixes[1]', /repeat/],
  ['the form refuses prefixes as text', { credentials, excludePrefixes: 'a' }, 'excludePrefixes', /list/],
  ['the form refuses a root as scope [ORG-13]', { credentials, scopeOuIds: ['r-ab12'] }, 'scopeOuIds[0]', /id of an OU/],
  ['the form refuses a malformed OU id [ORG-13]', { credentials, scopeOuIds: ['ou-ab12-short'] }, 'scopeOuIds[0]', /id of an OU/],
  ['the form refuses an OU id in capitals [ORG-13]', { credentials, scopeOuIds: ['OU-AB12-11111111'] }, 'scopeOuIds[0]', /id of an OU/],
  ['the form refuses a repeated OU', { credentials, scopeOuIds: ['ou-ab12-11111111', 'ou-ab12-11111111'] }, 'scopeOuIds[1]', /repeat/],
  [
    'the form refuses OUs of two organizations',
    { credentials, scopeOuIds: ['ou-ab12-11111111', 'ou-cd34-11111111'] },
    'scopeOuIds',
    /one root/,
  ],
  [
    'the form refuses ACTIVE as a state to remove [ORG-14]',
    { credentials, autoRemoveStates: ['ACTIVE'] },
    'autoRemoveStates[0]',
    /one of SUSPENDED/,
  ],
  ['the form refuses an interval of a minute', { credentials, syncEveryMinutes: 1 }, 'syncEveryMinutes', /from 15 to 10080/],
  ['the form refuses a switch that is no boolean', { credentials, autoBadge: 'yes' }, 'autoBadge', /true or false/],
  ['the form refuses a nickname that looks like an organization id', { credentials, nickname: 'o-team' }, 'nickname', /o-/],
  ['the form refuses an empty nickname', { credentials, nickname: '  ' }, 'nickname', /1 to 64/],
  ['the form refuses a misspelt field', { credentials, excludPrefixes: ['a'] }, 'excludPrefixes', /not a known field/],
  [
    'the form refuses a misspelt nested field',
    withRole({ externalID: 'abc' }),
    'credentials.organizationRole.externalID',
    /not a known field/,
  ],
  ['the form refuses another provider', { provider: 'azure', credentials }, 'provider', /"aws"/],
  ['the form refuses no credentials at all', {}, 'credentials', /object/],
  ['the form refuses no object at all', 'hello', '', /object/],
]
for (const [title, input, field, rule, given] of bad) {
  test(title, () => {
    const found = formErrors(input, given).find((error) => error.field === field)
    assert.match(found?.rule ?? 'no error on this field', rule)
    assert.ok(found!.message.length > found!.rule.length, 'the message says what to do besides the rule')
  })
}

test('all errors come at once, each with field, value and rule [ORG-18]', () => {
  const errors = formErrors({
    nickname: '/',
    credentials: {
      caller: { kind: 'profile' },
      organizationRole: { arn: 'arn:aw:iam::1:role/X', sessionName: 'x', durationSeconds: 1 },
      memberRole: { name: '', sessionName: '', durationSeconds: 9e9 },
    },
    excludePrefixes: [''],
    scopeOuIds: ['r-ab12'],
  })
  assert.deepEqual(errors.map(({ field }) => field).toSorted(), [
    'credentials.caller.profile',
    'credentials.memberRole.durationSeconds',
    'credentials.memberRole.name',
    'credentials.memberRole.sessionName',
    'credentials.organizationRole.arn',
    'credentials.organizationRole.durationSeconds',
    'credentials.organizationRole.sessionName',
    'excludePrefixes[0]',
    'nickname',
    'scopeOuIds[0]',
  ])
  assert.equal(errors.find(({ field }) => field.endsWith('.arn'))?.value, 'arn:aw:iam::1:role/X')
})

test('a secret that breaks its rule is never repeated in the error [ORG-24]', () => {
  const canary = 'CANARY with spaces'
  const input = {
    credentials: {
      caller: { kind: 'stored_keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: canary },
      organizationRole: { ...organizationRole, externalId: canary },
      memberRole: { ...memberRole, externalId: canary },
    },
  }
  const errors = formErrors(input, { storedKeysAllowed: true })
  assert.equal(errors.length, 3)
  assert.ok(!JSON.stringify(errors).includes('CANARY'))
})

test('more than an hour is allowed where the caller is a user, stored keys included [ROLE-9, ROLE-10]', () => {
  const long = withRole({ durationSeconds: 43_200 })
  assert.deepEqual(formErrors(long, { callerKind: 'user' }), [])
  const stored = {
    credentials: {
      ...long.credentials,
      caller: { kind: 'stored_keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) },
    },
  }
  assert.deepEqual(formErrors(stored, { callerKind: 'role', storedKeysAllowed: true }), [])
})

test('stored keys are warned about where they are allowed [ORG-10]', () => {
  const parsed = parseOrganizationForm(
    withCaller({ kind: 'stored_keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) }),
    { ...context, storedKeysAllowed: true },
  )
  assert.deepEqual(parsed.kind === 'valid' && parsed.warnings.map(({ code }) => code), ['stored_keys'])
})

test('prefixes and OU ids are trimmed [ORG-12, ORG-13]', () => {
  const parsed = parseOrganizationForm({ credentials, excludePrefixes: [' Sandbox '], scopeOuIds: [' ou-ab12-11111111'] }, context)
  assert.deepEqual(parsed.kind === 'valid' && [parsed.value.settings.excludePrefixes, parsed.value.settings.scopeOuIds], [
    ['Sandbox'],
    ['ou-ab12-11111111'],
  ])
})

test('an edit without credentials keeps them and changes only the settings it names [ORG-26]', () => {
  const parsed = parseOrganizationEdit({ excludePrefixes: ['x'], autoRemoveSuspended: true }, context)
  assert.deepEqual(parsed, { kind: 'valid', value: { settings: { excludePrefixes: ['x'], autoRemove: true } }, warnings: [] })
})

test('an edit may take the nickname away [ORG-11]', () => {
  const parsed = parseOrganizationEdit({ nickname: null }, context)
  assert.deepEqual(parsed.kind === 'valid' && parsed.value, { settings: { nickname: null } })
})

for (const [title, partial, field] of [
  ['caller', { organizationRole, memberRole }, 'credentials.caller'],
  ['member role', { caller, organizationRole }, 'credentials.memberRole'],
  ['ExternalId', { caller, organizationRole, memberRole: { ...memberRole, externalId: undefined } }, 'credentials.memberRole.externalId'],
  [
    'duration',
    { caller, organizationRole: { ...organizationRole, durationSeconds: undefined }, memberRole },
    'credentials.organizationRole.durationSeconds',
  ],
] as const) {
  test(`an edit of the credentials without the ${title} is refused [ORG-25]`, () => {
    const parsed = parseOrganizationEdit({ credentials: partial }, context)
    assert.deepEqual(parsed.kind === 'invalid' && parsed.errors.map((error) => error.field), [field])
  })
}

test('an edit may leave the caller out where the default one is stored, and not otherwise [ORG-25]', () => {
  const input = { credentials: { organizationRole, memberRole } }
  const parsed = parseOrganizationEdit(input, { ...context, isCallerOptional: true })
  assert.deepEqual(parsed.kind === 'valid' && parsed.value.credentials?.caller, { kind: 'default' })
  assert.equal(parseOrganizationEdit(input, context).kind, 'invalid')
})

test('in an edit, null means no ExternalId [ORG-25]', () => {
  const parsed = parseOrganizationEdit({ credentials: { ...credentials, memberRole: { ...memberRole, externalId: null } } }, context)
  assert.equal(parsed.kind === 'valid' && parsed.value.credentials?.memberRole.externalId, null)
})

test('no input makes the form throw, and whatever is refused is named', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (body, nested) => {
      for (const input of [
        body,
        { credentials: body },
        { credentials: { caller: body, organizationRole: nested, memberRole: body }, scopeOuIds: nested, excludePrefixes: body },
      ]) {
        for (const parsed of [parseOrganizationForm(input, context), parseOrganizationEdit(input, context)])
          assert.ok(parsed.kind === 'valid' || parsed.errors.length > 0)
      }
    }),
  )
})
