import assert from 'node:assert/strict'
import test from 'node:test'
import { anycompanyWorld } from '../worlds/anycompany.world.ts'
import { openWorld } from '../worlds/support/open-world.ts'
import { viewOf } from './levels.ts'
import { disableType, editPolicy } from './policies.ts'
import { findOrganizationOf } from './state.ts'
import { moveMember } from './tree.ts'

function open() {
  const world = openWorld(anycompanyWorld)
  const organization = findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)
  assert.ok(organization)
  const accountId = (name: string) => [...organization.members.values()].find(({ account }) => account.name === name)?.account.id ?? ''
  const ouId = (name: string) => [...organization.units.values()].find((unit) => unit.name === name)?.id ?? ''
  const view = (name: string) => {
    const found = viewOf(organization, accountId(name), world.clock.now)
    assert.ok(found)
    return found
  }
  return { organization, accountId, ouId, view }
}

test('levels run from the root through every OU to the account, each with what is attached directly', () => {
  const { organization, view, ouId, accountId } = open()
  const { scp = [], rcp = [], path } = view('baseball-stats')
  assert.deepEqual(
    scp.map(({ target }) => target),
    [organization.rootId, ouId('Sports'), ouId('Baseball'), accountId('baseball-stats')],
  )
  assert.deepEqual(
    scp.map(({ policies }) => policies.length),
    [2, 1, 1, 1],
  )
  assert.deepEqual(
    rcp.map(({ policies }) => policies.map(({ name }) => name)),
    Array.from({ length: 4 }, () => ['arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess']),
  )
  assert.equal(path, `${organization.id}/${organization.rootId}/${ouId('Sports')}/${ouId('Baseball')}/`)
})

test('a move, an edit and a switched-off type change the version, and reading does not', () => {
  const { organization, view, ouId, accountId } = open()
  const versions = [view('scores').version]
  assert.equal(view('scores').version, versions[0])
  moveMember(organization, accountId('scores'), { from: ouId('Sports'), to: ouId('Media') })
  versions.push(view('scores').version)
  const custom = [...organization.policies.values()].find(({ awsManaged }) => !awsManaged)
  editPolicy(organization, custom?.id ?? '', {
    content: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sqs:*","Resource":"*"}]}',
  })
  versions.push(view('scores').version)
  disableType(organization, 'SERVICE_CONTROL_POLICY', 0)
  const off = view('scores')
  versions.push(off.version)
  assert.equal(new Set(versions).size, 4)
  assert.equal(off.scp, undefined)
  assert.ok(off.rcp)
})

test('accounts share levels and documents, so that each text is compiled once', () => {
  const { view } = open()
  const [one, other] = [view('newsroom-prod'), view('newsroom-dev')]
  assert.equal(one.scp?.[0], other.scp?.[0])
  assert.equal(one.scp?.[2]?.policies[0], other.scp?.[2]?.policies[0])
})
