import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, axeViolations } from '../support/console-visit.ts'
import { openHttpReceiver } from '../support/http-receiver.ts'
import { openJourney } from '../support/journey.ts'
import { startOidcIssuer } from '../support/oidc-issuer.ts'

const journey = await openJourney({ accounts: 24, settings: { REEVE_OUTGOING_ALLOW: '127.0.0.1' } })
const [issuer, receiver] = await Promise.all([
  startOidcIssuer({ clientId: 'reeve', clientSecret: 'x', redirectUri: `${journey.server.url}/api/auth/callback/corp` }),
  openHttpReceiver(),
])
after(async () => {
  await journey.close()
  await Promise.all([issuer.close(), receiver.close()])
})
const admin = await journey.newPerson({ role: 'domain-admin', name: 'Ada' })
const at = (path: string) => journey.visit({ cookie: admin.cookie, path })
const summary = (page: Page) => page.locator('[data-testid="form-errors"]:focus')
const { client } = journey.server

type Person = {
  readonly id: string
  readonly email: string
  readonly roles: readonly { readonly role: string; readonly scope: string | null }[]
}
async function personOf(email: string): Promise<Person> {
  const { items } = await client.get<{ items: Person[] }>('/v1/people', { limit: 200 })
  return items.find((person) => person.email === email) ?? assert.fail(email)
}

async function choose(
  within: Page | Locator,
  page: Page,
  { field, option }: { readonly field: RegExp; readonly option: RegExp },
): Promise<void> {
  await within.getByRole('button', { name: field }).last().click()
  await page.getByRole('option', { name: option }).click()
}

test('a role of the site is put together in plain words, given to somebody on ticked OUs, and reaches exactly those accounts', async () => {
  const { email, cookie } = await journey.newPerson({ role: 'viewer', name: 'Bound' })
  const visitor = await at('/settings?tab=roles')
  const { page } = visitor
  await page
    .getByRole('button', { name: 'Create role' })
    .or(page.getByRole('link', { name: 'Create role' }))
    .click()
  await page.getByRole('button', { name: 'Create the role' }).click()
  await summary(page).getByText('Fill this in.').waitFor()
  await page.getByLabel('Name').fill('badge-keeper')
  await page.getByLabel('What it is for').fill('Keeps the badges')
  for (const permission of ['See accounts', 'See badges and their history']) await page.getByRole('checkbox', { name: permission }).check()
  assert.deepEqual(await axeViolations(page, 'everything'), [])
  await page.getByRole('button', { name: 'Create the role' }).click()
  await page.getByRole('table', { name: 'roles' }).getByText('badge-keeper').waitFor()

  const person = await personOf(email)
  await visitor.go(`/settings/people/${person.id}`)
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await choose(page, page, { field: /^Role/, option: /badge-keeper/ })
  await choose(page, page, { field: /^Where/, option: /^OUs/ })
  await page.getByRole('button', { name: 'Save the roles' }).click()
  await summary(page).getByText('Tick at least one OU.').waitFor()
  assert.deepEqual((await personOf(email)).roles[0]?.role, 'viewer', 'a bound that names nothing saves nothing')
  await page.getByRole('checkbox', { name: /^Workloads/ }).check()
  await page.getByText(/accounts as of now/).waitFor()
  const shown = Number(/^(\d+)/.exec(await page.getByText(/accounts as of now/).innerText())?.[1])
  await page.getByRole('button', { name: 'Save the roles' }).click()
  await page.getByText('The roles are saved.').waitFor()
  const [given] = (await personOf(email)).roles
  assert.match(`${given?.role} ${given?.scope}`, /^badge-keeper ou:ou-\w+-\w+\/\*\*$/)
  const seen = await fetch(`${journey.server.url}/v1/accounts?limit=200`, { headers: { cookie } })
  assert.equal(((await seen.json()) as { items: unknown[] }).items.length, shown, 'what was said is what they see')
  assertNoFaults(visitor)
  await visitor.close()
})

