import assert from 'node:assert/strict'
import test from 'node:test'
import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  paginateListAccounts,
  paginateListTargetsForPolicy,
  TagResourceCommand,
} from '@aws-sdk/client-organizations'
import { estateWorld } from '../worlds/estate.world.ts'
import { type OpenWorld, openWorld, refusalOf } from '../worlds/support/open-world.ts'
import { findOrganizationOf, organizationsState } from './state.ts'
import { truthOf } from '../worlds/truth.ts'
import { mutate } from '../worlds/mutate.ts'

function estate(emptyPageEvery: number): OpenWorld {
  const world = openWorld(estateWorld)
  organizationsState(world.simulation.aws).switches.emptyPageEvery = emptyPageEvery
  return world
}

test('a list holds twenty entries a page and every entry once', async () => {
  const world = estate(0)
  const pages: number[] = []
  const ids = new Set<string>()
  for await (const page of paginateListAccounts({ client: world.organizations() }, {})) {
    pages.push(page.Accounts?.length ?? 0)
    for (const { Id } of page.Accounts ?? []) ids.add(Id ?? '')
  }
  assert.deepEqual(pages, [20, 20, 20, 20, 20, 20, 7])
  assert.equal(ids.size, 127)
})

test('pages may be empty and carry a token; going on finds everything, and another seed has them elsewhere', async () => {
  const sizes = async (seed: number) => {
    const world = openWorld(estateWorld, {}, { seed })
    organizationsState(world.simulation.aws).switches.emptyPageEvery = 3
    const pages: number[] = []
    for await (const page of paginateListTargetsForPolicy({ client: world.organizations() }, { PolicyId: 'p-FullAWSAccess' }))
      pages.push(page.Targets?.length ?? 0)
    return pages
  }
  const pages = await sizes(7)
  assert.equal(
    pages.reduce((sum, size) => sum + size, 0),
    127 + 20 + 1,
  )
  assert.ok(pages.includes(0), `no empty page in ${pages.join()}`)
  assert.deepEqual(await sizes(7), pages)
  assert.notDeepEqual(await sizes(8), pages)
})

test('the order of a list is not the order of its ids', async () => {
  const { Accounts: accounts = [] } = await estate(0).organizations().send(new ListAccountsCommand({}))
  const ids = accounts.map(({ Id }) => Id ?? '')
  assert.notDeepEqual(ids, ids.toSorted())
})

test('a reader between pages misses nothing that stays, whatever else leaves or joins', async () => {
  const world = estate(0)
  const client = world.organizations()
  const { managementAccountId } = world.facts
  const first = await client.send(new ListAccountsCommand({}))
  const seen = new Set(first.Accounts?.map(({ Id }) => Id ?? ''))
  const organization = findOrganizationOf(world.simulation.aws, managementAccountId)
  const leaving = [...seen].filter((id) => id !== managementAccountId && organization?.delegated.has(id) !== true).slice(0, 5)
  mutate(
    world.simulation.aws,
    managementAccountId,
    leaving.map((accountId) => ({ kind: 'leave', accountId })),
  )
  mutate(world.simulation.aws, managementAccountId, [{ kind: 'join', accountId: '999999999999', name: 'newcomer' }])
  let token = first.NextToken
  while (token !== undefined) {
    const page = await client.send(new ListAccountsCommand({ NextToken: token }))
    for (const { Id } of page.Accounts ?? []) seen.add(Id ?? '')
    token = page.NextToken
  }
  const staying = [...truthOf(world.simulation.aws, managementAccountId).accounts.keys()].filter((id) => id !== '999999999999')
  assert.deepEqual(
    staying.filter((id) => !seen.has(id)),
    [],
  )
})

test('a token serves the question that it came from and no other', async () => {
  const world = estate(0)
  const client = world.organizations()
  const { NextToken: token } = await client.send(new ListAccountsCommand({}))
  const { Roots: roots } = await client.send(new ListRootsCommand({}))
  const elsewhere = await refusalOf(client.send(new ListAccountsForParentCommand({ ParentId: roots?.[0]?.Id, NextToken: token })))
  assert.deepEqual([elsewhere.name, elsewhere.reason], ['InvalidInputException', 'INVALID_NEXT_TOKEN'])
  const invented = await refusalOf(client.send(new ListAccountsCommand({ NextToken: 'invented' })))
  assert.equal(invented.reason, 'INVALID_NEXT_TOKEN')
})

test('more than twenty a page is refused, and fewer are given', async () => {
  const client = estate(0).organizations()
  const many = await refusalOf(client.send(new ListAccountsCommand({ MaxResults: 21 })))
  assert.deepEqual([many.name, many.reason], ['InvalidInputException', 'MAX_VALUE_EXCEEDED'])
  const few = await client.send(new ListAccountsCommand({ MaxResults: 3 }))
  assert.equal(few.Accounts?.length, 3)
})

test('tags come in pages too, though their list takes no page size', async () => {
  const world = estate(0)
  const client = world.organizations()
  const resource = world.facts.managementAccountId
  const tags = Array.from({ length: 30 }, (_, index) => ({ Key: `key-${index}`, Value: 'v' }))
  await client.send(new TagResourceCommand({ ResourceId: resource, Tags: tags }))
  const first = await client.send(new ListTagsForResourceCommand({ ResourceId: resource }))
  const second = await client.send(new ListTagsForResourceCommand({ ResourceId: resource, NextToken: first.NextToken }))
  assert.deepEqual([first.Tags?.length, second.Tags?.length, second.NextToken], [20, 12, undefined])
})

test('children and accounts of a parent agree', async () => {
  const world = estate(0)
  const client = world.organizations()
  const organization = findOrganizationOf(world.simulation.aws, world.facts.managementAccountId)
  for (const parentId of [organization?.rootId ?? '', ...(organization?.units.keys() ?? [])]) {
    const children = await client.send(new ListChildrenCommand({ ParentId: parentId, ChildType: 'ACCOUNT' }))
    const accounts = await client.send(new ListAccountsForParentCommand({ ParentId: parentId }))
    assert.deepEqual(
      children.Children?.map(({ Id }) => Id),
      accounts.Accounts?.map(({ Id }) => Id),
    )
  }
})
