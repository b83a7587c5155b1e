import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { addRole, iamOf } from '#sim/iam/state.ts'
import { findOrganizationOf } from '#sim/organizations/state.ts'
import { orgRoleActions, trustOf } from '#sim/worlds/identities.ts'
import { assertNoFaults } from '../support/console-visit.ts'
import { openJourney } from '../support/journey.ts'

const accounts = 12
/** Names of roles that are wrong in one way each, beside the good one. */
const broken = { trust: 'Trusts-Another', permission: 'Lacks-A-Permission', short: 'Short-Sessions', alone: 'In-No-Organization' } as const

const journey = await openJourney({
  accounts,
  standaloneAccounts: 1,
  isRegistered: false,
  settings: { REEVE_ALLOW_STORED_KEYS: 'true' },
  arrange: (aws, { managementAccountId, externalId, standaloneAccounts }) => {
    const iam = iamOf(aws, managementAccountId)
    const principalArn = iam.users.get('reeve-caller')!.arn
    iam.users.get('reeve-caller')!.inline.set('assume-any', JSON.stringify(allow(['sts:AssumeRole'])))
    const trust = trustOf({ principalArn, externalId: externalId ?? '' })
    const policy = (without: string) => ({ inline: { read: allow(orgRoleActions.filter((action) => action !== without)) }, createdAt: 0 })
    addRole(aws, managementAccountId, {
      name: broken.trust,
      trust: trustOf({ principalArn: `${principalArn}-of-old`, externalId: 'x' }),
      ...policy(''),
    })
    addRole(aws, managementAccountId, { name: broken.permission, trust, ...policy('organizations:ListTargetsForPolicy') })
    addRole(aws, managementAccountId, { name: broken.short, trust, maxSessionDuration: 3600, ...policy('') })
    addRole(aws, standaloneAccounts[0]!.accountId, { name: broken.alone, trust, ...policy('') })
  },
})
after(() => journey.close())
const { sim, facts } = journey
const roleArn = (name: string, account = facts.managementAccountId): string => `arn:aws:iam::${account}:role/${name}`
const registered = async (): Promise<number> => (await journey.server.client.get<{ items: unknown[] }>('/v1/organizations')).items.length

const steps = ['Cloud type', 'Organization role', 'Member role', 'Caller', 'Scope and upkeep', 'Review and test'] as const
type Step = (typeof steps)[number]

/** Goes to a step by the list of steps beside the form, or by Next and Back where they are not offered yet. */
async function goTo(page: Page, step: Step): Promise<void> {
  const heading = page.getByRole('heading', { name: step, exact: true }).first()
  while (!(await heading.isVisible())) {
    const wanted = steps.indexOf(step) + 1
    const now = Number(new URL(page.url()).searchParams.get('step') ?? '1')
    await page.getByRole('button', { name: wanted > now ? 'Next' : 'Back', exact: true }).click()
    await page
      .getByRole('heading', { name: steps[now + (wanted > now ? 0 : -2)]!, exact: true })
      .first()
      .waitFor()
  }
}

/** What assistive technology reads with a field: its descriptions and its error. */
function saidWith(field: Locator): Promise<string> {
  return field.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id: string) => element.ownerDocument.getElementById(id)?.textContent ?? '')
      .join(' '),
  )
}

/** The summary of errors once it says `message` and has the focus. */
async function summaryOf(page: Page, message: RegExp): Promise<Locator> {
  const box = page.locator('[data-testid="form-errors"]:focus').filter({ hasText: message })
  await box.waitFor()
  return box
}

async function fillGood(page: Page): Promise<void> {
  await goTo(page, 'Organization role')
  await page.getByLabel('ARN of the organization role').fill(sim.orgRoleArn)
  await page.getByLabel('ExternalId').fill(sim.externalId)
  await goTo(page, 'Member role')
  await page.getByLabel('Name of the member role').fill(sim.memberRoleName)
  await page.getByLabel('ExternalId').fill(sim.externalId)
}

