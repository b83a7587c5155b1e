import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import type { Download, Page } from 'playwright-core'
import { isolatedEnvironment } from '#main/config.ts'
import { findOrganizationOf } from '#sim/organizations/state.ts'
import { putTags } from '#sim/organizations/tags.ts'
import { consolePages } from '../support/console-pages.ts'
import { assertNoFaults } from '../support/console-visit.ts'
import { formula, hostile, parseCsv } from '../support/hostile.ts'
import { openJourney } from '../support/journey.ts'

const texts = Object.values(hostile)
const long = 'l'.repeat(10_000)

/** Accounts, OUs, tags and policies as somebody would name them who means harm; AWS forbids some of it, which is nothing to rely on. */
const journey = await openJourney({
  accounts: 24,
  arrange: (aws, { managementAccountId }) => {
    const organization = findOrganizationOf(aws, managementAccountId)!
    const members = [...organization.members.values()].filter(({ account }) => account.id !== managementAccountId)
    for (const [index, { account }] of members.entries()) {
      account.name = index === 0 ? long : (texts[index % texts.length] ?? '')
      const [key = '', value = ''] = [texts[(index + 1) % texts.length], texts[(index + 2) % texts.length]]
      putTags(organization, {
        id: account.id,
        at: aws.now(),
        tags: new Map([
          [`${key}${index}`, value],
          ['plain', index === 1 ? long : value],
        ]),
      })
    }
    for (const [index, unit] of [...organization.units.values()].entries()) unit.name = `${texts[index % texts.length]} ${index}`
    for (const [index, policy] of [...organization.policies.values()].filter(({ awsManaged }) => !awsManaged).entries()) {
      policy.name = texts[index % texts.length]!
      policy.description = texts[(index + 1) % texts.length]!
      const document = JSON.parse(policy.content) as { Statement: { Sid?: string }[] }
      document.Statement[0]!.Sid = `${hostile.markup}${hostile.turned}`
      policy.content = JSON.stringify(document)
    }
  },
})
after(() => journey.close())
const { organizationId } = journey.sim
const person = await journey.newPerson({ role: 'domain-admin', name: `${hostile.markup}${hostile.turned}` })
for (const name of [hostile.formula, hostile.markup, hostile.turned]) {
  const made = await journey.ask('POST', '/v1/tokens', { name, role: 'viewer' })
  assert.ok(made.ok || made.status === 400, String(made.status))
}

/** What is wrong with how a page shows such text; nothing on a good page. */
async function harmsOf(page: Page): Promise<string[]> {
  return page.evaluate(`(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const harms = []
    const raw = /[\\u0000-\\u0008\\u200B\\u202A-\\u202E\\u2060\\u2066-\\u2069\\uFEFF]/
    if (document.querySelector('img[src="x"], main script, main b') !== null) harms.push('text became markup')
    if (document.title.startsWith('taken')) harms.push('a script ran')
    const around = (text) => JSON.stringify(text.slice(Math.max(0, text.search(raw) - 40), text.search(raw) + 20))
    if (raw.test(document.body.innerText)) harms.push('a mark nobody sees: ' + around(document.body.innerText))
    for (const element of document.querySelectorAll('[aria-label], [title], [alt]'))
      for (const name of ['aria-label', 'title', 'alt'])
        if (raw.test(element.getAttribute(name) ?? '')) harms.push('a mark nobody sees in ' + name + ': ' + around(element.getAttribute(name)))
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) harms.push('the page is ' + scrollWidth + ' wide in ' + clientWidth)
    if (document.body.innerText.includes('l'.repeat(2001))) harms.push('10,000 characters stand there whole')
    return [...new Set(harms)]
  })()`)
}

