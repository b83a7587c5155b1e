import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import type { Browser, Page } from 'playwright-core'
import { followNewestSync, register, untilIdle } from '#main/demo/onboard.ts'
import { type Running, type ServerFacts, startServer } from '#main/demo/processes.ts'
import { openBrowser } from '../support/browser.ts'
import { assertNoFaults, open, visit } from '../support/console-visit.ts'
import { openStand, type SimContract, type Stand } from '../support/reeve-process.ts'

type Standalone = { readonly accountId: string; readonly accessKeyId: string; readonly secretAccessKey: string }
/** What asks AWS goes at AWS's published rates, of which Reeve takes a share. */
const awsLimitMs = 60_000
let stand: Stand
let sim: SimContract & { readonly standaloneAccounts: readonly Standalone[] }
let server: Running<ServerFacts>
let browser: Browser

before(async () => {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-console.ts'), '--if-stale'], { stdio: 'ignore' })
  stand = await openStand()
  sim = (await stand.simulate(['--accounts', '60', '--seed', '1', '--standalone-accounts', '1'])) as typeof sim
  ;[server, browser] = await Promise.all([startServer({ facts: sim, directory: stand.directory, port: 0 }), openBrowser()])
  await register(server.facts.client, sim)
  await followNewestSync(server.facts.client, sim.organizationId, () => undefined)
  await untilIdle(server.facts.client)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  stand?.end()
})

const person = () => visit(browser, { url: server.facts.url, token: server.facts.token })
const fileOf = async (page: Page, name: string): Promise<string> => (await page.locator(`pre[aria-label="${name}"]`).textContent()) ?? ''

/** What the owner does in the account with the files that the page shows. */
async function makeRole(trust: string, permissions: string): Promise<void> {
  const { accessKeyId, secretAccessKey } = sim.standaloneAccounts[0]!
  const iam = new IAMClient({ region: 'us-east-1', endpoint: sim.endpoint, credentials: { accessKeyId, secretAccessKey } })
  await iam.send(new CreateRoleCommand({ RoleName: sim.memberRoleName, AssumeRolePolicyDocument: trust }))
  await iam.send(new PutRolePolicyCommand({ RoleName: sim.memberRoleName, PolicyName: 'reeve', PolicyDocument: permissions }))
  iam.destroy()
}

