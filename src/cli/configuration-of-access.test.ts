import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { stringify } from 'yaml'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { allPermissions, grantablePermissions } from '#platform/auth/role-catalogue.ts'
import { type CommandLine, openCommandLine } from '#test/support/command-line.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'
import { type OidcIssuer, startOidcIssuer } from '#test/support/oidc-issuer.ts'

type Site = { readonly database: TestDatabase; readonly reeve: CommandLine; who: Actor | undefined }
let [full, empty]: (Site | undefined)[] = []
let issuer: OidcIssuer
const folder = mkdtempSync(join(tmpdir(), 'reeve-access-'))
const variables = { OIDC: 'CANARY-client-secret', MAIL: 'CANARY-mail-password', SLACK: 'https://hooks.example/CANARY' }
const emails = ['ann@example.com', 'bob@example.com', 'cyd@example.com']

async function openSite(): Promise<Site> {
  const database = await createTestDatabase()
  const site: { who: Actor | undefined } = { who: undefined }
  const deps = { ...openNotificationWorld(database).deps, now: () => new Date(), baseUrl: () => 'http://reeve.test' }
  const reeve = await openCommandLine(deps, () => site.who)
  return Object.assign(site, { database, reeve })
}

before(async () => {
  issuer = await startOidcIssuer({
    clientId: 'reeve',
    clientSecret: variables.OIDC,
    redirectUri: 'http://reeve.test/api/auth/callback/corp',
  })
  ;[full, empty] = [await openSite(), await openSite()]
})
after(async () => {
  for (const site of [full, empty]) {
    await site?.reeve.close()
    await site?.database.close()
  }
  await issuer.close()
  rmSync(folder, { recursive: true })
})
const sites = () => [full ?? assert.fail(), empty ?? assert.fail()] as const

/** An empty site: nothing of it but three people who can sign in with passwords. */
async function clear({ database }: Site): Promise<void> {
  await sql`truncate person, api_token, custom_role, identity_provider, scim_connection, notification_channel, system_mail, sign_in_setting cascade`.execute(
    database.db,
  )
  for (const email of emails)
    await sql`with made as (insert into person (name, email) values (${email}, ${email}) returning id)
      insert into person_credential (person_id, provider_id, account_id, password) select id, 'credential', id::text, 'x' from made`.execute(
      database.db,
    )
}
beforeEach(async () => {
  for (const site of sites()) {
    site.who = undefined
    await clear(site)
  }
})

const run = ({ reeve }: Site, verb: string, document: object | string, ...flags: string[]) =>
  reeve.run(['config', verb, '-', '--output', 'json', ...flags], {
    stdin: typeof document === 'string' ? document : stringify(document),
    variables,
  })
type Row = {
  readonly action: string
  readonly kind: string
  readonly name: string
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}
const rows = ({ out }: { readonly out: string }) => JSON.parse(out) as Row[]

const base = () => ({
  version: 1,
  roles: [{ name: 'badger', description: 'Badges', permissions: ['badges:read', 'badges:write'] }],
  identityProviders: [
    {
      id: 'corp',
      name: 'Corp',
      issuer: issuer.issuer,
      clientId: 'reeve',
      clientSecret: { env: 'OIDC' },
      grants: [{ claim: 'groups', value: 'aws', role: 'badger', scope: 'badge:team=blue' }],
    },
  ],
  directories: [{ id: 'entra', name: 'Entra', identityProvider: 'corp', grants: [{ value: 'Admins', role: 'viewer' }] }],
  people: [
    { email: 'Ann@example.com', roles: [{ role: 'domain-admin' }] },
    { email: 'bob@example.com', roles: [{ role: 'badger', scope: 'badge:team=blue' }, { role: 'viewer' }] },
  ],
  signIn: { passwords: false, breakGlass: 'ann@example.com' },
  tokens: [{ name: 'ci/deploy', role: 'viewer', scope: 'badge:team=blue', expiresInDays: 30 }],
  systemMail: { host: 'mail.example', from: 'reeve@example.com', username: 'reeve', password: { env: 'MAIL' } },
})
const apply = (site: Site, document: object, ...flags: string[]) => run(site, 'apply', document, '--tokens-to', folder, ...flags)

