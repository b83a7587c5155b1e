import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Response as PageResponse } from 'playwright-core'
import { untilIdle } from '#main/demo/onboard.ts'
import { createClient } from '#platform/http/client.ts'
import { truthOf } from '#sim/worlds/truth.ts'
import { consolePages } from '../support/console-pages.ts'
import { assertNoFaults, type Visit } from '../support/console-visit.ts'
import { openJourney } from '../support/journey.ts'

/** From forty accounts on, some of the world's cannot be entered: there is something to attend to, inside the scope and outside. */
const journey = await openJourney({ accounts: 45 })
after(() => journey.close())
const { organizationId } = journey.sim
const truth = truthOf(journey.simulation.aws, journey.facts.managementAccountId)

/** The smallest place that has something to attend to, somebody healthy, and others around it. */
const { items: listed } = await journey.server.client.get<{ items: { accountId: string; status: string }[] }>('/v1/accounts', {
  limit: 200,
})
const placeOf = (accountId: string): string => truth.accounts.get(accountId)!.parentId
const places = Map.groupBy(listed, ({ accountId }) => placeOf(accountId))
const [place] = [...places]
  .filter(([, within]) => within.length > 1 && within.some(({ status }) => status !== 'ok') && within.some(({ status }) => status === 'ok'))
  .toSorted(([, a], [, b]) => a.length - b.length)
assert.ok(place !== undefined, 'the world has such a place')
const [ouId, within] = place
const own = new Set(within.map(({ accountId }) => accountId))
const inside = [...truth.accounts.values()].filter(({ accountId }) => own.has(accountId))
const outside = [...truth.accounts.values()].filter(({ accountId }) => !own.has(accountId))
const scope = `ou:${ouId}`
/** What only accounts outside have: ids, addresses, and names that are no part of what is inside. */
const insideText = JSON.stringify(inside)
const foreign = outside.flatMap(({ accountId, name, email }) => [accountId, email, name]).filter((word) => !insideText.includes(word))

type Heard = { readonly where: string; readonly text: string }

/** Everything that the browser was sent since, streams included once they end. */
function listen({ page }: Visit): () => Promise<readonly Heard[]> {
  const heard: Promise<Heard>[] = []
  page.on('response', (response: PageResponse) => {
    const type = response.headers()['content-type'] ?? ''
    if (/json|event-stream|csv|plain/.test(type))
      heard.push(
        response.text().then(
          (text) => ({ where: response.url(), text }),
          () => ({ where: response.url(), text: '' }),
        ),
      )
  })
  return () => Promise.all(heard)
}

function assertNothingForeign(all: readonly Heard[]): void {
  const leaks = all.flatMap(({ where, text }) => foreign.filter((word) => text.includes(word)).map((word) => `${word} at ${where}`))
  assert.deepEqual([...new Set(leaks)], [])
}

test('somebody bound to a scope meets nothing of other accounts on any page, in any answer, in any file', async () => {
  assert.ok(foreign.length > 60 && inside.length > 1, `${foreign.length} words that would tell`)
  assert.throws(() => assertNothingForeign([{ where: 'the whole list', text: JSON.stringify(listed) }]), 'what would tell is found')
  const { token } = await journey.server.client.post<{ token: string }>('/v1/tokens', { name: 'scoped', role: 'viewer', scope })
  const visitor = await journey.visit({ token })
  const { page } = visitor
  const heard = listen(visitor)
  const seen: Heard[] = []
  for (const { name, path } of await consolePages(createClient({ url: journey.server.url, token }), organizationId)) {
    await visitor.go(path)
    seen.push({ where: `page ${name}`, text: await page.content() })
  }
  const started = await journey.ask('POST', `/v1/organizations/${organizationId}/sync`)
  assert.ok(started.ok, await started.text())
  await visitor.go(`/organizations/${organizationId}?tab=syncs`)
  await page.getByRole('table', { name: 'syncs' }).getByRole('row').nth(2).getByText('Completed').waitFor()
  await untilIdle(journey.server.client)
  seen.push({ where: 'a sync as it went', text: await page.content() })
  const files: Heard[] = []
  for (const path of ['/accounts', '/accounts?attention=true']) {
    await visitor.go(path)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()])
    const text = Buffer.concat(await (await download.createReadStream()).toArray()).toString('utf8')
    assert.ok(
      [...own].some((id) => text.includes(id)),
      'the file has what is inside',
    )
    files.push({ where: `file of ${path}`, text })
  }
  const replies = await heard()
  assert.ok(replies.length > 30, `${replies.length} answers were looked at`)
  assert.ok(replies.some(({ text }) => inside.every(({ accountId }) => text.includes(accountId))))
  assertNothingForeign([...seen, ...files, ...replies])
  const counts = new RegExp(`"(?:found|synced|total|count|accounts|accountCount|imported)":(?:${truth.accounts.size}|${outside.length})\\b`)
  for (const { where, text } of replies) assert.doesNotMatch(text, counts, `${where} counts what is outside`)
  assertNoFaults(visitor)
  await visitor.close()
})

