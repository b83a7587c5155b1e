import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AccountState } from './organization.ts'
import { decideInclusion, type Inclusion, type ScopedAccount, type ScopeSettings } from './scope.ts'

const everything: ScopeSettings = { excludePrefixes: [], scopeOuIds: [], autoRemove: false, autoRemoveStates: ['SUSPENDED', 'CLOSED'] }
const sports = 'ou-ab12-11111111'
const baseball = 'ou-ab12-22222222'
const inBaseball: ScopedAccount = { name: 'redsox', state: 'ACTIVE', pathIds: `o-aa111bb222/r-ab12/${sports}/${baseball}/` }

const cases: { name: string; account?: Partial<ScopedAccount>; settings?: Partial<ScopeSettings>; inclusion: Inclusion }[] = [
  { name: 'an account is imported unless a setting says otherwise', inclusion: 'imported' },
  {
    name: 'a name that starts with a prefix is left out [ORG-12]',
    settings: { excludePrefixes: ['foo', 'red'] },
    inclusion: 'excluded_prefix',
  },
  { name: 'a prefix inside the name leaves nothing out [ORG-12]', settings: { excludePrefixes: ['sox'] }, inclusion: 'imported' },
  { name: 'prefixes are case-sensitive [ORG-12]', settings: { excludePrefixes: ['Red'] }, inclusion: 'imported' },
  { name: 'a scope covers accounts directly in its OU [ORG-13]', settings: { scopeOuIds: [baseball] }, inclusion: 'imported' },
  { name: 'a scope covers accounts in nested OUs [ORG-13]', settings: { scopeOuIds: [sports] }, inclusion: 'imported' },
  {
    name: 'several OUs are joined, not intersected [ORG-13]',
    settings: { scopeOuIds: ['ou-ab12-99999999', baseball] },
    inclusion: 'imported',
  },
  { name: 'accounts elsewhere are out of scope [ORG-13]', settings: { scopeOuIds: ['ou-ab12-99999999'] }, inclusion: 'excluded_scope' },
  {
    name: 'an OU id that merely begins alike does not match [ORG-13]',
    settings: { scopeOuIds: [baseball.slice(0, -1)] },
    inclusion: 'excluded_scope',
  },
  { name: 'a prefix wins inside the scope', settings: { scopeOuIds: [sports], excludePrefixes: ['red'] }, inclusion: 'excluded_prefix' },
  { name: 'a suspended account stays when auto-removal is off [ORG-14]', account: { state: 'SUSPENDED' }, inclusion: 'imported' },
  {
    name: 'a suspended account goes when auto-removal is on [ORG-14]',
    account: { state: 'SUSPENDED' },
    settings: { autoRemove: true },
    inclusion: 'suspended',
  },
  { name: 'a closed account goes too [ORG-14]', account: { state: 'CLOSED' }, settings: { autoRemove: true }, inclusion: 'suspended' },
  {
    name: 'a state that is not configured stays [ORG-14]',
    account: { state: 'PENDING_CLOSURE' },
    settings: { autoRemove: true },
    inclusion: 'imported',
  },
  {
    name: 'the states are configurable [ORG-14]',
    account: { state: 'PENDING_CLOSURE' },
    settings: { autoRemove: true, autoRemoveStates: ['PENDING_CLOSURE'] },
    inclusion: 'suspended',
  },
  { name: 'an unknown state never removes', account: { state: 'UNKNOWN' }, settings: { autoRemove: true }, inclusion: 'imported' },
]

for (const { name, account, settings, inclusion } of cases) {
  test(name, () => {
    assert.equal(decideInclusion({ ...inBaseball, ...account }, { ...everything, ...settings }).inclusion, inclusion)
  })
}

test('the reason names what decided', () => {
  assert.match(decideInclusion(inBaseball, { ...everything, excludePrefixes: ['red'] }).reason, /"red"/)
  assert.match(decideInclusion(inBaseball, { ...everything, scopeOuIds: [sports] }).reason, new RegExp(sports))
  assert.match(decideInclusion({ ...inBaseball, state: 'CLOSED' }, { ...everything, autoRemove: true }).reason, /CLOSED/)
})

test('no settings make an active account without prefix or scope disappear', () => {
  const states = fc.constantFrom<AccountState>('ACTIVE', 'PENDING_ACTIVATION', 'UNKNOWN')
  fc.assert(
    fc.property(fc.string(), states, fc.boolean(), (name, state, autoRemove) => {
      const decision = decideInclusion({ ...inBaseball, name, state }, { ...everything, autoRemove })
      assert.equal(decision.inclusion, 'imported')
    }),
  )
})

test('adding an OU to a scope never loses an account, adding a prefix never gains one', () => {
  const ou = fc.constantFrom(sports, baseball, 'ou-ab12-99999999')
  fc.assert(
    fc.property(fc.array(ou, { minLength: 1 }), ou, fc.string({ minLength: 1 }), (scopeOuIds, another, prefix) => {
      const narrow = decideInclusion(inBaseball, { ...everything, scopeOuIds }).inclusion
      const wide = decideInclusion(inBaseball, { ...everything, scopeOuIds: [...scopeOuIds, another] }).inclusion
      assert.ok(narrow !== 'imported' || wide === 'imported')
      const prefixed = decideInclusion(inBaseball, { ...everything, scopeOuIds, excludePrefixes: [prefix] }).inclusion
      assert.ok(prefixed !== 'imported' || narrow === 'imported')
    }),
  )
})