test('who may do what, and how they come in, applies in one go in an order that works, and then plans to nothing', async () => {
  const [site] = sites()
  const planned = await run(site, 'plan', base())
  assert.equal(planned.code, 3, planned.notes)
  assert.deepEqual(
    [...new Set(rows(planned).map(({ action, kind, name }) => `${action} ${kind} ${name}`))],
    [
      'add role badger',
      'add system mail server',
      'add identity provider corp',
      'add directory entra',
      'change person ann@example.com',
      'change person bob@example.com',
      'change sign-in settings',
      'add token ci/deploy',
    ],
  )
  const applied = await apply(site, base())
  assert.equal(applied.code, 0, applied.notes)
  const again = await run(site, 'plan', base())
  assert.deepEqual([again.code, again.out], [0, '[]\n'], again.notes)
  assert.match(again.notes, /Nothing to do/)
  const twice = await apply(site, base())
  assert.equal(twice.out, '[]\n')
  const said = JSON.stringify([
    planned,
    applied,
    await site.reeve.run(['config', 'export']),
    await listAuditEvents(site.database.db, {}, { limit: 500 }),
  ])
  assert.equal(said.includes('CANARY'), false)
})

test('a token’s value is in its file of mode 0600 alone, and without a folder nothing is done', async () => {
  const [site] = sites()
  const without = await run(site, 'apply', base())
  assert.deepEqual([without.code, /--tokens-to/.test(without.notes)], [2, true])
  assert.equal((await run(site, 'plan', base())).code, 3)
  const applied = await apply(site, base())
  const file = join(folder, 'ci%2Fdeploy.token')
  const value = readFileSync(file, 'utf8').trim()
  assert.match(value, /^reeve_[\w-]{43}$/)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(folder), ['ci%2Fdeploy.token'])
  assert.equal(JSON.stringify(applied).includes(value), false)
  const narrower = { version: 1, tokens: [{ name: 'ci/deploy', role: 'viewer', scope: 'badge:team=red', expiresInDays: 30 }] }
  assert.deepEqual(
    rows(await run(site, 'plan', narrower)).map(({ action, field, before, after }) => [action, field, before, after]),
    [['change', 'scope', 'badge:team=blue', 'badge:team=red']],
  )
  assert.equal((await apply(site, narrower)).code, 0)
  assert.notEqual(readFileSync(file, 'utf8').trim(), value, 'a token that changes is another token')
})

test('what is absent from the document stays and is named; with --prune it goes, roles of people and tokens too', async () => {
  const [site] = sites()
  assert.equal((await apply(site, base())).code, 0)
  const [ann] = base().people
  const less = { version: 1, people: [ann], tokens: [], directories: [], systemMail: null }
  const kept = await run(site, 'plan', less)
  assert.equal(kept.code, 0, kept.notes)
  for (const thing of ['person bob@example.com', 'token ci/deploy', 'directory entra', 'system mail server'])
    assert.match(kept.notes, new RegExp(`left as it is: ${thing}`))
  assert.equal((await apply(site, less, '--prune')).code, 0)
  assert.equal((await run(site, 'plan', less, '--prune')).out, '[]\n')
})

test('somebody who has not come yet is named and not invented', async () => {
  const [site] = sites()
  const planned = await run(site, 'plan', { version: 1, people: [{ email: 'new@example.com', roles: [{ role: 'viewer' }] }] })
  assert.deepEqual([planned.code, planned.out], [0, '[]\n'])
  assert.match(planned.notes, /new@example\.com has not come yet/)
})

test('a plan that leaves nobody to administer, or locks out who applies it, is refused before the first step', async () => {
  const [site] = sites()
  assert.equal((await apply(site, base())).code, 0)
  const before = await run(site, 'export', '')
  const { rows: found } = await sql<{ id: string }>`select id from person where email = 'ann@example.com'`.execute(site.database.db)
  const { rows: tokens } = await sql<{ id: string }>`select id from api_token where revoked_at is null`.execute(site.database.db)
  const permissions = new Set(allPermissions)
  const asAnn: Actor = { kind: 'person', id: `user:${found[0]?.id}`, permissions }
  const asToken: Actor = { kind: 'token', id: `token:${tokens[0]?.id}`, permissions }
  const two = [
    { email: 'ann@example.com', roles: [{ role: 'viewer' }] },
    { email: 'bob@example.com', roles: [{ role: 'domain-admin' }] },
  ]
  const cases: { readonly who: Actor | undefined; readonly document: object; readonly says: RegExp }[] = [
    { who: undefined, document: { version: 1, people: [{ email: 'ann@example.com', roles: [] }] }, says: /nobody would be left/ },
    { who: asAnn, document: { version: 1, people: two }, says: /ann@example\.com applies this and would cease to administer/ },
    { who: asToken, document: { version: 1, tokens: [] }, says: /token ci\/deploy is the one that applies this/ },
    { who: asAnn, document: { version: 1, signIn: { passwords: false, breakGlass: 'bob@example.com' } }, says: /with a password alone/ },
  ]
  for (const { who, document, says } of cases) {
    site.who = who
    const refused = await apply(site, document, '--prune')
    assert.equal(refused.code, 2, refused.notes)
    assert.match(refused.notes, says)
  }
  site.who = undefined
  assert.equal((await run(site, 'export', '')).out, before.out)
  assert.equal((await apply(site, { version: 1, people: two, signIn: { passwords: false, breakGlass: 'bob@example.com' } })).code, 0)
})