test('a badge that is about to bound permissions says who can change it, here and in AWS', async () => {
  const visitor = await at('/settings?tab=people')
  const { page } = visitor
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' })
  await choose(dialog, page, { field: /^Where/, option: /^Badges/ })
  await dialog.getByRole('button', { name: 'Add badge' }).click()
  await dialog.getByPlaceholder('team').fill('tier')
  const facts = dialog.getByText('Who can change the badge')
  await facts.waitFor()
  await dialog.getByText(/a domain admin, and nobody else/).waitFor()
  await dialog.getByText(new RegExp(`organizations:TagResource in management account ${journey.facts.managementAccountId}`)).waitFor()
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const link = page.getByRole('dialog', { name: 'Send this link' })
  const text = await link.getByText(/#link=/).innerText()
  await link.getByRole('button', { name: 'I have copied it' }).click()
  await page.getByRole('table', { name: 'invitations' }).getByText('badge:tier').waitFor()
  await page
    .getByRole('button', { name: /^New link for/ })
    .first()
    .click()
  const renewed = await page
    .getByRole('dialog', { name: 'Send this link' })
    .getByText(/#link=/)
    .innerText()
  assert.notEqual(renewed, text)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  const old = await journey.visit({ isStranger: true })
  await old.page.goto(text.trim())
  await old.page.getByText('This link does not work').waitFor()
  assertNoFaults(visitor)
  await Promise.all([visitor.close(), old.close()])
})

test('a webhook is added with a key that is seen once, tested, and what was given up is tried again from the log', async () => {
  const visitor = await at('/settings/add-channel?kind=webhook')
  const { page } = visitor
  await page.getByLabel('Name').fill('siem')
  await page.getByLabel('Address').fill('not an address')
  await page.getByRole('button', { name: 'Add the channel' }).click()
  await summary(page).getByText('Write an https:// address.').waitFor()
  await page.getByLabel('Address').fill(`${receiver.url}/hook`)
  await page.getByRole('button', { name: 'Add the channel' }).click()
  const dialog = page.getByRole('dialog', { name: 'Copy the signing key now' })
  const key = await dialog.getByText(/^whsec_/).innerText()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  receiver.answer({ status: 410 })
  await page.getByRole('button', { name: 'Test siem' }).click()
  await page.getByText('siem: the test was not sent').waitFor()
  const log = page.getByRole('table', { name: 'deliveries' })
  await log.getByText('Given up').waitFor()
  receiver.answer({ status: 200 })
  await log.getByRole('button', { name: /^Try again/ }).click()
  await page.getByText('It is tried again at once.').waitFor()
  await page.getByRole('link', { name: 'siem' }).click()
  await page.getByRole('radio', { name: /Keep the stored one/ }).waitFor()
  assert.equal((await page.content()).includes(key.trim()), false)
  await page.getByLabel('Name').fill('siem two')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: 'siem two' }).waitFor()
  const { items } = await client.get<{ items: { name: string; hasSecret: boolean }[] }>('/v1/notifications/channels')
  assert.deepEqual(
    items.map(({ name, hasSecret }) => [name, hasSecret]),
    [['siem two', true]],
  )
  assertNoFaults(visitor)
  await visitor.close()
})

