import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertNoFaults, type Visit } from '../support/console-visit.ts'
import { cookieOf, goodPassword, openJourney, type Person } from '../support/journey.ts'
import { totpOf } from '../support/totp.ts'

const journey = await openJourney()
after(() => journey.close())

async function signIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** A stranger's browser at `path`. */
const stranger = (path = '/'): Promise<Visit> => journey.visit({ isStranger: true, path })
const isIn = (page: Page, heading: string): Promise<void> => page.getByRole('heading', { name: heading, level: 1 }).waitFor()

/** A second factor as an authenticator app has it, set up over the endpoints that the console calls. */
async function enrol({ cookie, password }: Person): Promise<{ readonly uri: string; readonly recoveryCodes: readonly string[] }> {
  const post = (path: string, body: object) =>
    fetch(`${journey.server.url}/api/auth/two-factor/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: journey.server.url, cookie },
      body: JSON.stringify(body),
    })
  const begun = await post('enable', { password })
  assert.equal(begun.status, 200, await begun.clone().text())
  const { totpURI, backupCodes } = (await begun.json()) as { totpURI: string; backupCodes: readonly string[] }
  assert.equal((await post('verify-totp', { code: totpOf(totpURI) })).status, 200)
  return { uri: totpURI, recoveryCodes: backupCodes }
}

test('a person signs in with password and the code of now, at the page they asked for; wrong ones are told alike', async () => {
  const person = await journey.newPerson({ role: 'viewer', name: 'Two Factors' })
  const { uri } = await enrol(person)
  const visitor = await stranger('/accounts?tab=organizations')
  const { page } = visitor
  await signIn(page, { ...person, password: 'not the right one' })
  const summary = page.locator('[data-testid="form-errors"]:focus')
  const wrongPassword = await summary.innerText()
  await signIn(page, { email: 'nobody@example.com', password: goodPassword })
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  assert.equal(await summary.innerText(), wrongPassword, 'who is unknown is told what a wrong password is told')
  await signIn(page, person)
  const code = page.getByLabel('Code')
  await code.waitFor()
  assert.equal(await code.evaluate((input) => input === input.ownerDocument.activeElement), true, 'the code is asked for where one types')
  await code.fill('000000')
  await code.press('Enter')
  await summary.waitFor()
  // A code counts once, and setting up has used the one of this half minute: the next one is good already.
  await code.fill(totpOf(uri, Date.now() + 30_000))
  await code.press('Enter')
  await isIn(page, 'Accounts')
  assert.match(page.url(), /\/accounts\?tab=organizations$/)
  await page.getByRole('button', { name: /Two Factors/ }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('a recovery code signs in once', async () => {
  const person = await journey.newPerson({ role: 'viewer' })
  const { recoveryCodes } = await enrol(person)
  const once = async (): Promise<Visit> => {
    const visitor = await stranger()
    const { page } = visitor
    await signIn(page, person)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(recoveryCodes[0]!)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    return visitor
  }
  const first = await once()
  await isIn(first.page, 'Home')
  const second = await once()
  await second.page.locator('[data-testid="form-errors"]:focus').waitFor()
  assert.equal(await second.page.getByLabel('Recovery code').isVisible(), true)
  assertNoFaults(first)
  assertNoFaults(second)
  await Promise.all([first.close(), second.close()])
})

test('who failed ten times is told to wait and until when, and is not let in with the right password', async () => {
  const person = await journey.newPerson({ role: 'viewer' })
  const guess = (): Promise<Response> =>
    fetch(`${journey.server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: journey.server.url },
      body: JSON.stringify({ email: person.email, password: 'a wrong password' }),
    })
  for (let attempt = 0; attempt < 10; attempt += 1) await guess()
  const visitor = await stranger()
  await signIn(visitor.page, person)
  const summary = visitor.page.locator('[data-testid="form-errors"]:focus')
  assert.match(await summary.innerText(), /Too many attempts failed\. Try again after/)
  assert.doesNotMatch(await summary.innerText(), /\d{4}-\d{2}-\d{2}T/, 'the moment is told as people tell it')
  assert.equal(await visitor.page.getByLabel('E-mail').inputValue(), person.email, 'what was typed is kept')
  await journey.database.db.deleteFrom('sign_in_failure').execute()
  await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await isIn(visitor.page, 'Home')
  assertNoFaults(visitor)
  await visitor.close()
})