test('each fault of people and sign-in is told with line and column', async () => {
  const [site] = sites()
  const text = [
    'version: 1',
    'people:',
    '  - email: ann@example.com',
    '    roles: [{ role: viewer, scope: "name:prod*" }]',
    '  - { email: nobody, roels: [] }',
    'signIn: { passwords: false }',
    'tokens: [{ name: x, role: viewer, value: reeve_CANARY }]',
  ].join('\n')
  const { code, notes } = await run(site, 'plan', text)
  assert.equal(code, 2)
  for (const says of [
    /-:4:\d+: people\.0\.roles\.0\.scope .*\[scope\]/,
    /-:5:\d+: people\.1\.email /,
    /-:5:\d+: people\.1\.roels/,
    /-:6:\d+: signIn\.breakGlass/,
    /-:7:\d+: tokens\.0\.value/,
  ])
    assert.match(notes, says)
  assert.doesNotMatch(notes, /reeve_CANARY/)
})

const scope = fc.constantFrom(null, 'badge:team=blue', 'account:111122223333', 'ou:ou-ab12-11111111/**')
const binding = fc.record({ role: fc.constantFrom('viewer', 'editor', 'auditor'), scope })
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/)
const permissions = fc.uniqueArray(fc.constantFrom(...grantablePermissions), { minLength: 1, maxLength: 5 })
const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' }).filter((given) => given.trim() === given)
const document = fc.record({
  version: fc.constant(1),
  roles: fc.uniqueArray(fc.record({ name: name.map((given) => `own-${given}`), description: text, permissions }), {
    selector: (role) => role.name,
    maxLength: 3,
  }),
  people: fc
    .tuple(...emails.slice(1).map((email) => fc.record({ email: fc.constant(email), roles: fc.array(binding, { maxLength: 3 }) })))
    .map((people) => [{ email: emails[0]!, roles: [{ role: 'domain-admin', scope: null }] }, ...people]),
  signIn: fc.constantFrom({ passwords: true, breakGlass: null }, { passwords: false, breakGlass: emails[0]! }),
  tokens: fc.uniqueArray(
    fc.oneof(
      fc.record({ name: text, role: fc.constantFrom('viewer', 'operator'), scope, expiresInDays: fc.constantFrom(null, 1, 90, 3650) }),
      fc.record({ name: text, role: fc.constant('custom'), permissions, scope }),
    ),
    { selector: (token) => token.name.toLowerCase(), maxLength: 3 },
  ),
  directories: fc.uniqueArray(
    fc.record({
      id: name,
      name: text,
      grants: fc.array(fc.record({ value: text, role: fc.constantFrom('viewer', 'editor'), scope }), { maxLength: 2 }),
    }),
    { selector: (directory) => directory.id, maxLength: 2 },
  ),
  systemMail: fc.constantFrom(null, { host: 'mail.example', from: 'reeve@example.com', password: { env: 'MAIL' } }),
  notifications: fc.record({
    channels: fc.uniqueArray(fc.record({ name: text, isEnabled: fc.boolean(), slack: fc.constant({ secretUrl: { env: 'SLACK' } }) }), {
      selector: (channel) => channel.name.toLowerCase(),
      maxLength: 2,
    }),
  }),
})

test('what is exported from one site, applied to an empty one, is exported from there again, word for word', async () => {
  const [site, other] = sites()
  await fc.assert(
    fc.asyncProperty(document, async (wanted) => {
      await clear(site)
      await clear(other)
      const made = await apply(site, wanted)
      assert.equal(made.code, 0, made.notes)
      const exported = (await site.reeve.run(['config', 'export'])).out
      const names = [...exported.matchAll(/env: (\w+)/g)].map((match) => match[1] ?? '')
      const secrets = Object.fromEntries(names.map((variable) => [variable, 'https://hooks.example/CANARY']))
      const moved = await other.reeve.run(['config', 'apply', '-', '--tokens-to', folder], { stdin: exported, variables: secrets })
      assert.equal(moved.code, 0, moved.notes)
      assert.equal((await other.reeve.run(['config', 'export'])).out, exported)
      const planned = await other.reeve.run(['config', 'plan', '-', '--prune', '--output', 'json'], { stdin: exported, variables: secrets })
      assert.equal(planned.out, '[]\n', planned.notes)
    }),
    { numRuns: 15 },
  )
})