/** A field with values that its form refuses: where it stands, what it is called in the summary, what must be said. */
type BadField = {
  readonly step: Step
  readonly field: string
  readonly summary: string
  readonly bad: readonly (readonly [string, RegExp])[]
}
const sessionFields = (step: Step, role: string): readonly BadField[] => [
  {
    step,
    field: 'ExternalId',
    summary: `ExternalId of the ${role} role`,
    bad: [
      ['with a space', /2 to 1224 characters/i],
      ['x', /2 to 1224/i],
    ],
  },
  {
    step,
    field: 'Session name',
    summary: `Session name of the ${role} role`,
    bad: [
      ['', /2 to 64 characters/i],
      ['x', /2 to 64 characters/i],
      ['has spaces', /2 to 64 characters/i],
      ['n'.repeat(65), /2 to 64/i],
    ],
  },
  {
    step,
    field: 'Session length',
    summary: `Session length of the ${role} role`,
    bad: [
      ['899', /whole number from 900 to 43200/i],
      ['43201', /from 900 to 43200/i],
      ['an hour', /whole number/i],
      ['', /whole number/i],
      ['3600.5', /whole number/i],
    ],
  },
]
const badFields: readonly BadField[] = [
  {
    step: 'Organization role',
    field: 'ARN of the organization role',
    summary: 'ARN of the organization role',
    bad: [
      ['', /is required/i],
      ['Reeve-Organization', /has the form arn:/i],
      ['arn:aw:iam::111122223333:role/Reeve', /the partition must be one of aws.*"aw" is no AWS partition/i],
      ['arn:aws:iam::1111:role/Reeve', /twelve digits/i],
      ['arn:aws:iam:eu-west-1:111122223333:role/Reeve', /no Region/i],
      ['arn:aws:sts::111122223333:assumed-role/Reeve/me', /the ARN of a session/i],
      ['arn:aws:iam::111122223333:user/Reeve', /must be a role/i],
      ['arn:aws:iam::111122223333:role/Re eve', /1 to 64 characters of A-Z/i],
      ['arn:aws:iam::111122223333:role/two//parts', /without empty parts/i],
      ['<script>alert(1)</script>', /has the form arn:/i],
    ],
  },
  ...sessionFields('Organization role', 'organization'),
  {
    step: 'Member role',
    field: 'Name of the member role',
    summary: 'Name of the member role',
    bad: [
      ['', /is required/i],
      ['Reeve Member', /1 to 64 characters of A-Z/i],
      ['Größe', /1 to 64 characters of A-Z/i],
      ['arn:aws:iam::111122223333:role/Reeve', /not an ARN/i],
      ['/leading/slash', /without leading slash/i],
      ['n'.repeat(65), /1 to 64 characters/i],
    ],
  },
  ...sessionFields('Member role', 'member'),
  {
    step: 'Scope and upkeep',
    field: 'Nickname',
    summary: 'Nickname',
    bad: [
      ['n'.repeat(65), /1 to 64 letters/i],
      ['-begins with a hyphen', /beginning with a letter or digit/i],
      ['<b>bold</b>', /1 to 64 letters/i],
      ['o-looks-like-an-id', /must not begin with "o-"/i],
    ],
  },
]

test('every field of the wizard says what is wrong beside itself and in the summary that takes the focus, and nothing is stored [ORG-6, ORG-7, ORG-9, ORG-18, ROLE-13]', async () => {
  const visitor = await journey.visit({ path: '/organizations/add' })
  const { page } = visitor
  await fillGood(page)
  for (const { step, field, summary, bad } of badFields) {
    await goTo(page, step)
    const input = page.getByLabel(field, { exact: true })
    const good = await input.inputValue()
    for (const [value, message] of bad) {
      await input.fill(value)
      await page.getByRole('button', { name: 'Test only' }).click()
      const box = await summaryOf(page, message)
      const told = await box.getByRole('listitem').allInnerTexts()
      assert.equal(told.length, 1, `${field} = ${value}: ${told.join(' | ')}`)
      assert.ok(told[0]!.startsWith(`${summary}: `), told[0])
      assert.doesNotMatch(told[0]!, /credentials\./, 'no name of a field that only programs use')
      assert.match(await saidWith(input), message, `${field} = ${value}: the error is beside the field`)
      assert.equal(await input.getAttribute('aria-invalid'), 'true')
      await input.fill(good)
    }
  }
  assert.equal(await registered(), 0)
  assertNoFaults(visitor)
  await visitor.close()
})

