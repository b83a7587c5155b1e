import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { consolePages } from '../support/console-pages.ts'
import { type ConsoleStack, startConsoleStack } from '../support/console-stack.ts'
import { assertNoFaults, axeViolations, open, visit } from '../support/console-visit.ts'

const accounts = 40
const syncLimitMs = 60_000
let stack: ConsoleStack
let browser: Browser

before(async () => {
  ;[stack, browser] = await Promise.all([startConsoleStack({ accounts, isRegistered: false }), openBrowser()])
})
after(async () => {
  await browser?.close()
  await stack?.stop()
})

const person = () => visit(browser, { url: stack.server.url, token: stack.server.token })

test('the wizard names each bad setting beside its field, tests without storing, and registers a good one up to its first sync [ORG-3] [ORG-8] [ORG-16] [ORG-18]', async () => {
  const visitor = await person()
  const { page } = visitor
  await page.getByRole('link', { name: 'Add organization' }).first().click()
  await page.getByText('Amazon Web Services').waitFor()
  await page.getByRole('button', { name: 'Next' }).click()

  await page.getByLabel('ARN of the organization role').fill('arn:aw:iam::111122223333:role/Reeve')
  await page.getByRole('button', { name: 'Test only' }).click()
  const summary = page.getByTestId('form-errors')
  await summary.waitFor()
  assert.match(await summary.innerText(), /ARN of the organization role: .*partition/)
  assert.equal(await summary.evaluate((box) => box === box.ownerDocument.activeElement), true)
  assert.ok((await page.getByText(/the partition must be one of/).count()) >= 2, 'the error stands in the summary and beside the field')

  await page.getByLabel('ARN of the organization role').fill(stack.sim.orgRoleArn)
  await page.getByLabel('ExternalId').fill('not-the-right-one')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Name of the member role').fill('path/to/Mine')
  assert.equal(await page.getByTestId('example-arn').innerText(), 'arn:aws:iam::111122223333:role/path/to/Mine')
  await page.getByLabel('Name of the member role').fill(stack.sim.memberRoleName)
  await page.getByLabel('ExternalId').fill(stack.sim.externalId)
  await page.getByRole('button', { name: 'Test only' }).click()
  const result = page.getByRole('region', { name: 'Result of the test' })
  await result.getByText('The test failed').waitFor()
  await result.getByText('Reeve can assume the organization role: failed').waitFor()
  await result.getByText('The role has every permission it needs: not reached').waitFor()
  assert.deepEqual((await stack.server.client.get<{ items: unknown[] }>('/v1/organizations')).items, [])

  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByLabel('ExternalId').fill(stack.sim.externalId)
  for (const heading of ['Member role', 'Caller', 'Scope and upkeep']) {
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('heading', { name: heading, exact: true }).waitFor()
  }
  await page.getByRole('checkbox', { name: /Limit what is imported/ }).check()
  await page.getByRole('button', { name: 'Preview what is imported' }).click()
  await page.getByText(`${accounts} of ${accounts} accounts imported`).waitFor()
  await page.getByRole('checkbox', { name: /Limit what is imported/ }).uncheck()
  await page.getByLabel('Nickname').fill('journey')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('Accounts that are here already').waitFor()
  await page.getByRole('button', { name: 'Test only' }).click()
  await page.getByText('The test passed').waitFor()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  // Registering asks AWS everything again, at AWS's published rates.
  await page.getByText('Sync under way').or(page.getByText('Completed')).first().waitFor({ timeout: syncLimitMs })
  await page.getByText('Completed').first().waitFor({ timeout: syncLimitMs })
  assertNoFaults(visitor)
  await visitor.close()
})

test('a filter is part of the address, is kept as a view, and the back button undoes it [ORG-22] [ORG-23]', async () => {
  const visitor = await person()
  const { page } = visitor
  await open(page, '/accounts')
  const rows = page.getByRole('table', { name: 'accounts' }).getByRole('row')
  const all = await rows.count()
  await page.getByRole('combobox', { name: 'Filter accounts' }).fill('Status = assume_failed')
  await page.keyboard.press('Enter')
  await page.waitForURL(/filter=/)
  await page
    .getByRole('button', { name: /Why denied/ })
    .first()
    .waitFor()
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
  await page
    .getByRole('button', { name: /Why denied/ })
    .first()
    .click()
  await page.getByText('What to do:').waitFor()
  assert.ok(all > 1)
  assertNoFaults(visitor)
  await visitor.close()
})

test('the tree is searched by name, a chosen place shows its policies level by level, and older names lead to pages', async () => {
  const visitor = await person()
  const { page } = visitor
  const org = stack.sim.organizationId
  const [account] = (await stack.server.client.get<{ items: { name: string; accountId: string }[] }>('/v1/accounts', { limit: 1 })).items
  assert.ok(account)
  await open(page, `/organizations/${org}`)
  await page.getByRole('searchbox', { name: 'Find in the tree' }).fill(account.accountId)
  await page.getByRole('button', { name: `Show ${account.name}` }).click()
  await page.waitForURL(new RegExp(`node=${account.accountId}`))
  await page.getByRole('heading', { name: 'Policies that reach it' }).waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Open the account' }).waitFor()
  await page.getByRole('combobox', { name: 'Search pages and accounts' }).fill('cloud listing')
  await page
    .getByRole('option', { name: /Accounts/ })
    .first()
    .click()
  await page.waitForURL(/\/accounts$/)
  assertNoFaults(visitor)
  await visitor.close()
})

