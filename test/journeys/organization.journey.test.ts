import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertNoFaults, open } from '../support/console-visit.ts'
import { openJourney } from '../support/journey.ts'

const journey = await openJourney()
after(() => journey.close())
const { organizationId } = journey.sim
const path = `/v1/organizations/${organizationId}`
type Stored = {
  readonly nickname: string
  readonly version: number
  readonly credentials: { readonly memberRole: { readonly name: string } }
}
const stored = (): Promise<Stored> => journey.server.client.get<Stored>(path)
const summary = (page: Page) => page.locator('[data-testid="form-errors"]:focus')

test('who saves second meets a conflict with both values, what they typed is kept, and nothing is overwritten unseen [ORG-26]', async () => {
  const [anne, ben] = await Promise.all([journey.visit({ role: 'organization-admin' }), journey.visit({ role: 'organization-admin' })])
  for (const { page } of [anne, ben]) await open(page, `/organizations/${organizationId}/edit`)
  await anne.page.getByLabel('Nickname').fill('annes')
  await ben.page.getByLabel('Nickname').fill('bens')
  await anne.page.getByRole('button', { name: 'Save' }).click()
  await anne.page.waitForURL(/tab=registration/)
  await ben.page.getByRole('button', { name: 'Save' }).click()
  const conflict = ben.page.locator('[data-testid="conflict"]:focus')
  assert.match(await conflict.getByRole('row', { name: /Nickname/ }).innerText(), /demo[\s\S]*annes[\s\S]*bens/)
  assert.equal((await stored()).nickname, 'annes')
  assert.equal(await ben.page.getByLabel('Nickname').inputValue(), 'bens')
  await ben.page.getByRole('button', { name: 'Keep mine, then save' }).click()
  await ben.page.getByRole('button', { name: 'Save' }).click()
  await ben.page.waitForURL(/tab=registration/)
  assert.equal((await stored()).nickname, 'bens')

  for (const { page } of [anne, ben]) await open(page, `/organizations/${organizationId}/edit`)
  await anne.page.getByLabel('Nickname').fill('annes again')
  await anne.page.getByRole('button', { name: 'Save' }).click()
  await anne.page.waitForURL(/tab=registration/)
  await ben.page.getByLabel('Add prefix').fill('sandbox-')
  await ben.page.getByLabel('Add prefix').press('Enter')
  await ben.page.getByRole('button', { name: 'Save' }).click()
  await conflict.waitFor()
  await ben.page.getByRole('button', { name: 'Take theirs' }).click()
  assert.equal(await ben.page.getByLabel('Nickname').inputValue(), 'annes again')
  assertNoFaults(anne)
  assertNoFaults(ben)
  await Promise.all([anne.close(), ben.close()])
})

test('settings are edited without touching credentials; credentials go all together, are tried first, and secrets are never shown [ORG-24, ORG-25, ORG-26]', async () => {
  const visitor = await journey.visit()
  const { page } = visitor
  await open(page, `/organizations/${organizationId}/edit`)
  assert.equal((await page.content()).includes(journey.sim.externalId), false)
  assert.equal(await page.getByLabel('ARN of the organization role').count(), 0, 'no credential is asked for until it is to be replaced')
  await page.getByRole('checkbox', { name: 'Replace the credentials' }).check()
  for (const field of await page.getByLabel('ExternalId').all()) assert.equal(await field.inputValue(), '')
  const before = await stored()

  await page.getByLabel('ARN of the organization role').fill('')
  await page.getByLabel('Name of the member role').fill('')
  await page.getByLabel('Session length').last().fill('1')
  await page.getByRole('button', { name: 'Save' }).click()
  await summary(page).waitFor()
  const told = await summary(page).getByRole('listitem').allInnerTexts()
  for (const field of ['ARN of the organization role', 'Name of the member role', 'Session length of the member role'])
    assert.ok(
      told.some((line) => line.startsWith(`${field}: `)),
      told.join('\n'),
    )
  assert.deepEqual(await stored(), before)

  await page.getByLabel('ARN of the organization role').fill(journey.sim.orgRoleArn)
  await page.getByLabel('Name of the member role').fill(journey.sim.memberRoleName)
  await page.getByLabel('Session length').last().fill('3600')
  await page.getByLabel('ExternalId').first().fill(journey.sim.externalId.slice(1))
  await page.getByLabel('ExternalId').last().fill(journey.sim.externalId)
  await page.getByRole('button', { name: 'Save' }).click()
  await summary(page)
    .getByText(/expects another ExternalId/)
    .waitFor()
  assert.deepEqual(await stored(), before)

  await page.getByLabel('ExternalId').first().fill(journey.sim.externalId)
  await page.getByLabel('Session name').last().fill('renamed-session')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(/tab=registration/)
  await page.getByText('renamed-session').waitFor()
  assert.equal((await page.content()).includes(journey.sim.externalId), false)
  assertNoFaults(visitor)
  await visitor.close()
})

test('the tree is searched by name and id, and a chosen place shows its policies level by level, after a reload too [ORG-28]', async () => {
  const visitor = await journey.visit()
  const { page } = visitor
  const [account] = (await journey.server.client.get<{ items: { name: string; accountId: string }[] }>('/v1/accounts', { limit: 1 })).items
  assert.ok(account)
  await open(page, `/organizations/${organizationId}`)
  const find = page.getByRole('searchbox', { name: 'Find in the tree' })
  await find.fill(account.name)
  await page.getByRole('button', { name: `Show ${account.name}` }).waitFor()
  await find.fill('nothing has this name')
  await page.getByRole('button', { name: `Show ${account.name}` }).waitFor({ state: 'hidden' })
  await find.fill(account.accountId)
  await page.getByRole('button', { name: `Show ${account.name}` }).click()
  await page.waitForURL(new RegExp(`node=${account.accountId}`))
  await page.getByRole('heading', { name: 'Policies that reach it' }).waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Open the account' }).click()
  await page.waitForURL(new RegExp(`/accounts/${account.accountId}`))
  await page.goBack()
  await page.getByRole('heading', { name: 'Policies that reach it' }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('an account of an organization says who manages it, and offers neither edit nor removal [ORG-27]', async () => {
  const visitor = await journey.visit()
  const { page } = visitor
  const { items } = await journey.server.client.get<{ items: { accountId: string }[] }>('/v1/accounts', { limit: 1 })
  await open(page, `/accounts/${items[0]!.accountId}`)
  await page.getByText('Managed by').first().waitFor()
  for (const name of [/Remove account/, /Edit (the )?(connection|credentials)/, /^Remove$/, /^Delete/])
    assert.equal(await page.getByRole('button', { name }).count(), 0, String(name))
  assertNoFaults(visitor)
  await visitor.close()
})

test('an organization is removed only by its id, and its accounts leave the list', async () => {
  const visitor = await journey.visit()
  const { page } = visitor
  await open(page, `/organizations/${organizationId}?tab=registration`)
  await page
    .getByRole('button', { name: /^Remove/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: 'Remove this organization from Reeve' })
  await dialog.getByRole('textbox').fill('o-something')
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await dialog.getByText('This is not the organization’s id.').first().waitFor()
  await dialog.locator('[data-testid="form-errors"]:focus').waitFor()
  assert.equal((await journey.ask('GET', path)).status, 200)
  await dialog.getByRole('textbox').fill(organizationId)
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText(/Removed: 12 accounts detached/).waitFor()
  assert.equal((await journey.ask('GET', path)).status, 404)
  assertNoFaults(visitor)
  await visitor.close()
})