test('lists of prefixes and OUs name their bad entries, and errors on other steps are led to [ORG-12, ORG-13]', async () => {
  const visitor = await journey.visit({ path: '/organizations/add' })
  const { page } = visitor
  await fillGood(page)
  const root = findOrganizationOf(journey.simulation.aws, facts.managementAccountId)!.rootId
  await goTo(page, 'Scope and upkeep')
  await page.getByRole('checkbox', { name: /Limit what is imported/ }).check()
  const lists: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    ['Add prefix', 'Name prefixes to leave out', ['p'.repeat(129)], /1 to 128 characters/i],
    ['Add OU id', 'OUs to import', ['ou-AB12-11111111'], /must be the id of an OU/i],
    ['Add OU id', 'OUs to import', [root], /This is a root; leave the scope empty/i],
    ['Add OU id', 'OUs to import', ['ou-ab12-11111111', 'ou-cd34-22222222'], /must all lie under one root/i],
  ]
  for (const [add, summary, entries, message] of lists) {
    for (const entry of entries) {
      await page.getByLabel(add).fill(entry)
      await page.getByLabel(add).press('Enter')
    }
    await page.getByRole('button', { name: 'Test only' }).click()
    const box = await summaryOf(page, message)
    assert.ok((await box.innerText()).includes(`${summary}: `), await box.innerText())
    assert.ok((await page.getByText(message).count()) >= 2, `${summary}: beside the field too`)
    for (const entry of entries) await page.getByRole('button', { name: `Remove ${entry}` }).click()
  }
  await page.getByRole('checkbox', { name: /Limit what is imported/ }).uncheck()
  await goTo(page, 'Member role')
  await page.getByLabel('Name of the member role').fill('no good')
  await goTo(page, 'Review and test')
  await page.getByRole('button', { name: 'Test only' }).click()
  await summaryOf(page, /1 to 64 characters/)
  await page.getByRole('button', { name: 'Go to Member role' }).click()
  assert.match(await saidWith(page.getByLabel('Name of the member role')), /1 to 64 characters/)
  assert.equal(await registered(), 0)
  assertNoFaults(visitor)
  await visitor.close()
})

test('a caller without its profile, or with half its keys, is refused before AWS is asked [ORG-10, ORG-18]', async () => {
  const visitor = await journey.visit({ path: '/organizations/add' })
  const { page } = visitor
  await fillGood(page)
  await goTo(page, 'Caller')
  const asked = (): number => journey.simulation.stats().totalCalls
  const before = asked()
  await page.getByRole('radio', { name: 'A profile of the server' }).check()
  for (const profile of ['', 'two words', '[section]']) {
    await page.getByLabel('Profile', { exact: true }).fill(profile)
    await page.getByRole('button', { name: 'Test only' }).click()
    await summaryOf(page, /must name a profile/i)
    assert.match(await saidWith(page.getByLabel('Profile', { exact: true })), /must name a profile/i)
  }
  await page.getByRole('radio', { name: 'Keys of an IAM user' }).check()
  await page.getByText('Long-term keys are the most common way into AWS accounts').waitFor()
  const secret = 'x'.repeat(40)
  const keys: readonly (readonly [string, string, string, RegExp])[] = [
    ['AKIA1234', secret, 'Access key ID', /16 to 128 characters of A-Z 0-9/i],
    ['ASIA' + 'A'.repeat(16), secret, 'Access key ID', /not beginning with ASIA/i],
    ['', secret, 'Access key ID', /16 to 128 characters/i],
    ['AKIA' + 'A'.repeat(16), '', 'Secret access key', /16 to 128 printable characters/i],
    ['AKIA' + 'A'.repeat(16), 'too short', 'Secret access key', /16 to 128 printable characters/i],
  ]
  for (const [accessKeyId, secretAccessKey, field, message] of keys) {
    await page.getByLabel('Access key ID').fill(accessKeyId)
    await page.getByLabel('Secret access key').fill(secretAccessKey)
    await page.getByRole('button', { name: 'Test only' }).click()
    const box = await summaryOf(page, message)
    assert.ok((await box.innerText()).includes(`${field}: `), await box.innerText())
    assert.match(await saidWith(page.getByLabel(field)), message)
    assert.doesNotMatch(await box.innerText(), /xxxxxxxx|too short/, 'a secret is never repeated')
  }
  assert.equal(asked(), before, 'AWS was not asked')
  assert.equal(await registered(), 0)
  assertNoFaults(visitor)
  await visitor.close()
})

