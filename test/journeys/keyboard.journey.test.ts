import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults } from '../support/console-visit.ts'
import { openJourney } from '../support/journey.ts'

const journey = await openJourney()
after(() => journey.close())
const [account] = (await journey.server.client.get<{ items: { accountId: string; name: string }[] }>('/v1/accounts', { limit: 1 })).items
assert.ok(account)

/** Enough for every stop of the longest page, so that what cannot be reached fails and does not hang. */
const stopsMax = 80

/** Moves on with the Tab key alone until `target` has the focus. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stop = 0; stop < stopsMax; stop += 1) {
    if ((await target.count()) > 0 && (await target.first().evaluate((element) => element === element.ownerDocument.activeElement))) return
    await page.keyboard.press(key)
  }
  assert.fail(`${String(target)} is not reached with ${key}`)
}

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

const ring = `(() => { const style = getComputedStyle(document.activeElement); const before = getComputedStyle(document.activeElement, '::before')
  return [style, before].some(({ boxShadow, outlineStyle, outlineWidth }) => boxShadow !== 'none' || (outlineStyle !== 'none' && outlineWidth !== '0px')) })()`

test('the wizard is walked without a mouse: errors take the focus, and every step is reached with keys', async () => {
  const visitor = await journey.visit({ path: '/organizations/add' })
  const { page } = visitor
  await page.getByText('Amazon Web Services').waitFor()
  const press = async (name: string): Promise<void> => {
    await tabTo(page, page.getByRole('button', { name, exact: true }))
    await page.keyboard.press('Enter')
  }
  await press('Next')
  await page.getByLabel('ARN of the organization role').waitFor()
  await type(page, page.getByLabel('ARN of the organization role'), 'arn:aw:iam::111122223333:role/Reeve')
  await press('Test only')
  const summary = page.locator('[data-testid="form-errors"]:focus')
  await summary.waitFor()
  await type(page, page.getByLabel('ARN of the organization role'), journey.sim.orgRoleArn)
  await type(page, page.getByLabel('ExternalId'), journey.sim.externalId)
  await press('Next')
  await page.getByLabel('Name of the member role').waitFor()
  await type(page, page.getByLabel('Name of the member role'), journey.sim.memberRoleName)
  await type(page, page.getByLabel('ExternalId'), journey.sim.externalId)
  await press('Next')
  await page.getByRole('radio', { name: 'The server’s own role' }).waitFor()
  await press('Next')
  await type(page, page.getByLabel('Add prefix'), 'sandbox-')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Remove sandbox-' }))
  await page.keyboard.press('Enter')
  await press('Next')
  await page.getByText('Accounts that are here already').waitFor()
  await press('Test only')
  await page.locator('[role="region"]:focus').getByText('is registered already').waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('accounts are filtered, opened and left without a mouse, and the focus is always seen', async () => {
  const visitor = await journey.visit({ path: '/accounts' })
  const { page } = visitor
  const filter = page.getByRole('combobox', { name: 'Filter accounts' })
  await filter.waitFor()
  await type(page, filter, `Account ID = ${account.accountId}`)
  await page.keyboard.press('Enter')
  await page.waitForURL(/filter=/)
  const link = page.getByRole('table', { name: 'accounts' }).getByRole('link', { name: account.name })
  await page.getByRole('table', { name: 'accounts' }).getByRole('row').nth(2).waitFor({ state: 'hidden' })
  await tabTo(page, link)
  assert.equal(await page.evaluate(ring), true, 'where the focus is can be seen')
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/accounts/${account.accountId}`))
  const tab = page.getByRole('tab', { name: 'Details' })
  await tabTo(page, tab)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.waitForURL(/tab=/)
  assertNoFaults(visitor)
  await visitor.close()
})

test('a dialog takes the focus, keeps it, closes with Escape, and gives it back to what opened it', async () => {
  const visitor = await journey.visit({ path: `/accounts/${account.accountId}` })
  const { page } = visitor
  const opener = page.getByRole('button', { name: 'Set a badge' })
  await opener.waitFor()
  await tabTo(page, opener)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /Set a badge/ })
  await dialog.waitFor()
  const isWithin = (): Promise<boolean> => dialog.evaluate((element) => element.contains(element.ownerDocument.activeElement))
  await dialog.locator(':focus').waitFor()
  for (let stop = 0; stop < 8; stop += 1) {
    await page.keyboard.press('Tab')
    assert.equal(await isWithin(), true, 'the focus stays in the dialog')
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.locator('button:focus', { hasText: 'Set a badge' }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('who wants less motion gets none', async () => {
  const visitor = await journey.visit({ path: `/accounts/${account.accountId}` })
  const { page } = visitor
  await page.getByRole('button', { name: 'Set a badge' }).waitFor()
  /** How many things move by themselves just after the dialog was asked for; spinners, which tell of work, are not counted. */
  const moving = async (reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
    await page.emulateMedia({ reducedMotion })
    const count = (await page.evaluate(`(async () => {
      for (const button of document.querySelectorAll('button')) if (button.textContent === 'Set a badge') { button.click(); break }
      let most = 0
      for (let frame = 0; frame < 6; frame += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        const lively = document.getAnimations().filter(({ effect }) => {
          const { duration, iterations } = effect.getComputedTiming()
          return duration > 20 && iterations !== Infinity
        })
        most = Math.max(most, lively.length)
      }
      return most
    })()`)) as number
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    return count
  }
  assert.ok((await moving('no-preference')) > 0, 'there is something to leave out')
  assert.equal(await moving('reduce'), 0)
  assertNoFaults(visitor)
  await visitor.close()
})