test('names, tags, OUs and policies of somebody hostile are shown as text on every page that shows any, wide and narrow', async () => {
  const all = await consolePages(journey.server.client, organizationId)
  const pages = all.filter(({ name }) => !/^(settings-)?add-|-missing$|-none$|^guardrail|^not-found$/.test(name))
  const { items } = await journey.server.client.get<{ items: { accountId: string; name: string }[] }>('/v1/accounts', { limit: 50 })
  const longest = items.find(({ name }) => name === long)!
  const more = [
    { name: 'long account', path: `/accounts/${longest.accountId}` },
    ...items.slice(0, 3).flatMap(({ accountId }) => [
      { name: `account ${accountId}`, path: `/accounts/${accountId}` },
      { name: `badges ${accountId}`, path: `/accounts/${accountId}?tab=badges` },
      { name: `node ${accountId}`, path: `/organizations/${organizationId}?node=${accountId}` },
    ]),
  ]
  const visitor = await journey.visit({ cookie: person.cookie })
  const { page } = visitor
  const harms: string[] = []
  for (const { name, path } of [...pages, ...more]) {
    await page.setViewportSize({ width: 1366, height: 900 })
    await visitor.go(path)
    harms.push(...(await harmsOf(page)).map((harm) => `${name}: ${harm}`))
    await page.setViewportSize({ width: 400, height: 900 })
    harms.push(...(await harmsOf(page)).map((harm) => `${name}, narrow: ${harm}`))
  }
  assert.deepEqual([...harms, ...visitor.faults], [])
  await visitor.close()
})

test('the marks are made visible, and what is long says how long it is', async () => {
  const visitor = await journey.visit({ cookie: person.cookie, path: '/accounts' })
  const { page } = visitor
  const table = page.getByRole('table', { name: 'accounts' })
  await table.getByText('invoice⟨U+202E⟩fdp.exe').first().waitFor()
  await table.getByText(hostile.markup).first().waitFor()
  await table
    .getByText(/\(10,000 characters\)/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: /<img src=x/ }).waitFor()
  assertNoFaults(visitor)
  await visitor.close()
})

async function textOf(download: Download): Promise<string> {
  return Buffer.concat(await (await download.createReadStream()).toArray()).toString('utf8')
}

/** Asserts that a file is strict CSV in which nothing computes, and that the hostile texts are in it. */
function assertHarmless(file: string, expected: readonly string[]): void {
  const cells = parseCsv(file.replace(/^\uFEFF/, '')).flat()
  for (const cell of cells) assert.doesNotMatch(cell, formula)
  for (const text of expected)
    assert.ok(
      cells.some((cell) => cell === text || cell === `'${text}`),
      `${JSON.stringify(text)} is in the file`,
    )
}

test('every export is CSV that a strict reader reads and no spreadsheet computes: console, API and command line', async () => {
  const visitor = await journey.visit({ cookie: person.cookie, path: '/accounts' })
  const { page } = visitor
  const save = async (press: () => Promise<void>): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()])
    return textOf(download)
  }
  const names = [hostile.formula, hostile.plus, hostile.minus, hostile.at, hostile.tab, hostile.turnedFormula, hostile.line, hostile.emoji]
  assertHarmless(await save(() => page.getByRole('button', { name: 'Export CSV' }).click()), names)
  await visitor.go('/activity')
  await page.getByRole('button', { name: 'Export all that match' }).click()
  assertHarmless(await save(() => page.getByRole('menuitem', { name: /^CSV/ }).click()), [])
  const exported = await journey.ask('GET', '/v1/accounts/export', undefined, { accept: 'text/csv' })
  assert.equal(exported.status, 200)
  assertHarmless(await exported.text(), names)
  const cli = join(import.meta.dirname, '../../src/main/cli.ts')
  const env = isolatedEnvironment({ REEVE_URL: journey.server.url, REEVE_TOKEN: journey.server.token })
  for (const args of [
    ['account', 'list'],
    ['policy', 'list'],
    ['badge', 'list'],
    ['audit', 'list'],
  ]) {
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args, '--output', 'csv'], { env, maxBuffer: 2 ** 26 })
    assertHarmless(stdout, args[0] === 'account' ? names : [])
  }
  assertNoFaults(visitor)
  await visitor.close()
})