test('what only AWS can tell is wrong is told check by check, at its field, and nothing is stored [ORG-18, ORG-19]', async () => {
  const visitor = await journey.visit({ path: '/organizations/add' })
  const { page } = visitor
  const result = page.getByRole('region', { name: 'Result of the test' })
  const focused = page.locator('[role="region"][aria-label="Result of the test"]:focus')
  await fillGood(page)
  await goTo(page, 'Organization role')
  const arn = page.getByLabel('ARN of the organization role')
  const length = page.getByLabel('Session length')
  const externalId = page.getByLabel('ExternalId')
  type Wrong = {
    readonly arn?: string
    readonly externalId?: string
    readonly seconds?: string
    readonly failed: string
    readonly says: RegExp
    readonly at?: Locator
  }
  const standalone = facts.standaloneAccounts[0]!.accountId
  const assume = 'Reeve can assume the organization role'
  const wrongs: readonly Wrong[] = [
    { externalId: 'not-the-right-one', failed: assume, says: /expects another ExternalId/, at: arn },
    { externalId: '', failed: assume, says: /expects an ExternalId and none was given/, at: arn },
    { arn: roleArn('No-Such-Role'), failed: assume, says: /does not exist under exactly this ARN/, at: arn },
    { arn: roleArn('ReeveOrganizationRole', '123456789012'), failed: assume, says: /AWS denied assuming/, at: arn },
    { arn: roleArn(broken.trust), failed: assume, says: /trust policy does not name this installation/, at: arn },
    { arn: roleArn(broken.short), seconds: '7200', failed: assume, says: /longer than .* allows/, at: length },
    { arn: roleArn(broken.alone, standalone), failed: 'The role can read the organization', says: /is in no organization/, at: arn },
    {
      arn: roleArn(broken.permission),
      failed: 'The role has every permission it needs',
      says: /organizations:ListTargetsForPolicy/,
      at: arn,
    },
  ]
  for (const wrong of wrongs) {
    await arn.fill(wrong.arn ?? sim.orgRoleArn)
    await externalId.fill(wrong.externalId ?? sim.externalId)
    await length.fill(wrong.seconds ?? '3600')
    await page.getByRole('button', { name: 'Test only' }).click()
    await focused.filter({ hasText: wrong.says }).waitFor()
    await result.getByText('The test failed').waitFor()
    await result.getByText(`${wrong.failed}: failed`).waitFor()
    assert.match(await saidWith(wrong.at ?? arn), wrong.says)
    assert.doesNotMatch(await result.innerText(), /not-the-right-one/)
  }
  await result.getByText('The organization is not registered yet: not reached').waitFor()

  await arn.fill(sim.orgRoleArn)
  await goTo(page, 'Caller')
  await page.getByRole('radio', { name: 'A profile of the server' }).check()
  await page.getByLabel('Profile', { exact: true }).fill('nobody-has-this')
  await page.getByRole('button', { name: 'Test only' }).click()
  await result.filter({ hasText: /nobody-has-this/ }).waitFor()
  await page.getByRole('radio', { name: 'Keys of an IAM user' }).check()
  await page.getByLabel('Access key ID').fill('AKIA' + 'Z'.repeat(16))
  await page.getByLabel('Secret access key').fill('s'.repeat(40))
  await page.getByRole('button', { name: 'Test only' }).click()
  await result.filter({ hasText: /InvalidClientTokenId|security token/ }).waitFor()
  assert.equal((await result.innerText()).includes('s'.repeat(40)), false)
  assert.equal(await registered(), 0)
  assertNoFaults(visitor)
  await visitor.close()
})

