import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertNoFaults, open } from '../support/console-visit.ts'
import { openJourney } from '../support/journey.ts'

const journey = await openJourney({ accounts: 45 })
after(() => journey.close())
type Row = { readonly accountId: string; readonly name: string; readonly status: string }
const { items } = await journey.server.client.get<{ items: Row[] }>('/v1/accounts', { limit: 200 })
const inAMonth = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10)
const healthy = items.find(({ status }) => status === 'ok')!

test('a filter is part of the address, is kept as a view, and the back button undoes it [ORG-22, ORG-23]', async () => {
  const visitor = await journey.visit({ path: '/accounts' })
  const { page } = visitor
  await page.getByRole('combobox', { name: 'Filter accounts' }).fill('Status = assume_failed')
  await page.keyboard.press('Enter')
  await page.waitForURL(/filter=/)
  const denied = page.getByRole('button', { name: /Why denied/ })
  await denied.first().waitFor()
  const rows = page.getByRole('table', { name: 'accounts' }).getByRole('row')
  assert.equal(await rows.count(), items.filter(({ status }) => status === 'assume_failed').length + 1)
  const filtered = new URL(page.url())
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Save this filter as a view …' }).click()
  await page.getByLabel('Name of the view').fill('Not assumed')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Not assumed' }).waitFor()
  await page.goBack()
  await page.waitForURL((url) => !url.search.includes('filter='))
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Not assumed' }).click()
  await page.waitForURL((url) => url.search === filtered.search)
  await denied.first().click()
  await page.getByText('What to do:').waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('a selector with a fault says where it is wrong and keeps what was typed; a good one filters', async () => {
  const visitor = await journey.visit({ path: '/accounts' })
  const { page } = visitor
  await page.getByText('Write a selector').click()
  const box = page.getByRole('combobox', { name: /Selector/ })
  await box.fill('badge:tier=1 and and')
  await box.press('Enter')
  await page
    .getByText(/at character 18/)
    .first()
    .waitFor()
  assert.equal(await box.inputValue(), 'badge:tier=1 and and')
  await box.fill(`account:${healthy.accountId}`)
  await box.press('Enter')
  const rows = page.getByRole('table', { name: 'accounts' }).getByRole('row')
  await rows.nth(2).waitFor({ state: 'hidden' })
  assert.equal(await rows.count(), 2)
  assertNoFaults(visitor)
  await visitor.close()
})

test('a badge is set, told with where it comes from, and taken away; one without a key is refused at its field [BADGE-3]', async () => {
  const visitor = await journey.visit({ role: 'editor' })
  const { page } = visitor
  await open(page, `/accounts/${healthy.accountId}?tab=badges`)
  await page.getByRole('button', { name: 'Set a badge' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Set badge' }).click()
  await dialog.locator('[data-testid="form-errors"]:focus').getByText('A badge needs a key.').waitFor()
  assert.equal(await dialog.getByLabel('Key').getAttribute('aria-invalid'), 'true')
  await dialog.getByLabel('Key').fill('journey')
  await dialog.getByLabel('Value').fill('first')
  await dialog.getByRole('button', { name: 'Set badge' }).click()
  await page.getByText('Badge journey set on 1 account.').waitFor()
  await page
    .getByRole('row', { name: /journey/ })
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Remove badge journey' }).click()
  await page.getByText('Badge journey removed.').waitFor()
  await page.getByRole('button', { name: 'Remove badge journey' }).waitFor({ state: 'hidden' })
  assertNoFaults(visitor)
  await visitor.close()
})

test('accounts are ignored until a day for a reason, each fault at its field, and taken back', async () => {
  const visitor = await journey.visit({ role: 'editor' })
  const { page } = visitor
  await open(page, `/accounts/${healthy.accountId}`)
  await page.getByRole('button', { name: 'Ignore until …' }).click()
  const dialog = page.getByRole('dialog', { name: /Ignore/ })
  await dialog.getByRole('button', { name: 'Ignore', exact: true }).click()
  const summary = dialog.locator('[data-testid="form-errors"]:focus')
  await summary.waitFor()
  assert.match(await summary.innerText(), /Reason[\s\S]*Until|Until[\s\S]*Reason/)
  assert.equal(await dialog.getByLabel('Reason').getAttribute('aria-invalid'), 'true')
  await dialog.getByLabel('Reason').fill('being moved')
  await dialog.getByLabel('Until', { exact: true }).fill(inAMonth)
  await dialog.getByRole('button', { name: 'Ignore', exact: true }).click()
  await page.getByRole('button', { name: 'Stop ignoring' }).click()
  await page.getByText('The account is checked again.').waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('pages and accounts are found from the top by the names of other products, and by id', async () => {
  const visitor = await journey.visit()
  const { page } = visitor
  const search = page.getByRole('combobox', { name: 'Search pages and accounts' })
  await search.fill('cloud listing')
  await page
    .getByRole('option', { name: /Accounts/ })
    .first()
    .click()
  await page.waitForURL(/\/accounts$/)
  await search.fill(healthy.accountId)
  await page.getByRole('option', { name: `Open account ${healthy.accountId}` }).click()
  await page.waitForURL(new RegExp(`/accounts/${healthy.accountId}`))
  assertNoFaults(visitor)
  await visitor.close()
})

test('where calls go stays in sight while one scrolls, and never hides what has the focus', async () => {
  const visitor = await journey.visit({ path: '/accounts' })
  const { page } = visitor
  const rows = page.getByRole('table', { name: 'accounts' }).getByRole('link')
  await rows.nth(30).waitFor()
  await rows.last().focus()
  assert.ok((await page.evaluate<number>('scrollY')) > 100, 'the page was scrolled')
  const bar = await page.getByText('This is not AWS').boundingBox()
  assert.equal(bar?.y, 0)
  const top = (await page.locator('#top').boundingBox())!
  await rows.first().focus()
  const focused = (await rows.first().boundingBox())!
  assert.ok(focused.y >= top.y + top.height, `the focus is at ${focused.y}, below the bar that ends at ${top.y + top.height}`)
  assertNoFaults(visitor)
  await visitor.close()
})

test('a guardrail becomes a policy with its proof, its impact and its matrix', async () => {
  const visitor = await journey.visit({ path: '/policies/guardrails?guardrail=organization-boundary' })
  const { page } = visitor
  await page.getByRole('button', { name: 'Make the policy' }).click()
  await page.getByText('Every request below was evaluated against the policy, and came out as it must.').waitFor()
  await page.getByText('Who reaches whom?').click()
  await page.getByRole('button', { name: 'Show who reaches whom' }).click()
  const matrix = page.getByRole('region', { name: 'Who reaches whom' })
  await matrix.getByText('reaches', { exact: true }).first().waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'Make the policy' }).click()
  await page.getByText('What if it were attached?').click()
  await page.getByRole('button', { name: /^Place/ }).click()
  await page.getByRole('option').first().click()
  await page.getByRole('button', { name: 'Predict' }).click()
  await page
    .getByText(/accounts? looked at/)
    .first()
    .waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})
