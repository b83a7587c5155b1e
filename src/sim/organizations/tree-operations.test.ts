import assert from 'node:assert/strict'
import test from 'node:test'
import {
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListTagsForResourceCommand,
  MoveAccountCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateOrganizationalUnitCommand,
} from '@aws-sdk/client-organizations'
import { anycompanyWorld } from '../worlds/anycompany.world.ts'
import { openWorld, refusalOf } from '../worlds/support/open-world.ts'
import { truthOf } from '../worlds/truth.ts'
import { organizationsState } from './state.ts'

function open() {
  const world = openWorld(anycompanyWorld)
  const organization = organizationsState(world.simulation.aws).memberships.get(world.facts.managementAccountId)
  assert.ok(organization)
  const accountId = (name: string) => [...organization.members.values()].find(({ account }) => account.name === name)?.account.id ?? ''
  const ouId = (name: string) => [...organization.units.values()].find((unit) => unit.name === name)?.id ?? ''
  return { world, organization, client: world.organizations(), accountId, ouId, rootId: organization.rootId }
}

test('the AnyCompany tree has its six OUs, three of them under Sports [PERIM-6]', async () => {
  const { client, rootId, ouId } = open()
  const names = async (parentId: string) =>
    (await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId: parentId }))).OrganizationalUnits?.map(
      ({ Name }) => Name,
    ).toSorted()
  assert.deepEqual(await names(rootId), ['Governance', 'Media', 'Sports'])
  assert.deepEqual(await names(ouId('Sports')), ['Baseball', 'Basketball', 'Football'])
  assert.deepEqual(await names(ouId('Media')), [])
})

test('an account’s path runs from the organization to the account itself, and its parent is the segment before', async () => {
  const { client, organization, rootId, ouId, accountId } = open()
  const id = accountId('baseball-stats')
  const { Account: account } = await client.send(new DescribeAccountCommand({ AccountId: id }))
  assert.deepEqual(account?.Paths, [`${organization.id}/${rootId}/${ouId('Sports')}/${ouId('Baseball')}/${id}/`])
  const { Parents: parents } = await client.send(new ListParentsCommand({ ChildId: id }))
  assert.deepEqual(parents, [{ Id: ouId('Baseball'), Type: 'ORGANIZATIONAL_UNIT' }])
})

test('paths and the retired status can be switched off, for one account or for all', async () => {
  const { world, client, accountId, ouId } = open()
  const state = organizationsState(world.simulation.aws)
  const [one, other] = [accountId('scores'), accountId('audit')]
  const describe = async (id: string) => (await client.send(new DescribeAccountCommand({ AccountId: id }))).Account
  state.accounts.get(one)!.omitsPaths = true
  assert.deepEqual([(await describe(one))?.Paths, (await describe(other))?.Paths?.length], [undefined, 1])
  state.switches.paths = false
  state.switches.accountStatus = false
  const account = await describe(other)
  assert.deepEqual([account?.Paths, account?.Status, account?.State], [undefined, undefined, 'ACTIVE'])
  const unit = await client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: ouId('Media') }))
  assert.equal(unit.OrganizationalUnit?.Path, undefined)
})

test('OUs nest five deep, siblings differ in name, and only an empty OU goes', async () => {
  const { client, rootId, ouId } = open()
  const create = (ParentId: string, Name: string) => client.send(new CreateOrganizationalUnitCommand({ ParentId, Name }))
  assert.equal((await refusalOf(create(rootId, 'Media'))).name, 'DuplicateOrganizationalUnitException')
  assert.equal((await refusalOf(create('ou-abcd-12345678', 'x'))).name, 'ParentNotFoundException')
  let parent = ouId('Baseball')
  for (const name of ['3', '4', '5']) parent = (await create(parent, name)).OrganizationalUnit?.Id ?? ''
  const deep = await refusalOf(create(parent, '6'))
  assert.deepEqual([deep.name, deep.reason], ['ConstraintViolationException', 'OU_DEPTH_LIMIT_EXCEEDED'])
  assert.equal(
    (await refusalOf(client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: ouId('Sports') })))).name,
    'OrganizationalUnitNotEmptyException',
  )
  await client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: parent }))
  assert.equal(
    (await refusalOf(client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: parent })))).name,
    'OrganizationalUnitNotFoundException',
  )
})

