import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { AppError } from '#lib/app-error.ts'
import { stepsOf } from './patch.ts'
import { patchUserForm } from './patch-user.ts'
import { toUserForm, type UserForm } from './values.ts'

const pat: UserForm = {
  userName: 'pat',
  externalId: 'ext-1',
  displayName: 'Pat',
  name: { givenName: 'Pat', familyName: 'Doe' },
  emails: [
    { value: 'pat@work.example', type: 'work', primary: true },
    { value: 'pat@home.example', type: 'home' },
  ],
  active: true,
}
type Op = { readonly op: string; readonly path?: string; readonly value?: unknown }
const patched = (...operations: readonly Op[]): UserForm => patchUserForm(operations)(pat)
const codeOf = (...operations: readonly Op[]): string => {
  try {
    patched(...operations)
    return 'ok'
  } catch (error) {
    return error instanceof AppError ? error.code : assert.fail(String(error))
  }
}

const cases: readonly { readonly name: string; readonly ops: readonly Op[]; readonly gives: Partial<UserForm> }[] = [
  {
    name: 'Entra ID: "Replace" with the text "False" shuts out',
    ops: [{ op: 'Replace', path: 'active', value: 'False' }],
    gives: { active: false },
  },
  { name: 'Okta: without a path, replace active', ops: [{ op: 'replace', value: { active: false } }], gives: { active: false } },
  {
    name: 'Entra ID: paths as names of a value object',
    ops: [{ op: 'Replace', value: { displayName: 'P', 'name.givenName': 'Patricia', 'emails[type eq "work"].value': 'p@work.example' } }],
    gives: {
      displayName: 'P',
      name: { givenName: 'Patricia', familyName: 'Doe' },
      emails: [{ value: 'p@work.example', type: 'work', primary: true }, pat.emails[1]!],
    },
  },
  {
    name: 'a filtered part of a value that is there',
    ops: [{ op: 'replace', path: 'emails[type eq "home"].value', value: 'new@home.example' }],
    gives: { emails: [pat.emails[0]!, { value: 'new@home.example', type: 'home' }] },
  },
  {
    name: 'Entra ID: "Add" to a value that is not there yet makes it',
    ops: [{ op: 'Add', path: 'emails[type eq "other"].value', value: 'x@other.example' }],
    gives: { emails: [...pat.emails, { type: 'other', value: 'x@other.example' }] },
  },
  {
    name: 'a new primary address takes that from the one before',
    ops: [{ op: 'add', path: 'emails', value: [{ value: 'n@x.example', primary: true }] }],
    gives: { emails: [{ ...pat.emails[0]!, primary: false }, pat.emails[1]!, { value: 'n@x.example', primary: true }] },
  },
  {
    name: 'what is there already is not added twice',
    ops: [{ op: 'add', path: 'emails', value: { value: 'pat@home.example', type: 'home' } }],
    gives: {},
  },
  {
    name: 'replacing a list replaces all of it',
    ops: [{ op: 'replace', path: 'emails', value: [{ value: 'only@x.example' }] }],
    gives: { emails: [{ value: 'only@x.example' }] },
  },
  {
    name: 'removing by a filter removes those values',
    ops: [{ op: 'remove', path: 'emails[value ew "@home.example"]' }],
    gives: { emails: [pat.emails[0]!] },
  },
  { name: 'removing a part keeps the rest', ops: [{ op: 'remove', path: 'name.familyName' }], gives: { name: { givenName: 'Pat' } } },
  {
    name: 'removing an attribute',
    ops: [
      { op: 'remove', path: 'emails' },
      { op: 'Remove', path: 'displayName' },
    ],
    gives: { emails: [], displayName: null },
  },
  {
    name: 'names in any case and with their schema',
    ops: [{ op: 'REPLACE', path: 'URN:ietf:params:scim:schemas:core:2.0:User:UserName', value: 'p2' }],
    gives: { userName: 'p2' },
  },
  {
    name: 'Entra ID: the enterprise extension and what Reeve does not keep are passed over',
    ops: [
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'X' },
      { op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value: '1' },
      { op: 'Add', path: 'title', value: 'T' },
      {
        op: 'Replace',
        value: { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: 'm' }, 'name.middleName': 'Q', password: 'x' },
      },
    ],
    gives: {},
  },
  { name: 'null takes a value away', ops: [{ op: 'replace', path: 'externalId', value: null }], gives: { externalId: null } },
  {
    name: 'later operations see what earlier ones did',
    ops: [
      { op: 'remove', path: 'emails' },
      { op: 'add', path: 'emails', value: [{ value: 'a@b.example' }] },
    ],
    gives: { emails: [{ value: 'a@b.example' }] },
  },
]
for (const { name, ops, gives } of cases) test(name, () => assert.deepEqual(patched(...ops), { ...pat, ...gives }))