test('who saves a channel second is told, overwrites nothing, and keeps what they typed until they ask for the other’s', async () => {
  const made = await client.post<{ id: string }>('/v1/notifications/channels', {
    name: 'shared',
    slack: { secretUrl: `${receiver.url}/slack` },
  })
  const visitor = await at(`/settings/notifications/${made.id}`)
  const { page } = visitor
  await page.getByLabel('Name').fill('mine')
  const theirs = await journey.ask('PATCH', `/v1/notifications/channels/${made.id}`, { name: 'theirs' })
  assert.equal(theirs.status, 200, await theirs.text())
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('[data-testid="conflict"]:focus').waitFor()
  assert.equal(await page.getByLabel('Name').inputValue(), 'mine')
  assert.equal((await client.get<{ name: string }>(`/v1/notifications/channels/${made.id}`)).name, 'theirs')
  await page.getByRole('button', { name: 'Show theirs' }).click()
  await page.getByRole('heading', { name: 'theirs', level: 1 }).waitFor()
  assert.equal(await page.getByLabel('Name').inputValue(), 'theirs')
  await page.getByLabel('Name').fill('mine after all')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: 'mine after all' }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('a provider is tested and added with its mapping, and its secret never comes back', async () => {
  const visitor = await at('/settings/add-provider')
  const { page } = visitor
  await page.getByLabel('Issuer').fill(`${issuer.issuer}/elsewhere`)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText(/answered 404/).waitFor()
  await page.getByLabel('Issuer').fill(issuer.issuer)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText('The issuer answers.').waitFor()
  await page.getByText(/Claims it can give: .*groups/).waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Corp')
  await page.getByLabel('ID', { exact: true }).fill('corp')
  await page.getByText(`${journey.server.url}/api/auth/callback/corp`).waitFor()
  await page.getByLabel('Client ID').fill('reeve')
  await page.getByRole('button', { name: 'Add the provider' }).click()
  for (const fault of ['Enter the client secret', 'Write what the claim has to hold.', 'Choose a role.'])
    await summary(page).getByText(fault).waitFor()
  await page.getByRole('textbox', { name: 'Client secret' }).fill('never-to-be-seen-again')
  await page.getByLabel('Is, or holds').fill('aws-admins')
  await choose(page, page, { field: /^Role/, option: /^Viewer/ })
  await page.getByRole('button', { name: 'Add the provider' }).click()
  await page.getByRole('table', { name: 'identity providers' }).getByText('Stored').waitFor()
  await visitor.go('/settings/providers/corp')
  await page.getByRole('radio', { name: /Keep the stored one/ }).waitFor()
  assert.equal((await page.content()).includes('never-to-be-seen-again'), false)
  // The browser notes what the issuer at the wrong address answered; the page tells it.
  assert.deepEqual(
    visitor.faults.filter((fault) => !/status of 502/.test(fault)),
    [],
  )
  await visitor.close()
})

test('password sign-in is switched off only with somebody who keeps a password', async () => {
  const visitor = await at('/settings?tab=sign-in')
  const { page } = visitor
  await page.getByText('After 10 failures within 15 minutes').waitFor()
  await page.getByRole('button', { name: 'Change', exact: true }).first().click()
  await page
    .getByRole('switch', { name: 'People may sign in with a password' })
    .or(page.getByRole('checkbox', { name: 'People may sign in with a password' }))
    .click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await summary(page).getByText('Choose who keeps a password.').waitFor()
  await choose(page, page, { field: /^Who keeps a password/, option: /Ada/ })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Password sign-in is switched off', { exact: true }).waitFor()
  const stranger = await journey.visit({ isStranger: true })
  await stranger.page.getByRole('button', { name: /Password sign-in is switched off here/ }).click()
  await stranger.page.getByLabel('E-mail').fill(admin.email)
  await stranger.page.getByLabel('Password', { exact: true }).fill(admin.password)
  await stranger.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await stranger.page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  const back = await journey.ask('PUT', '/v1/sign-in-settings', { passwordEnabled: true, breakGlassPersonId: null })
  assert.equal(back.status, 200, await back.text())
  assertNoFaults(visitor)
  await Promise.all([visitor.close(), stranger.close()])
})

test('a person is disabled, enabled and removed; an auditor sees all of it and is offered nothing', async () => {
  const { email, cookie } = await journey.newPerson({ role: 'editor', name: 'Leaver' })
  const { id } = await personOf(email)
  const auditor = await journey.newPerson({ role: 'auditor', name: 'Otto' })
  const reader = await journey.visit({ cookie: auditor.cookie, path: `/settings/people/${id}` })
  await reader.page.getByText('Editor, everywhere').waitFor()
  for (const name of ['Actions', 'Change', 'Invite'])
    assert.equal(await reader.page.getByRole('button', { name, exact: true }).count(), 0, name)
  await reader.go('/settings')
  const tabs = await reader.page.getByRole('tab').allInnerTexts()
  assert.deepEqual(tabs, ['People', 'Roles', 'Sign-in', 'API tokens', 'Notifications', 'Audit', 'System'])

  const visitor = await at(`/settings/people/${id}`)
  const { page } = visitor
  const act = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  await act('Disable')
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await page.getByText('Disabled', { exact: true }).first().waitFor()
  assert.equal((await fetch(`${journey.server.url}/v1/me`, { headers: { cookie } })).status, 401)
  await act('Enable')
  await page.getByText('May sign in', { exact: true }).waitFor()
  await act('Make a link for a new password')
  await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click()
  await page
    .getByRole('dialog')
    .getByText(/reset-password#link=/)
    .waitFor()
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await act('Remove for good')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.waitForURL(/\/settings\?tab=people$/)
  assert.equal((await journey.ask('GET', `/v1/people/${id}`)).status, 404)
  assertNoFaults(visitor)
  assertNoFaults(reader)
  await Promise.all([visitor.close(), reader.close()])
})