test('a renamed OU keeps its id, and a new one carries FullAWSAccess', async () => {
  const { client, rootId, ouId } = open()
  await client.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: ouId('Media'), Name: 'Media / News' }))
  const { OrganizationalUnit: unit } = await client.send(
    new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Media', Tags: [{ Key: 'a', Value: 'b' }] }),
  )
  const { Policies: policies } = await client.send(
    new ListPoliciesForTargetCommand({ TargetId: unit?.Id, Filter: 'SERVICE_CONTROL_POLICY' }),
  )
  assert.deepEqual(
    policies?.map(({ Name }) => Name),
    ['FullAWSAccess'],
  )
  const { Tags: tags } = await client.send(new ListTagsForResourceCommand({ ResourceId: unit?.Id }))
  assert.deepEqual(tags, [{ Key: 'a', Value: 'b' }])
})

test('an account moves only from where it is to somewhere else', async () => {
  const { world, client, rootId, ouId, accountId } = open()
  const id = accountId('scores')
  const move = (from: string, to: string) =>
    client.send(new MoveAccountCommand({ AccountId: id, SourceParentId: from, DestinationParentId: to }))
  assert.equal((await refusalOf(move(rootId, ouId('Media')))).name, 'SourceParentNotFoundException')
  assert.equal((await refusalOf(move(ouId('Sports'), ouId('Sports')))).name, 'DuplicateAccountException')
  assert.equal((await refusalOf(move(ouId('Sports'), 'ou-abcd-12345678'))).name, 'DestinationParentNotFoundException')
  await move(ouId('Sports'), ouId('Media'))
  const truth = truthOf(world.simulation.aws, world.facts.managementAccountId)
  assert.deepEqual(truth.accounts.get(id)?.parentNames, ['Root', 'Media'])
})

const badTags: readonly (readonly [string, { Key: string; Value: string }[], string])[] = [
  ['a key of AWS’s own', [{ Key: 'aws:createdBy', Value: 'x' }], 'INVALID_SYSTEM_TAGS_PARAMETER'],
  [
    'one key twice',
    [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ],
    'DUPLICATE_TAG_KEY',
  ],
  ['a character that tags cannot have', [{ Key: 'a', Value: 'R&D' }], 'INVALID_PATTERN'],
  ['a value that is too long', [{ Key: 'a', Value: 'x'.repeat(257) }], 'MAX_LENGTH_EXCEEDED'],
  ['more than fifty', Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })), 'MAX_TAG_LIMIT_EXCEEDED'],
]
for (const [what, tags, reason] of badTags) {
  test(`${what} is refused as a tag`, async () => {
    const { client, accountId } = open()
    assert.equal((await refusalOf(client.send(new TagResourceCommand({ ResourceId: accountId('scores'), Tags: tags })))).reason, reason)
  })
}

test('tags are added, overwritten and taken away; a key that is not there is no error', async () => {
  const { client, accountId } = open()
  const id = accountId('scores')
  await client.send(
    new TagResourceCommand({
      ResourceId: id,
      Tags: [
        { Key: 'tier', Value: '9' },
        { Key: 'new', Value: '' },
      ],
    }),
  )
  await client.send(new UntagResourceCommand({ ResourceId: id, TagKeys: ['environment', 'never there'] }))
  const { Tags: tags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceId: id }))
  assert.deepEqual(Object.fromEntries(tags.map(({ Key = '', Value }) => [Key, Value])), { tier: '9', new: '' })
  const nowhere = await refusalOf(client.send(new TagResourceCommand({ ResourceId: '999999999999', Tags: [{ Key: 'a', Value: 'b' }] })))
  assert.equal(nowhere.name, 'TargetNotFoundException')
})

test('ids that cannot exist are invalid input, ids that do not exist are not found', async () => {
  const { client } = open()
  const describe = (AccountId: string) => client.send(new DescribeAccountCommand({ AccountId }))
  const short = await refusalOf(describe('123'))
  assert.deepEqual(
    [short.name, short.reason, short.message],
    ['InvalidInputException', 'INVALID_PATTERN', 'You provided a value that does not match the required pattern.'],
  )
  const absent = await refusalOf(describe('999999999999'))
  assert.deepEqual([absent.name, absent.message], ['AccountNotFoundException', "You specified an account that doesn't exist."])
})
