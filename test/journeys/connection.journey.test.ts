import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { open, type Visit } from '../support/console-visit.ts'
import { openJourney } from '../support/journey.ts'

const journey = await openJourney()
after(() => journey.close())
const { organizationId } = journey.sim
const person = await journey.newPerson({ role: 'organization-admin' })
const visit = (path: string): Promise<Visit> => journey.visit({ cookie: person.cookie, path })
const lost = (page: Page) => page.getByText('Reeve does not answer', { exact: true }).first()
/** What a browser says of a server that is away is no fault of the page. */
const othersOf = ({ faults }: Visit): string[] =>
  faults.filter((fault) => !/net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|NETWORK)/.test(fault))

test('a lost connection is told and mended by itself, and nothing that was typed is lost', async () => {
  const visitor = await visit('/organizations/add?step=2')
  const { page } = visitor
  const arn = page.getByLabel('ARN of the organization role')
  await arn.fill(journey.sim.orgRoleArn)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Test only' }).click()
  await lost(page).waitFor()
  await page.getByText('What you typed is kept.').first().waitFor()
  await page.locator('[data-testid="form-errors"]:focus').getByText('Reeve did not answer.').waitFor()
  await page.context().setOffline(false)
  await lost(page).waitFor({ state: 'hidden' })
  assert.equal(await arn.inputValue(), journey.sim.orgRoleArn)
  await page.getByRole('button', { name: 'Test only' }).click()
  await page.getByRole('region', { name: 'Result of the test' }).waitFor()
  assert.deepEqual(othersOf(visitor), [])
  await visitor.close()
})

test('a server that restarts is found again: pages read anew, forms keep what was typed, a dialog stays open', async () => {
  const [lister, editor, chooser] = await Promise.all([
    visit('/accounts'),
    visit(`/organizations/${organizationId}/edit`),
    visit('/accounts'),
  ])
  await lister.page.getByRole('table', { name: 'accounts' }).getByRole('row').nth(3).waitFor()
  await editor.page.getByLabel('Nickname').fill('typed before the restart')
  await chooser.page.getByRole('table', { name: 'accounts' }).getByRole('link').first().click()
  await chooser.page.waitForURL(/\/accounts\/\d{12}/)
  await journey.stopServer()
  await lister.page.getByRole('link', { name: 'Badges', exact: true }).click()
  await lost(lister.page).waitFor()
  assert.equal(await lister.page.getByText('No badges yet').count(), 0, 'what could not be read is not shown as empty')
  await editor.page.getByRole('button', { name: 'Save' }).click()
  await lost(editor.page).waitFor()
  await journey.startServer()
  await lost(lister.page).waitFor({ state: 'hidden' })
  await lister.page.getByRole('table').first().waitFor()
  await lost(editor.page).waitFor({ state: 'hidden' })
  assert.equal(await editor.page.getByLabel('Nickname').inputValue(), 'typed before the restart')
  await editor.page.getByRole('button', { name: 'Save' }).click()
  await editor.page.waitForURL(/tab=registration/)
  assert.equal(
    (await journey.server.client.get<{ nickname: string }>(`/v1/organizations/${organizationId}`)).nickname,
    'typed before the restart',
  )
  for (const visitor of [lister, editor, chooser]) assert.deepEqual(othersOf(visitor), [])
  await Promise.all([lister.close(), editor.close(), chooser.close()])
})

test('who opens the console while the server is away waits, and is shown the page they asked for once it is back', async () => {
  const visitor = await visit('/badges')
  const { page } = visitor
  await page.route('**/console/session', (route) => route.abort())
  await page.goto('/accounts?attention=true')
  await page.getByText('Reeve does not answer. Looking again every two seconds').waitFor()
  await page.unroute('**/console/session')
  await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor()
  assert.match(page.url(), /\/accounts\?attention=true$/)
  await visitor.close()
})

test('an expired session returns to where the person was, with their form as they left it', async () => {
  const visitor = await visit(`/organizations/${organizationId}/edit`)
  const { page } = visitor
  await page.getByLabel('Nickname').fill('typed before the end')
  await page.getByRole('checkbox', { name: 'Replace the credentials' }).check()
  await page.getByLabel('ARN of the organization role').fill('arn:aws:iam::111122223333:role/Half')
  await journey.database.db
    .updateTable('person_session')
    .set({ expires_at: new Date(0) })
    .execute()
  await page.getByRole('button', { name: 'Save' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByLabel('E-mail').fill(person.email)
  await dialog.getByLabel('Password', { exact: true }).fill(person.password)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.match(page.url(), new RegExp(`/organizations/${organizationId}/edit$`))
  assert.equal(await page.getByLabel('Nickname').inputValue(), 'typed before the end')
  assert.equal(await page.getByLabel('ARN of the organization role').inputValue(), 'arn:aws:iam::111122223333:role/Half')
  assert.deepEqual(visitor.faults, [])
  await visitor.close()
})

test('an answer that is no answer of Reeve is told as such, and tried again by hand', async () => {
  const visitor = await journey.visit({ role: 'viewer' })
  const { page } = visitor
  await page.route('**/v1/jobs*', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }))
  await open(page, '/jobs')
  const notice = page.getByText(/Something between this browser and Reeve answered 502/)
  await notice.waitFor()
  assert.equal(await page.getByText('Bad gateway</h1>').count(), 0)
  await page.unroute('**/v1/jobs*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await notice.waitFor({ state: 'hidden' })
  await page.getByRole('table').getByRole('row').nth(1).waitFor()
  await visitor.close()
})
