import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertNoFaults, type Visit } from '../support/console-visit.ts'
import { openJourney } from '../support/journey.ts'
import { startOidcIssuer } from '../support/oidc-issuer.ts'

const client = { clientId: 'reeve', clientSecret: 'a-secret-of-the-client' }
const journey = await openJourney({ settings: { REEVE_OUTGOING_ALLOW: '127.0.0.1' } })
const issuer = await startOidcIssuer({ ...client, redirectUri: `${journey.server.url}/api/auth/callback/corp` })
after(async () => {
  await journey.close()
  await issuer.close()
})

const { items: accounts } = await journey.server.client.get<{ items: { accountId: string; name: string }[] }>('/v1/accounts', { limit: 50 })
const [mine, foreign] = accounts
assert.ok(mine !== undefined && foreign !== undefined)
async function configure(id: string, name: string, address: string): Promise<void> {
  const reply = await journey.ask('PUT', `/v1/identity-providers/${id}`, {
    name,
    issuer: address,
    ...client,
    scopes: ['openid', 'email', 'profile', 'groups'],
    grants: [
      { claim: 'groups', value: 'payments', role: 'viewer', scope: `account:${mine!.accountId}` },
      { claim: 'groups', value: 'platform', role: 'organization-admin' },
    ],
  })
  assert.equal(reply.status, 204, await reply.text())
}
await configure('corp', 'AnyCompany', issuer.issuer)

/** Goes to the provider from `path`, and answers its own pages there as `subject`. */
async function signInAs(subject: string, path = '/'): Promise<Visit> {
  const visitor = await journey.visit({ isStranger: true, path })
  const { page } = visitor
  await page.getByRole('button', { name: 'Continue with AnyCompany' }).click()
  await page.waitForURL((url) => url.origin === issuer.issuer)
  await page.locator('input[name="login"]').fill(subject)
  await page.locator('input[name="password"]').fill('any')
  await page.locator('button[type="submit"]').click()
  await page.locator('form[action*="/interaction/"] button[type="submit"]').filter({ hasText: 'Continue' }).click()
  await page.waitForURL((url) => url.origin === journey.server.url)
  return visitor
}

const account = (page: Page, name: string) => page.getByRole('table', { name: 'accounts' }).getByText(name, { exact: true })

test('a group of the provider gives its role in its scope, and the person arrives where they were going', async () => {
  issuer.people.set('alice', { email: 'alice@example.com', email_verified: true, name: 'Alice Payments', groups: ['staff', 'payments'] })
  const visitor = await signInAs('alice', '/accounts?tab=listing')
  const { page } = visitor
  await page.waitForURL(/\/accounts\?tab=listing$/)
  await account(page, mine.name).waitFor()
  assert.equal(await account(page, foreign.name).count(), 0)
  await page.getByRole('button', { name: /Alice Payments/ }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'Add organization' }).count(), 0)
  assertNoFaults(visitor)
  await visitor.close()
})

test('another group at the next sign-in is another role, everywhere', async () => {
  issuer.people.set('alice', { email: 'alice@example.com', email_verified: true, name: 'Alice Payments', groups: ['platform'] })
  const visitor = await signInAs('alice')
  const { page } = visitor
  await visitor.go('/accounts?tab=organizations')
  await page.getByRole('link', { name: 'Add organization' }).first().waitFor()
  await visitor.go('/accounts')
  await account(page, foreign.name).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('whom no group gives a role comes back to the sign-in, is told so, and is nobody here', async () => {
  issuer.people.set('eve', { email: 'eve@example.com', email_verified: true, name: 'Eve', groups: ['staff'] })
  const visitor = await signInAs('eve', '/accounts')
  const { page } = visitor
  const summary = page.locator('[data-testid="form-errors"]:focus')
  await summary.filter({ hasText: /You are not signed in/ }).waitFor()
  assert.match(await summary.innerText(), /AnyCompany|provider/)
  assert.match(page.url(), /\/accounts$/, 'the address is the one they asked for')
  assert.equal((await page.request.get('/v1/accounts')).status(), 401)
  assertNoFaults(visitor)
  await visitor.close()
})

test('a provider that does not answer is told, and the other ways in stay', async () => {
  const gone = await startOidcIssuer({ ...client, redirectUri: `${journey.server.url}/api/auth/callback/gone` })
  await configure('gone', 'Bygone', gone.issuer)
  await gone.close()
  const visitor = await journey.visit({ isStranger: true })
  const { page } = visitor
  await page.getByRole('button', { name: 'Continue with Bygone' }).click()
  const summary = page.locator('[data-testid="form-errors"]:focus')
  await summary.waitFor()
  assert.doesNotMatch(await summary.innerText(), /Something unexpected/)
  assert.equal(await page.getByLabel('E-mail').isVisible(), true)
  const person = await journey.newPerson({ role: 'viewer' })
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})
