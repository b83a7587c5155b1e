import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { assertNoFaults, axeViolations, type Visit } from '../support/console-visit.ts'
import { openJourney, type Person } from '../support/journey.ts'
import { openMailServer } from '../support/mail-server.ts'
import { startOidcIssuer } from '../support/oidc-issuer.ts'
import { totpOf } from '../support/totp.ts'

const client = { clientId: 'reeve', clientSecret: 'a-secret-of-the-client' }
const journey = await openJourney({ settings: { REEVE_OUTGOING_ALLOW: '127.0.0.1' } })
const [issuer, mail] = await Promise.all([
  startOidcIssuer({ ...client, redirectUri: `${journey.server.url}/api/auth/callback/corp` }),
  openMailServer(),
])
after(async () => {
  await journey.close()
  await Promise.all([issuer.close(), mail.close()])
})

const profile = ({ cookie }: Person): Promise<Visit> => journey.visit({ cookie, path: '/profile' })
const summary = (page: Page) => page.locator('[data-testid="form-errors"]:focus')
const isIn = (page: Page, heading: string): Promise<void> => page.getByRole('heading', { name: heading, level: 1 }).waitFor()

async function signIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('a second factor is set up by scanning or typing, counts once a code was right, and leaves recovery codes that are seen once', async () => {
  const person = await journey.newPerson({ role: 'viewer', name: 'Factor' })
  const visitor = await profile(person)
  const { page } = visitor
  await page.getByRole('button', { name: 'Set up', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Password', { exact: true }).fill('not the right one')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await summary(page).getByText('Invalid password.').waitFor()
  await dialog.getByLabel('Password', { exact: true }).fill(person.password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('img', { name: /QR code/ }).waitFor()
  await dialog.getByRole('button', { name: 'I cannot scan it' }).click()
  const uri = (await dialog.getByRole('link', { name: 'Open in an authenticator app' }).getAttribute('href')) ?? ''
  const key = await dialog.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).innerText()
  assert.equal(key.replaceAll(' ', ''), new URL(uri).searchParams.get('secret'), 'the key to type is the one to scan')
  assert.deepEqual(await axeViolations(page, 'everything'), [])
  await dialog.getByRole('textbox', { name: 'Code' }).fill('000000')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await summary(page).waitFor()
  await dialog.getByRole('textbox', { name: 'Code' }).fill(totpOf(uri))
  await dialog.getByRole('textbox', { name: 'Code' }).press('Enter')
  const list = page.getByRole('list', { name: 'Recovery codes' })
  await list.waitFor()
  const codes = await list.getByRole('listitem').allInnerTexts()
  assert.equal(codes.length, 10)
  const done = page.getByRole('button', { name: 'Done' })
  assert.equal(await done.getAttribute('aria-disabled'), 'true', 'nobody leaves without saying that the codes are kept')
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()])
  assert.equal(saved.suggestedFilename(), 'reeve-recovery-codes.txt')
  await page.getByRole('checkbox', { name: /I keep them/ }).check()
  await done.click()
  await page.getByText('A code from your authenticator app is asked for').waitFor()
  assert.equal(await page.getByText(codes[0]!).count(), 0)

  await page.getByRole('button', { name: 'New recovery codes' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Make new codes' }).click()
  await list.waitFor()
  const renewed = await list.getByRole('listitem').allInnerTexts()
  assert.equal(renewed.filter((code) => codes.includes(code)).length, 0)
  await page.getByRole('checkbox', { name: /I keep them/ }).check()
  await page.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click()
  await page.getByText('Not set up', { exact: true }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('a new password is typed twice alike, ends every other session, and keeps this one', async () => {
  const person = await journey.newPerson({ role: 'viewer' })
  const visitor = await profile(person)
  const { page } = visitor
  const elsewhere = await journey.visit({ isStranger: true })
  await signIn(elsewhere.page, person)
  await isIn(elsewhere.page, 'Home')
  await page.getByRole('button', { name: 'Change the password' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Current password').fill(person.password)
  await dialog.getByLabel('New password', { exact: true }).fill('another long password')
  await dialog.getByLabel('New password again').fill('another long pasword')
  await dialog.getByRole('button', { name: 'Change', exact: true }).click()
  await summary(page).getByText('The two are not the same.').waitFor()
  await dialog.getByLabel('New password again').fill('another long password')
  await dialog.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByText('The password is changed, and every other session ended.').waitFor()
  await page.getByRole('table', { name: 'sessions' }).getByText('this one').waitFor()
  assert.equal((await elsewhere.page.request.get('/v1/me')).status(), 401)
  assert.equal((await page.request.get('/v1/me')).status(), 200)
  assertNoFaults(visitor)
  await Promise.all([visitor.close(), elsewhere.close()])
})

test('the mail server is set in Settings; who forgot a password gets a letter, sets a new one by its link, once, and signs in', async () => {
  const admin = await journey.newPerson({ role: 'domain-admin' })
  const settings = await journey.visit({ cookie: admin.cookie, path: '/settings?tab=sign-in' })
  await settings.page.getByRole('button', { name: 'Set the mail server' }).click()
  await settings.page.getByLabel('Mail server', { exact: true }).fill('127.0.0.1')
  await settings.page.getByRole('button', { name: /^Encryption/ }).click()
  await settings.page.getByRole('option', { name: /^None/ }).click()
  await settings.page.getByLabel('Port').fill(String(mail.port))
  await settings.page.getByLabel('Sent from').fill('reeve@example.com')
  await settings.page.getByRole('button', { name: 'Save', exact: true }).click()
  await settings.page.getByText(`127.0.0.1:${mail.port}, encryption: none`).waitFor()

  const person = await journey.newPerson({ role: 'viewer', email: 'forgetful@example.com' })
  const visitor = await journey.visit({ isStranger: true })
  const { page } = visitor
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  assert.equal(await page.getByLabel('E-mail').inputValue(), person.email, 'the e-mail is not typed twice')
  await page.getByRole('button', { name: 'Send the letter' }).click()
  await page.getByText('Look at your mail').waitFor()
  const letter = await untilFound(() => mail.mails.find(({ to }) => to.includes(person.email)))
  const source = letter.source.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')
  const link = /http:\/\/\S+\/reset-password#link=[A-Za-z0-9_-]+/.exec(source)?.[0]
  assert.ok(link !== undefined, source)
  const fresh = await journey.visit({ isStranger: true })
  await fresh.page.goto(link)
  await fresh.page.getByText(`For ${person.email}.`).waitFor()
  assert.doesNotMatch(fresh.page.url(), /link=/, 'the secret leaves the address at once')
  assert.deepEqual(await axeViolations(fresh.page, 'everything'), [])
  await fresh.page.getByLabel('Password', { exact: true }).fill('short')
  await fresh.page.getByLabel('Once more').fill('short')
  await fresh.page.getByRole('button', { name: 'Set the password' }).click()
  await summary(fresh.page).getByText('Write at least 12 characters.').waitFor()
  await fresh.page.getByLabel('Password', { exact: true }).fill('a password remembered')
  await fresh.page.getByLabel('Once more').fill('a password remembered')
  await fresh.page.getByRole('button', { name: 'Set the password' }).click()
  await fresh.page.getByRole('button', { name: 'Sign in' }).click()
  await signIn(fresh.page, { email: person.email, password: 'a password remembered' })
  await isIn(fresh.page, 'Home')
  await visitor.page.goto(link)
  await visitor.page.getByText('This link does not work').waitFor()
  assertNoFaults(visitor)
  assertNoFaults(fresh)
  await Promise.all([settings.close(), visitor.close(), fresh.close()])
})

test('whose session ends comes back through their provider in another tab, and what they typed is still there', async () => {
  const configured = await journey.ask('PUT', '/v1/identity-providers/corp', {
    name: 'AnyCompany',
    issuer: issuer.issuer,
    ...client,
    scopes: ['openid', 'email', 'profile', 'groups'],
    grants: [{ claim: 'groups', value: 'platform', role: 'organization-admin' }],
  })
  assert.equal(configured.status, 204, await configured.text())
  issuer.people.set('bob', { email: 'bob@example.com', email_verified: true, name: 'Bob Platform', groups: ['platform'] })
  const visitor = await journey.visit({ isStranger: true, path: '/organizations/add?step=2' })
  const { page } = visitor
  await page.getByRole('button', { name: 'Continue with AnyCompany' }).click()
  await answerProvider(page)
  await page.getByLabel('ARN of the organization role').fill('arn:aws:iam::111122223333:role/Half-typed')
  await journey.database.db.deleteFrom('person_session').execute()
  await page.getByRole('button', { name: 'Test only' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    dialog.getByRole('button', { name: 'Continue with AnyCompany' }).click(),
  ])
  await tab.waitForURL((url) => url.origin === issuer.issuer || url.origin === journey.server.url)
  if (new URL(tab.url()).origin === issuer.issuer) await answerProvider(tab).catch(() => undefined)
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(await page.getByLabel('ARN of the organization role').inputValue(), 'arn:aws:iam::111122223333:role/Half-typed')
  assert.match(page.url(), /\/organizations\/add\?step=2$/)
  assertNoFaults(visitor)
  await visitor.close()
})

test('somebody else who signs in over an ended session is not shown what was typed before them', async () => {
  const [first, second] = [await journey.newPerson({ role: 'organization-admin' }), await journey.newPerson({ role: 'organization-admin' })]
  const visitor = await journey.visit({ cookie: first.cookie, path: '/organizations/add?step=2' })
  const { page } = visitor
  await page.getByLabel('ExternalId').fill('a secret of the first')
  await journey.database.db.deleteFrom('person_session').execute()
  await page.getByRole('button', { name: 'Test only' }).click()
  await signIn(page, second)
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor({ state: 'hidden' })
  await page.getByLabel('ExternalId').waitFor()
  assert.equal(await page.getByLabel('ExternalId').inputValue(), '')
  await visitor.close()
})

async function answerProvider(page: Page): Promise<void> {
  await page.waitForURL((url) => url.origin === issuer.issuer)
  await page.locator('input[name="login"]').fill('bob')
  await page.locator('input[name="password"]').fill('any')
  await page.locator('button[type="submit"]').click()
  await page.locator('form[action*="/interaction/"] button[type="submit"]').filter({ hasText: 'Continue' }).click()
  await page.waitForURL((url) => url.origin === journey.server.url)
}

async function untilFound<T>(find: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = find()
    if (found !== undefined) return found
    await delay(50)
  }
  throw new Error('nothing came')
}