test('who saves second meets a conflict with both values, and what they typed is kept [ORG-26]', async () => {
  const visitor = await person()
  const { page } = visitor
  const path = `/v1/organizations/${stack.sim.organizationId}`
  await open(page, `/organizations/${stack.sim.organizationId}/edit`)
  await page.getByLabel('Nickname').fill('mine')
  const other = await fetch(`${stack.server.url}${path}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${stack.server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ nickname: 'theirs' }),
  })
  assert.equal(other.status, 200)
  await page.getByRole('button', { name: 'Save' }).click()
  const conflict = page.getByTestId('conflict')
  await conflict.waitFor()
  const cells = await conflict.getByRole('row', { name: /Nickname/ }).innerText()
  assert.match(cells, /journey[\s\S]*theirs[\s\S]*mine/)
  assert.equal((await stack.server.client.get<{ nickname: string }>(path)).nickname, 'theirs')
  await page.getByRole('button', { name: 'Keep mine, then save' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(/tab=registration/)
  assert.equal((await stack.server.client.get<{ nickname: string }>(path)).nickname, 'mine')
  assertNoFaults(visitor)
  await visitor.close()
})

test('hostile text is shown as text and exported harmlessly', async () => {
  const visitor = await person()
  const { page } = visitor
  const [account] = (await stack.server.client.get<{ items: { accountId: string }[] }>('/v1/accounts', { limit: 1 })).items
  assert.ok(account)
  await open(page, `/accounts/${account.accountId}`)
  await page.getByRole('button', { name: 'Set a badge' }).click()
  await page.getByLabel('Key').fill('hostile')
  await page.getByLabel('Value').fill('=HYPERLINK("https://evil.example")<img src=x onerror=alert(1)>\u202Etxt')
  await page.getByRole('button', { name: 'Set badge' }).click()
  await page.getByText('Badge hostile set').waitFor()
  await open(page, `/accounts/${account.accountId}?tab=badges`)
  await page.getByText('<img src=x onerror=alert(1)>⟨U+202E⟩txt').first().waitFor()
  assert.equal(await page.locator('img[src="x"]').count(), 0)
  await open(page, `/accounts?q=${account.accountId}`)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()])
  const csv = Buffer.concat(await (await download.createReadStream()).toArray()).toString('utf8')
  assert.match(csv, new RegExp(account.accountId))
  for (const cell of csv.split(/[\r\n,]+/)) assert.doesNotMatch(cell, /^"?[=+@]/)
  assertNoFaults(visitor)
  await visitor.close()
})

test('a guardrail becomes a policy with its proof, its impact and its matrix', async () => {
  const visitor = await person()
  const { page } = visitor
  await open(page, '/policies/guardrails?guardrail=organization-boundary')
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

test('a revoked token keeps the page under a sign-in, and a reader is not offered what only writers may do', async () => {
  const made = await stack.server.client.post<{ id: string; token: string }>('/v1/tokens', { name: 'reader', role: 'viewer' })
  const visitor = await visit(browser, { url: stack.server.url, token: made.token })
  const { page } = visitor
  await open(page, '/accounts?tab=organizations')
  assert.equal(await page.getByRole('link', { name: 'Add organization' }).count(), 0)
  assert.equal(await page.getByRole('link', { name: 'Activity' }).count(), 0)
  await fetch(`${stack.server.url}/v1/tokens/${made.id}`, { method: 'DELETE', headers: { authorization: `Bearer ${stack.server.token}` } })
  await page.getByRole('link', { name: 'Policies', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByRole('button', { name: 'Use an API token instead' }).click()
  await dialog.getByRole('textbox', { name: 'API token' }).fill(stack.server.token)
  await dialog.getByRole('button', { name: 'Sign in with the token' }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.match(page.url(), /\/policies$/)
  await page.getByRole('link', { name: 'Activity' }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('a one-time link signs in with a cookie, once', async () => {
  const { url } = await stack.server.client.post<{ url: string }>('/v1/people/invitations', { kind: 'sign_in', role: 'viewer' })
  const visitor = await visit(browser, { url: stack.server.url })
  await visitor.page.goto(url)
  await visitor.page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  assert.doesNotMatch(visitor.page.url(), /link=/)
  const second = await visit(browser, { url: stack.server.url })
  await second.page.goto(url)
  await second.page.getByText('This link does not work').waitFor()
  await Promise.all([visitor.close(), second.close()])
})

test('a lost connection is told and mended without losing what was typed', async () => {
  const visitor = await person()
  const { page } = visitor
  await open(page, '/organizations/add?step=2')
  await page.getByLabel('ARN of the organization role').fill(stack.sim.orgRoleArn)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Test only' }).click()
  await page.getByText('Reeve does not answer').first().waitFor()
  await page.context().setOffline(false)
  await page.getByText('Reeve does not answer', { exact: true }).waitFor({ state: 'hidden' })
  assert.equal(await page.getByLabel('ARN of the organization role').inputValue(), stack.sim.orgRoleArn)
  await visitor.close()
})

test('every page passes axe, light and dark, and is without browser errors', async () => {
  const visitor = await person()
  const found: string[] = []
  for (const { name, path } of await consolePages(stack.server.client, stack.sim.organizationId)) {
    await visitor.go(path)
    for (const colors of ['light', 'dark'] as const) {
      await visitor.page.emulateMedia({ colorScheme: colors })
      found.push(
        ...(await axeViolations(visitor.page, colors === 'light' ? 'everything' : 'colors')).map(
          (violation) => `${name}, ${colors}: ${violation}`,
        ),
      )
    }
    await visitor.page.emulateMedia({ colorScheme: 'light' })
  }
  assert.deepEqual(found, [])
  assertNoFaults(visitor)
  await visitor.close()
})