const refusals: readonly { readonly name: string; readonly op: Op; readonly code: string }[] = [
  { name: 'an unknown operation', op: { op: 'move', path: 'active', value: true }, code: 'scim_invalid_syntax' },
  { name: 'an unknown attribute', op: { op: 'add', path: 'shoeSize', value: 44 }, code: 'scim_invalid_path' },
  { name: 'an unknown part', op: { op: 'replace', path: 'name.nick', value: 'x' }, code: 'scim_invalid_path' },
  { name: 'a path that cannot be read', op: { op: 'replace', path: 'emails[type eq', value: 'x' }, code: 'scim_invalid_path' },
  { name: 'a filter on something single', op: { op: 'replace', path: 'userName[value eq "x"]', value: 'x' }, code: 'scim_invalid_path' },
  { name: 'the id', op: { op: 'replace', path: 'id', value: 'x' }, code: 'scim_mutability' },
  { name: 'a person’s groups', op: { op: 'add', path: 'groups', value: [{ value: 'x' }] }, code: 'scim_mutability' },
  { name: 'taking the userName away', op: { op: 'remove', path: 'userName' }, code: 'scim_mutability' },
  { name: 'emptying the userName', op: { op: 'replace', path: 'userName', value: '' }, code: 'scim_invalid_value' },
  {
    name: 'replacing a value that is not there',
    op: { op: 'replace', path: 'emails[type eq "fax"].value', value: 'x@y.example' },
    code: 'scim_no_target',
  },
  { name: 'a removal without a path', op: { op: 'remove' }, code: 'scim_no_target' },
  { name: 'no path and no object', op: { op: 'add', value: 'x' }, code: 'scim_invalid_value' },
  { name: 'a number where text belongs', op: { op: 'replace', path: 'displayName', value: 5 }, code: 'scim_invalid_value' },
  { name: 'a word that is neither true nor false', op: { op: 'replace', path: 'active', value: 'no' }, code: 'scim_invalid_value' },
  { name: 'a NUL character', op: { op: 'replace', path: 'displayName', value: 'a\u0000b' }, code: 'scim_invalid_value' },
]
for (const { name, op, code } of refusals) test(`${name} is refused as ${code}`, () => assert.equal(codeOf(op), code))

test('Okta sends a group’s id with its new name, and that is no reason to refuse it', () => {
  const steps = stepsOf('group', [{ op: 'replace', value: { id: 'abf4dd94-a4c0-4f67-89c9-76b03340cb9b', displayName: 'Test SCIMv2' } }])
  assert.deepEqual(
    steps.map(({ verb, attribute, value }) => [verb, attribute.name, value]),
    [['replace', 'displayName', 'Test SCIMv2']],
  )
})

test('whatever is sent, a patch gives a person with a name or a refusal that says why; the person before stays as it was', () => {
  const path = fc.constantFrom(
    'active',
    'emails',
    'emails[type eq "work"]',
    'emails[type eq "x"].value',
    'name',
    'name.givenName',
    'userName',
    'externalId',
    'emails.primary',
  )
  const value = fc.oneof(
    fc.constantFrom('False', true, null, '', 'x', 7),
    fc.array(fc.record({ value: fc.string(), primary: fc.boolean() }), { maxLength: 3 }),
    fc.record({ givenName: fc.string(), value: fc.string(), type: fc.constantFrom('work', 'home') }),
  )
  const operation = fc.record({ op: fc.constantFrom('add', 'Replace', 'remove'), path, value })
  const before = structuredClone(pat)
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 6 }), (operations) => {
      try {
        const after = patched(...operations)
        assert.equal(typeof after.userName, 'string')
        assert.ok(after.emails.filter(({ primary }) => primary === true).length <= 1)
        // What came out can go in again: nothing is kept that a directory could not have sent.
        assert.deepEqual(toUserForm(Object.fromEntries(Object.entries(after).filter(([, kept]) => kept !== null))), after)
      } catch (error) {
        assert.ok(error instanceof AppError && error.status === 400, String(error))
      }
      assert.deepEqual(pat, before)
    }),
  )
})
