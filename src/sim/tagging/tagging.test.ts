import assert from 'node:assert/strict'
import test from 'node:test'
import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-organizations'
import {
  GetResourcesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { addAccessKey, addUser } from '../iam/state.ts'
import { estateWorld } from '../worlds/estate.world.ts'
import { openWorld, refusalOf, type OpenWorld } from '../worlds/support/open-world.ts'
import { truthOf } from '../worlds/truth.ts'
import { tagIndexSwitches } from './tag-index.ts'

const accountsOnly = { ResourceTypeFilters: ['organizations:account'] }

async function readAll(world: OpenWorld, region = 'us-east-1'): Promise<Map<string, ResourceTagMapping>> {
  const client = new ResourceGroupsTaggingAPIClient(world.config(world.admin, region))
  const found = new Map<string, ResourceTagMapping>()
  for await (const page of paginateGetResources({ client, pageSize: 100 }, { ...accountsOnly })) {
    assert.ok((page.ResourceTagMappingList?.length ?? 0) <= 100)
    for (const mapping of page.ResourceTagMappingList ?? []) found.set(mapping.ResourceARN?.split('/').at(-1) ?? '', mapping)
  }
  return found
}

const tagsOf = (mapping: ResourceTagMapping | undefined) =>
  Object.fromEntries((mapping?.Tags ?? []).map(({ Key = '', Value }) => [Key, Value]))

test('the index shows the tags of every account that has any, and none that never had', async () => {
  const world = openWorld(estateWorld)
  const { accounts } = truthOf(world.simulation.aws, world.facts.managementAccountId)
  const found = await readAll(world)
  for (const { accountId, tags } of accounts.values()) {
    assert.equal(found.has(accountId), tags.size > 0)
    assert.deepEqual(tagsOf(found.get(accountId)), Object.fromEntries(tags))
  }
  assert.ok(found.size < accounts.size)
})

test('the index follows a change only after a while, and still lists what lost its last tag', async () => {
  const world = openWorld(estateWorld, {}, { lag: true })
  const truth = truthOf(world.simulation.aws, world.facts.managementAccountId)
  const [bare, tagged] = [
    [...truth.accounts.values()].find(({ tags }) => tags.size === 0),
    [...truth.accounts.values()].find(({ tags }) => tags.size > 0),
  ]
  assert.ok(bare && tagged)
  await world.organizations().send(new TagResourceCommand({ ResourceId: bare.accountId, Tags: [{ Key: 'a', Value: '1' }] }))
  await world.organizations().send(new UntagResourceCommand({ ResourceId: tagged.accountId, TagKeys: [...tagged.tags.keys()] }))
  const soon = await readAll(world)
  assert.equal(soon.has(bare.accountId), false)
  assert.deepEqual(tagsOf(soon.get(tagged.accountId)), Object.fromEntries(tagged.tags))
  world.clock.now += 60_000
  const later = await readAll(world)
  assert.deepEqual(tagsOf(later.get(bare.accountId)), { a: '1' })
  assert.deepEqual(later.get(tagged.accountId)?.Tags, [])
})

test('the index loses entries when it is told to, always the same ones', async () => {
  const world = openWorld(estateWorld)
  const whole = (await readAll(world)).size
  tagIndexSwitches(world.simulation.aws).dropShare = 0.2
  const [first, second] = [await readAll(world), await readAll(world)]
  assert.ok(first.size < whole && first.size > whole * 0.6, `${first.size} of ${whole}`)
  assert.deepEqual([...first.keys()], [...second.keys()])
})

test('only the management account sees accounts in the index, and only in the home Region', async () => {
  const world = openWorld(estateWorld)
  const { aws } = world.simulation
  assert.equal((await readAll(world, 'eu-central-1')).size, 0)
  const delegated = [...truthOf(aws, world.facts.managementAccountId).accounts.values()].find(({ name }) => name === 'security-tooling')
  assert.ok(delegated)
  addUser(aws, delegated.accountId, { name: 'boss', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], createdAt: 0 })
  const client = new ResourceGroupsTaggingAPIClient(world.config(addAccessKey(aws, delegated.accountId, 'boss')))
  const { ResourceTagMappingList: seen, PaginationToken: token } = await client.send(new GetResourcesCommand(accountsOnly))
  assert.deepEqual([seen, token], [[], ''])
})

test('resources are asked for by tag and by ARN, never both ways, and tokens serve one question', async () => {
  const world = openWorld(estateWorld)
  const client = new ResourceGroupsTaggingAPIClient(world.config(world.admin))
  const tierOne = await client.send(new GetResourcesCommand({ ...accountsOnly, TagFilters: [{ Key: 'tier', Values: ['1'] }] }))
  assert.ok((tierOne.ResourceTagMappingList?.length ?? 0) > 0)
  assert.ok(tierOne.ResourceTagMappingList?.every((mapping) => tagsOf(mapping)['tier'] === '1'))
  const [one] = tierOne.ResourceTagMappingList ?? []
  const byArn = await client.send(new GetResourcesCommand({ ResourceARNList: [one?.ResourceARN ?? ''] }))
  assert.deepEqual(byArn.ResourceTagMappingList, [one])
  const both = await refusalOf(client.send(new GetResourcesCommand({ ...accountsOnly, ResourceARNList: [one?.ResourceARN ?? ''] })))
  assert.equal(both.name, 'InvalidParameterException')
  const { PaginationToken: token } = await client.send(new GetResourcesCommand({ ...accountsOnly, ResourcesPerPage: 10 }))
  assert.equal((await refusalOf(client.send(new GetResourcesCommand({ PaginationToken: token })))).name, 'InvalidParameterException')
})