test('an invitation makes the person with each error at its field, once; a used one says so', async () => {
  const link = await journey.server.client.post<{ url: string }>('/v1/people/invitations', { role: 'viewer' })
  const visitor = await journey.visit({ isStranger: true })
  const { page } = visitor
  await page.goto(link.url)
  await page.getByText('You become viewer.').waitFor()
  assert.doesNotMatch(page.url(), /link=/, 'the secret leaves the address at once')
  await page.getByLabel('E-mail').fill('no address')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByLabel('Once more').fill('short')
  await page.getByRole('button', { name: 'Begin' }).click()
  const summary = page.locator('[data-testid="form-errors"]:focus')
  await summary.getByText('E-mail', { exact: true }).waitFor()
  await summary.getByText('Password', { exact: true }).waitFor()
  for (const field of ['E-mail', 'Password'])
    assert.equal(await page.getByLabel(field, { exact: true }).getAttribute('aria-invalid'), 'true')
  await page.getByLabel('Name').fill('Invited')
  await page.getByLabel('E-mail').fill('invited@example.com')
  await page.getByLabel('Password', { exact: true }).fill(goodPassword)
  await page.getByLabel('Once more').fill(goodPassword)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  await page.getByRole('button', { name: /Invited/ }).waitFor()
  const late = await journey.visit({ isStranger: true })
  await late.page.goto(link.url)
  await late.page.getByText('This link does not work').waitFor()
  assertNoFaults(visitor)
  await Promise.all([visitor.close(), late.close()])
})

test('a sign-in link is followed with one click and leaves a cookie that scripts cannot read', async () => {
  const { url } = await journey.server.client.post<{ url: string }>('/v1/people/invitations', { kind: 'sign_in', role: 'viewer' })
  const visitor = await journey.visit({ isStranger: true })
  await visitor.page.goto(url)
  await visitor.page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  assert.equal(await visitor.page.evaluate('document.cookie'), '')
  const cookies = await visitor.page.context().cookies()
  assert.ok(cookies.length > 0 && cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Lax'), JSON.stringify(cookies))
  await visitor.close()
})

test('whose session an administrator ends is told, signs in again, and goes on where they were with what they typed', async () => {
  const person = await journey.newPerson({ role: 'organization-admin' })
  const visitor = await journey.visit({ cookie: person.cookie, path: '/organizations/add?step=2' })
  const { page } = visitor
  await page.getByLabel('ARN of the organization role').fill(journey.sim.orgRoleArn)
  const { items } = await journey.server.client.get<{ items: { id: string; email: string }[] }>('/v1/people', { limit: 200 })
  const { id } = items.find(({ email }) => email === person.email)!
  const revoked = await journey.ask('DELETE', `/v1/people/${id}/sessions`)
  assert.ok(revoked.ok, await revoked.text())
  await page.getByRole('button', { name: 'Test only' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByText('Everything on this page is kept.').waitFor()
  await dialog.getByLabel('E-mail').fill(person.email)
  await dialog.getByLabel('Password', { exact: true }).fill(person.password)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.match(page.url(), /\/organizations\/add\?step=2$/)
  assert.equal(await page.getByLabel('ARN of the organization role').inputValue(), journey.sim.orgRoleArn)
  await page.getByRole('button', { name: 'Test only' }).click()
  await page.locator('[data-testid="form-errors"]:focus, [role="region"]:focus').first().waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('a revoked token leaves the page under a sign-in, where another token goes on', async () => {
  const made = await journey.server.client.post<{ id: string; token: string }>('/v1/tokens', { name: 'reader', role: 'viewer' })
  const next = await journey.server.client.post<{ token: string }>('/v1/tokens', { name: 'auditor', role: 'auditor' })
  const visitor = await journey.visit({ token: made.token, path: '/accounts?tab=organizations' })
  const { page } = visitor
  await page.getByRole('table').first().waitFor()
  assert.equal(await page.getByRole('link', { name: 'Add organization' }).count(), 0, 'what only writers may do is not offered')
  assert.equal(await page.getByRole('link', { name: 'Activity' }).count(), 0)
  assert.ok((await journey.ask('DELETE', `/v1/tokens/${made.id}`)).ok)
  await page.getByRole('link', { name: 'Policies', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByRole('button', { name: 'Use an API token instead' }).click()
  const field = dialog.getByRole('textbox', { name: 'API token' })
  await field.fill('reeve_too-short')
  await dialog.getByRole('button', { name: 'Sign in with the token' }).click()
  await dialog.getByText('An API token is “reeve_” followed by 43 characters.').waitFor()
  await field.fill(next.token)
  await dialog.getByRole('button', { name: 'Sign in with the token' }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.match(page.url(), /\/policies$/)
  await page.getByRole('link', { name: 'Activity' }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('who signs out is out, on the server too', async () => {
  const person = await journey.newPerson({ role: 'viewer', name: 'Leaver' })
  const visitor = await journey.visit({ cookie: person.cookie })
  const { page } = visitor
  await page.getByRole('button', { name: /Leaver/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Reeve' }).waitFor()
  const reply = await fetch(`${journey.server.url}/v1/accounts`, { headers: { cookie: person.cookie } })
  assert.equal(reply.status, 401)
  assert.equal(cookieOf(reply), '')
  assertNoFaults(visitor)
  await visitor.close()
})