test('a person bound to a scope counts, searches and opens as if there were nothing else', async () => {
  const person = await journey.newPerson({ role: 'viewer', scope })
  const visitor = await journey.visit({ cookie: person.cookie, path: '/accounts' })
  const { page } = visitor
  const heard = listen(visitor)
  const rows = page.getByRole('table', { name: 'accounts' }).getByRole('row')
  await rows.nth(inside.length).waitFor()
  assert.equal(await rows.count(), inside.length + 1)
  const other = outside.find(({ name }) => foreign.includes(name))!
  const textFor = async (accountId: string): Promise<string> => {
    await visitor.go(`/accounts/${accountId}`)
    await page.getByText('There is no such thing here').waitFor()
    return (await page.locator('main').innerText()).replaceAll(accountId, '…')
  }
  assert.equal(await textFor(other.accountId), await textFor('000000000000'), 'a foreign account is as one that never was')
  await visitor.go(`/accounts?q=${encodeURIComponent(other.name)}`)
  await page
    .getByText(/No account/)
    .first()
    .waitFor()
  await visitor.go(`/accounts?selector=${encodeURIComponent(`account:${other.accountId}`)}`)
  await page
    .getByText(/No account/)
    .first()
    .waitFor()
  const replies = await heard()
  assertNothingForeign(replies.filter(({ text }) => !text.includes(other.accountId)))
  for (const { text } of replies) for (const word of [other.email]) assert.equal(text.includes(word), false)
  assertNoFaults(visitor)
  await visitor.close()
})

test('what a person bound to a scope is not given is refused without telling what it is', async () => {
  const visitor = await journey.visit({ role: 'customer-admin', scope, path: '/accounts' })
  const heard = listen(visitor)
  const { page } = visitor
  const account = inside.find(({ isManagementAccount }) => !isManagementAccount)!
  await visitor.go(`/accounts/${account.accountId}`)
  await page.getByText('Managed by').first().waitFor()
  for (const path of ['/activity', '/settings?tab=people', '/settings?tab=tokens', '/settings?tab=system']) {
    await visitor.go(path)
    assert.equal((await page.content()).includes(outside[0]!.accountId), false, path)
  }
  assertNothingForeign(await heard())
  assertNoFaults(visitor)
  await visitor.close()
})

test('a partner for billing is offered nothing of the estate, and told so in words instead of errors', async () => {
  const visitor = await journey.visit({ role: 'partner-billing' })
  const heard = listen(visitor)
  const { page } = visitor
  await page.getByText('There are no billing pages yet').waitFor()
  assert.deepEqual(await page.locator('nav[aria-label="Menu"] li a').allInnerTexts(), [])
  await visitor.go('/accounts')
  await page.getByText('Your roles do not open this page').waitFor()
  const replies = await heard()
  assert.deepEqual(
    replies.filter(({ where }) => where.includes('/v1/')).map(({ where }) => where),
    [],
    'nothing was asked that would be refused',
  )
  assertNoFaults(visitor)
  await visitor.close()
})