test('the preview shows what scope and prefixes leave out, and an OU that is not there takes in nothing [ORG-12, ORG-13]', async () => {
  const visitor = await journey.visit({ path: '/organizations/add' })
  const { page } = visitor
  await fillGood(page)
  const organization = findOrganizationOf(journey.simulation.aws, facts.managementAccountId)!
  const [unit] = [...organization.units.values()].filter(({ id }) =>
    [...organization.members.values()].some(({ parentId }) => parentId === id),
  )
  const inside = [...organization.members.values()].filter(({ parentId }) => parentId === unit!.id)
  await goTo(page, 'Scope and upkeep')
  await page.getByRole('checkbox', { name: /Limit what is imported/ }).check()
  const preview = page.getByRole('button', { name: 'Preview what is imported' })
  const missing = `${unit!.id.slice(0, -8)}zzzzzzzz`
  await page.getByLabel('Add OU id').fill(missing)
  await page.getByLabel('Add OU id').press('Enter')
  await preview.click()
  await page.getByText(`0 of ${accounts} accounts imported`).waitFor()
  await page.getByRole('button', { name: `Remove ${missing}` }).click()
  await page.getByRole('button', { name: 'Read the tree from AWS' }).click()
  await page.getByRole('button', { name: 'Read it again' }).waitFor()
  await page.getByLabel('Add OU id').fill(unit!.id)
  await page.getByLabel('Add OU id').press('Enter')
  await preview.click()
  await page.getByText(new RegExp(`^${inside.length} of ${accounts} accounts imported`)).waitFor()
  await page.getByLabel('Add prefix').fill(inside[0]!.account.name)
  await page.getByLabel('Add prefix').press('Enter')
  await preview.click()
  await page.getByText(/by name/).waitFor()
  assert.equal(await registered(), 0)
  assertNoFaults(visitor)
  await visitor.close()
})

test('the member role’s example follows what is typed, in the partition of the organization role [ORG-8]', async () => {
  const visitor = await journey.visit({ path: '/organizations/add?step=2' })
  const { page } = visitor
  await page.getByLabel('ARN of the organization role').fill('arn:aws-cn:iam::111122223333:role/Reeve')
  await goTo(page, 'Member role')
  await page.getByLabel('Name of the member role').fill('path/to/Mine')
  assert.equal(await page.getByTestId('example-arn').innerText(), 'arn:aws-cn:iam::111122223333:role/path/to/Mine')
  assertNoFaults(visitor)
  await visitor.close()
})

test('good settings pass the test, are reviewed with their warning, and lead to the first sync; a nickname is given once [ORG-3, ORG-11, ORG-16, ORG-21]', async () => {
  const visitor = await journey.visit()
  const { page } = visitor
  await page.getByRole('link', { name: 'Add organization' }).first().click()
  await page.getByText('Amazon Web Services').waitFor()
  await fillGood(page)
  await goTo(page, 'Scope and upkeep')
  await page.getByLabel('Nickname').fill('journey')
  await goTo(page, 'Review and test')
  await page.getByText('Accounts that are here already').waitFor()
  await page.getByRole('button', { name: 'Test only' }).click()
  await page.getByText('The test passed').waitFor()
  assert.equal(await registered(), 0)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('Completed').first().waitFor()
  assert.equal(await registered(), 1)

  await visitor.go('/organizations/add')
  await fillGood(page)
  await goTo(page, 'Review and test')
  await page.getByRole('button', { name: 'Test only' }).click()
  await page.getByRole('region', { name: 'Result of the test' }).getByText('is registered already').waitFor()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await summaryOf(page, /is registered already/)
  assert.equal(await registered(), 1)
  assertNoFaults(visitor)
  await visitor.close()
})

function allow(actions: readonly string[]): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }
}