test('a single account is prepared, tested, added, edited and removed in the console, and its draft outlives a reload without the ExternalId [CONN-8, CONN-10, CONN-12]', async () => {
  const visitor = await person()
  const { page } = visitor
  const { accountId } = sim.standaloneAccounts[0]!
  await open(page, '/accounts')
  await page.getByRole('link', { name: 'Add account' }).first().click()
  await page.getByRole('heading', { name: 'Add account' }).waitFor()
  await page.getByLabel('Account ID').fill(accountId)
  await page.getByLabel('Name of the role to make').fill(sim.memberRoleName)
  assert.equal(await page.getByTestId('example-arn').innerText(), `arn:aws:iam::${accountId}:role/${sim.memberRoleName}`)
  await page.getByRole('button', { name: 'Generate ExternalId and files' }).click()
  await page.getByText('A new ExternalId is in the files').waitFor()
  const externalId = await page.getByLabel('ExternalId', { exact: true }).inputValue()
  const [trust, permissions] = [await fileOf(page, 'trust-policy.json'), await fileOf(page, 'permissions-policy.json')]
  assert.ok(trust.includes(externalId) && !(await fileOf(page, 'role.template.json')).includes(externalId))

  await page.getByRole('button', { name: 'Test only' }).click()
  const result = page.getByRole('region', { name: 'Result of the test' })
  await result.getByText('The account can be entered: failed').waitFor({ timeout: awsLimitMs })
  await result.getByText('AWS says that it is this account: not reached').waitFor()
  assert.ok((await page.getByText(/AWS denied assuming/).count()) >= 2, 'the error stands in the result and beside the field')
  await makeRole(trust, permissions)

  await page.reload()
  await page.getByText('enter these again: ExternalId').waitFor()
  assert.equal(await page.getByLabel('ARN of the role').inputValue(), `arn:aws:iam::${accountId}:role/${sim.memberRoleName}`)
  assert.ok(!(await page.evaluate<string>('JSON.stringify({ ...sessionStorage, ...localStorage })')).includes(externalId))
  await page.getByLabel('ExternalId', { exact: true }).fill(externalId)
  await page.getByLabel('Name', { exact: true }).fill('Payments')
  await page.getByRole('button', { name: 'Add badge' }).click()
  await page.getByLabel('Key of badge 1').fill('tier')
  await page.getByLabel('Value of badge 1').fill('1')
  // AWS does not know a new role at once; people try again.
  for (let isKnown = false; !isKnown; isKnown = await result.getByText('The test passed').isVisible()) {
    await page.getByRole('button', { name: 'Test only' }).click()
    await result.getByText('The test passed').or(result.getByText('The test failed')).waitFor({ timeout: awsLimitMs })
  }
  await result.getByText(/Running as arn:aws:iam::\d{12}:user\/reeve-caller/).waitFor()
  await page.getByRole('button', { name: 'Add account' }).click()
  await page.waitForURL(new RegExp(`/accounts/${accountId}\\?tab=connection`), { timeout: awsLimitMs })
  await page.getByRole('button', { name: 'Test now' }).click()
  await result.getByText('The test passed').waitFor({ timeout: awsLimitMs })
  const { badges } = await server.facts.client.get<{ badges: object[] }>(`/v1/accounts/${accountId}`)
  assert.deepEqual(badges, [{ key: 'tier', value: '1', autogenerated: false, system: false }])

  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Mine')
  const { url, token } = server.facts
  await fetch(`${url}/v1/accounts/${accountId}/connection`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Theirs' }),
  })
  await page.getByRole('button', { name: 'Save' }).click()
  const conflict = await page.getByTestId('conflict').getByRole('row', { name: /Name/ }).innerText()
  assert.match(conflict, /Payments[\s\S]*Theirs[\s\S]*Mine/)
  await page.getByRole('button', { name: 'Keep mine, then save' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Mine' }).waitFor()

  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Type \d+ to confirm/).fill('000000000000')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByText('This is not the account’s id.').waitFor()
  await dialog.getByLabel(/Type \d+ to confirm/).fill(accountId)
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No longer looked at').waitFor()
  await page
    .getByText(/delete the role/i)
    .first()
    .waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('an account that an organization manages is told so, and can neither be edited nor removed singly [ORG-27]', async () => {
  const visitor = await person()
  const { page } = visitor
  const [account] = (await server.facts.client.get<{ items: { accountId: string }[] }>('/v1/accounts', { limit: 1 })).items
  assert.ok(account)
  await open(page, `/accounts/${account.accountId}`)
  await page.getByText(/Managed by the organization/).waitFor()
  for (const name of ['Edit', 'Remove', 'Edit credentials']) {
    assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0)
    assert.equal(await page.getByRole('link', { name, exact: true }).count(), 0)
  }
  assert.equal(await page.getByRole('tab', { name: 'Connection' }).count(), 0)
  await open(page, `/accounts/${account.accountId}/edit`)
  await page.getByText(/it cannot be connected, edited or removed singly/).waitFor()
  const { url, token } = server.facts
  for (const [method, path] of [
    ['DELETE', ''],
    ['PATCH', '/connection'],
  ]) {
    const refused = await fetch(`${url}/v1/accounts/${account.accountId}${path}`, {
      method: method!,
      headers: { authorization: `Bearer ${token}`, ...(method === 'PATCH' && { 'content-type': 'application/json' }) },
      ...(method === 'PATCH' && { body: JSON.stringify({ name: 'x' }) }),
    })
    assert.equal(refused.status, 409, method)
  }
  assertNoFaults(visitor)
  await visitor.close()
})

test('denied calls are found by cause, and lead to the statement that denied', async () => {
  const visitor = await person()
  const { page } = visitor
  const denials = await server.facts.client.get<{ items: { cause: { policy?: { id?: string } } }[] }>('/v1/denials', { cause: 'scp' })
  const policyId = denials.items[0]?.cause.policy?.id
  assert.ok(policyId !== undefined, 'the simulated organization has an SCP that denies')
  await open(page, '/policies/denials')
  await page.getByRole('button', { name: /Every cause/ }).click()
  await page.getByRole('option', { name: 'An SCP of the organization' }).click()
  await page.waitForURL(/cause=scp/)
  await page
    .getByText(/Exempt Reeve's role in the SCP/)
    .first()
    .waitFor()
  await page.getByRole('link', { name: 'Show the statement' }).first().click()
  await page.waitForURL(new RegExp(`/policies/${policyId}\\?statement=0`))
  await page.locator('.code-line[data-marked="true"]').first().waitFor()
  await page.goBack()
  await page.getByRole('searchbox', { name: 'Find denied calls' }).fill('nothing-is-called-so')
  await page.getByText('No denied call matches').waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('a policy is put together from services, actions and conditions, checked as it grows, and handed to the prediction [OIU-19]', async () => {
  const visitor = await person()
  const { page } = visitor
  await open(page, '/policies/builder')
  await page.getByText(/must be a string or a list/).waitFor()
  await page.getByRole('button', { name: 'Service' }).click()
  await page.getByRole('combobox', { name: 'Find a service' }).fill('organizations')
  await page.getByRole('option', { name: /^organizations/ }).click()
  await page.getByRole('button', { name: /Actions of organizations/ }).click()
  await page.getByRole('combobox', { name: 'Find an action' }).fill('LeaveOrg')
  await page.getByRole('option', { name: /LeaveOrganization/ }).click()
  await page.keyboard.press('Escape')
  await page.getByText('Nothing wrong was found in the text').waitFor()
  await page.getByRole('button', { name: 'Add condition' }).click()
  await page.getByRole('combobox', { name: 'Condition 1: key' }).fill('aws:PrincipalArn')
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Add value to condition 1' }).fill('arn:aws:iam::*:role/Admin')
  await page.keyboard.press('Enter')
  await page.getByText(/takes the wildcard/).waitFor()
  await page.getByText(/of 10,240 characters/).waitFor()
  await page.getByRole('link', { name: 'What if it were attached?' }).click()
  assert.match(await page.getByLabel('Text of the policy').inputValue(), /LeaveOrganization/)
  await page.goBack()
  await page.getByText('You began this before').waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

test('where the embedded database holds more than it is meant for, every page says so with the way out', async () => {
  const visitor = await person()
  const { page } = visitor
  const detail = 'The embedded database holds 12,000 accounts. Move with "reeve db move --to URL".'
  await page.route('**/v1/system/database', (route) =>
    route.fulfill({ json: { kind: 'embedded', accounts: 12_000, accountsMax: 10_000, isBeyond: true, detail } }),
  )
  for (const path of ['/', '/policies']) {
    await open(page, path)
    await page.getByText('The embedded database has become too small').waitFor()
    await page.getByText(detail).waitFor()
  }
  await page.unroute('**/v1/system/database')
  await open(page, '/')
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  assert.equal(await page.getByText('The embedded database has become too small').count(), 0)
  assertNoFaults(visitor)
  await visitor.close()
})

test('answers about policies are told as not yet compared with AWS, and a run that AWS refused says so', async () => {
  const visitor = await person()
  const { page } = visitor
  await open(page, '/policies')
  await page.getByRole('link', { name: 'More' }).click()
  await page.getByText('Not yet checked against AWS').waitFor()
  await page.getByRole('button', { name: 'Compare with AWS now' }).click()
  await page.getByText('AWS could not be asked').waitFor()
  await page.getByText('Not yet checked against AWS').waitFor()
  await visitor.close()
})
