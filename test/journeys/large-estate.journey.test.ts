import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { assertNoFaults, visit } from '../support/console-visit.ts'
import { openStage, type Stage } from '../support/large-stage.ts'

const accounts = 10_000
let stage: Stage
let browser: Browser

before(async () => {
  ;[stage, browser] = await Promise.all([openStage({ accounts, isForBrowser: true }), openBrowser()])
})
after(async () => {
  await browser?.close()
  await stage?.stop()
})

const person = () => visit(browser, { url: stage.server.url, token: stage.server.token })
type Listed = { readonly accountId: string; readonly name: string }

/** What the server says of a selector, sorted as asked, to compare with what is shown. */
async function listed(selector: string, sort: string): Promise<Listed[]> {
  return Array.fromAsync(stage.server.client.list<Listed>('/v1/accounts', { selector, sort, limit: 1000 }))
}

async function namesShown(page: Page): Promise<string[]> {
  return page.getByRole('table', { name: 'Accounts' }).locator('tbody a[href^="/accounts/"]:not([href*="tab="])').allInnerTexts()
}

/** Waits until the table shows exactly these, in this order. */
async function expectNames(page: Page, names: readonly string[]): Promise<void> {
  const limit = Date.now() + 10_000
  while (Date.now() < limit) {
    if (JSON.stringify(await namesShown(page)) === JSON.stringify(names)) return
    await page.waitForTimeout(50)
  }
  assert.deepEqual(await namesShown(page), names)
}

async function filterBy(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Filter accounts' }).fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Remove ${text.split(/ [=:] /)[1]}` }).waitFor()
}

test('10,000 accounts are counted, filtered by several columns and a badge, kept as a view, sorted and paged both ways', async () => {
  const visitor = await person()
  const { page } = visitor
  await visitor.go('/accounts')
  await page.getByText('(10,000 accounts)').waitFor()

  await filterBy(page, 'Badge = tier=2')
  await filterBy(page, 'State in AWS = ACTIVE')
  await filterBy(page, 'Name : -prod-')
  const selector = '(badge:tier=2 and state:ACTIVE and name:"*-prod-*") and not status:detached'
  const byName = await listed(selector, 'name')
  assert.ok(byName.length > 200 && byName.length < 1000)
  await page.getByText(`${byName.length} matches`).first().waitFor()
  await expectNames(
    page,
    byName.slice(0, 50).map(({ name }) => name),
  )

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Save this filter as a view …' }).click()
  await page.getByLabel('Name of the view').fill('Second tier in production')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByText('(10,000 accounts)').waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Second tier in production' }).click()
  await page.getByText(`(${byName.length} accounts)`).waitFor()

  // By the keyboard: a copy of the headings stands over them, to stay in sight while one scrolls.
  await page.getByRole('button', { name: /^Place, not sorted/ }).press('Enter')
  const byPlace = (await listed(selector, 'orgPath')).map(({ name }) => name)
  await expectNames(page, byPlace.slice(0, 50))
  await page.getByRole('button', { name: /^Place, sorted ascending/ }).press('Enter')
  const down = byPlace.toReversed()
  await expectNames(page, down.slice(0, 50))
  await page.getByRole('button', { name: 'Next page' }).click()
  await expectNames(page, down.slice(50, 100))
  await page.getByRole('button', { name: 'Next page' }).click()
  await expectNames(page, down.slice(100, 150))
  // A page that was opened by its address knows the one before it.
  await page.reload()
  await page.getByRole('button', { name: 'Previous page' }).click()
  await expectNames(page, down.slice(50, 100))
  await page.goBack()
  await expectNames(page, down.slice(100, 150))
  assertNoFaults(visitor)
  await visitor.close()
})

test('an export holds all that matches, and not only the page', async () => {
  const visitor = await person()
  const { page } = visitor
  const selector = 'badge:env=prod and not status:ok'
  await visitor.go(`/accounts?selector=${encodeURIComponent(selector)}`)
  const expected = await listed(selector, 'name')
  assert.ok(expected.length > 50)
  await page.getByText(`(${expected.length} accounts)`).waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()])
  const csv = Buffer.concat(await (await download.createReadStream()).toArray()).toString('utf8')
  const ids = csv
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.slice(0, 12))
  assert.deepEqual(
    ids,
    expected.map(({ accountId }) => accountId),
  )
  assertNoFaults(visitor)
  await visitor.close()
})

test('an account among 10,000 is found in the tree by its id, with the policies on its way', async () => {
  const visitor = await person()
  const { page } = visitor
  const account = (await listed('name:"*-ledger-prod-*"', '-name'))[0]!
  await visitor.go(`/organizations/${stage.estate.organizationId}`)
  await page.getByRole('searchbox', { name: 'Find in the tree' }).fill(account.accountId)
  await page.getByRole('button', { name: `Show ${account.name}` }).click()
  await page.waitForURL(new RegExp(`node=${account.accountId}`))
  await page.getByRole('heading', { name: 'Policies that reach it' }).waitFor()
  assert.ok((await page.getByText('FullAWSAccess').count()) >= 3)
  assertNoFaults(visitor)
  await visitor.close()
})
