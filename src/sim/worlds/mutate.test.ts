import assert from 'node:assert/strict'
import test from 'node:test'
import { findOrganizationOf } from '../organizations/state.ts'
import { anycompanyWorld } from './anycompany.world.ts'
import { mutate } from './mutate.ts'
import { openWorld } from './support/open-world.ts'
import { truthOf } from './truth.ts'

test('every kind of change shows in the truth, and only there where it was made', () => {
  const world = openWorld(anycompanyWorld)
  const { aws } = world.simulation
  const management = world.facts.managementAccountId
  const before = truthOf(aws, management)
  const id = (name: string) => [...before.accounts.values()].find((account) => account.name === name)?.accountId ?? ''
  const organization = findOrganizationOf(aws, management)
  const ouId = (name: string) => [...(organization?.units.values() ?? [])].find((unit) => unit.name === name)?.id ?? ''
  const untouched = ['newsroom-prod', 'basketball-stats'].map(id)

  mutate(aws, management, [
    { kind: 'move', accountId: id('scores'), to: ouId('Media') },
    { kind: 'tag', accountId: id('newsroom-dev'), tags: { tier: '2' } },
    { kind: 'untag', accountId: id('baseball-stats'), keys: ['tier'] },
    { kind: 'rename', accountId: id('sandbox-anna'), name: 'sandbox-bob' },
    { kind: 'close', accountId: id('football-stats') },
    { kind: 'leave', accountId: id('incident-42') },
    { kind: 'join', accountId: '999999999999', name: 'bought', parentId: ouId('Sports') },
    { kind: 'restore', accountId: id('football-archive') },
    { kind: 'rename_unit', ouId: ouId('Governance'), name: 'Governance / Risk' },
    { kind: 'create_unit', parentId: ouId('Media'), name: 'Radio' },
  ])

  const { accounts, organizationalUnits } = truthOf(aws, management)
  assert.deepEqual(accounts.get(id('scores'))?.parentNames, ['Root', 'Media'])
  assert.equal(accounts.get(id('newsroom-dev'))?.tags.get('tier'), '2')
  assert.equal(accounts.get(id('baseball-stats'))?.tags.has('tier'), false)
  assert.equal(accounts.get(id('sandbox-anna'))?.name, 'sandbox-bob')
  assert.deepEqual([accounts.get(id('football-stats'))?.state, accounts.get(id('football-stats'))?.outcome], ['CLOSED', 'suspended'])
  assert.equal(accounts.has(id('incident-42')), false)
  assert.deepEqual(
    [accounts.get('999999999999')?.outcome, accounts.get('999999999999')?.parentNames],
    ['assume_failed', ['Root', 'Sports']],
  )
  assert.equal(accounts.get(id('football-archive'))?.state, 'ACTIVE')
  assert.deepEqual(accounts.get(id('audit'))?.parentNames, ['Root', 'Governance / Risk'])
  assert.equal(organizationalUnits, before.organizationalUnits + 1)
  for (const account of untouched) assert.deepEqual(accounts.get(account), before.accounts.get(account))
})
