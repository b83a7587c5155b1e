import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parse, stringify } from 'yaml'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { type CommandLine, openCommandLine } from '#test/support/command-line.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { type HttpReceiver, openHttpReceiver } from '#test/support/http-receiver.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'
import { openOrganizationWorld, type OrganizationWorld } from '#test/support/organization-world.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'

let database: TestDatabase
let world: OrganizationWorld
let receiver: HttpReceiver
let reeve: CommandLine
const folder = mkdtempSync(join(tmpdir(), 'reeve-config-'))

before(async () => {
  database = await createTestDatabase()
  world = openOrganizationWorld(estateWorld)
  receiver = await openHttpReceiver()
  reeve = await openCommandLine({
    ...openNotificationWorld(database).deps,
    ...world,
    db: database.db,
    jobs: { enqueue: async () => 'job' },
  })
  writeFileSync(join(folder, 'hook.key'), 'CANARY-signing-key-0001\n')
})
after(async () => {
  await reeve.close()
  await receiver.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

const variables = () => ({ ORG_ID: String(world.facts.externalId), MAIL: 'CANARY-mail-password' })

function site() {
  const { facts } = world
  const externalId = facts.externalId === null ? null : { env: 'ORG_ID' }
  return {
    version: 1,
    organizations: [
      {
        organizationId: facts.organizationId,
        nickname: 'Sports',
        credentials: {
          organizationRole: { arn: facts.orgRoleArn, sessionName: 'reeve-org', externalId },
          memberRole: { name: facts.memberRoleName, sessionName: 'reeve-member', externalId },
        },
        excludePrefixes: ['sandbox-', 'aws-'],
      },
    ],
    roles: [{ name: 'looker', description: 'Looks', permissions: ['badges:read', 'accounts:read'] }],
    notifications: {
      channels: [
        {
          name: 'hook',
          webhook: { url: `${receiver.url}/`, secret: { file: join(folder, 'hook.key') } },
          subscriptions: [{ kinds: ['sync.*'] }],
        },
        { name: 'mail', email: { host: 'mail.example', from: 'a@b.example', to: ['c@d.example'], password: { env: 'MAIL' } } },
      ],
    },
  }
}
type Row = { readonly action: string; readonly kind: string; readonly name: string; readonly field: string }
const run = (verb: string, document: unknown, ...flags: string[]) =>
  reeve.run(['config', verb, '-', '--output', 'json', ...flags], {
    stdin: typeof document === 'string' ? document : stringify(document),
    variables: variables(),
  })
const rows = ({ out }: { readonly out: string }) => JSON.parse(out) as Row[]

test('a new site plans to everything, applies in one go, and then plans to nothing', async () => {
  const planned = await run('plan', site())
  assert.equal(planned.code, 3, planned.notes)
  const steps = new Set(rows(planned).map(({ action, kind, name }) => `${action} ${kind} ${name}`))
  assert.deepEqual(
    [...steps],
    ['add role looker', `add organization ${world.facts.organizationId}`, 'add channel hook', 'add channel mail'],
  )
  assert.equal((await reeve.run(['org', 'list', '--output', 'json'])).out, '[]\n', 'a plan changes nothing')
  const applied = await run('apply', site())
  assert.equal(applied.code, 0, applied.notes)
  const again = await run('plan', site())
  assert.deepEqual([again.code, again.out], [0, '[]\n'], again.notes)
  assert.deepEqual([(await run('apply', site())).out], ['[]\n'])
})

test('every step went through the API with its audit event, and no secret is in output, notes or trail', async () => {
  const trail = await listAuditEvents(database.db, {}, { limit: 100 })
  for (const action of ['organization.registered', 'notification.channel_created'])
    assert.ok(
      trail.some((event) => event.action === action),
      action,
    )
  const said = JSON.stringify([trail, await run('plan', site()), await run('export', '')])
  for (const secret of ['CANARY', `"${world.facts.externalId}"`]) assert.equal(said.includes(secret), false)
})

test('what was exported plans to nothing, also where the named variables are not set', async () => {
  const exported = await reeve.run(['config', 'export'])
  assert.equal(exported.code, 0)
  const planned = await reeve.run(['config', 'plan', '-', '--output', 'json'], { stdin: exported.out })
  assert.deepEqual([planned.code, planned.out], [0, '[]\n'], planned.notes)
  assert.match(planned.notes, /SECRET_HOOK_SIGNING_KEY is not set; the stored one stays/)
  const document = parse(exported.out) as ReturnType<typeof site>
  assert.deepEqual(document.organizations[0]?.excludePrefixes.toSorted(), ['aws-', 'sandbox-'])
})

test('each changed field is shown with before and after, and applying changes exactly that', async () => {
  const document = site()
  const [organization] = document.organizations
  const [hook] = document.notifications.channels
  assert.ok(organization && hook)
  organization.excludePrefixes = ['aws-', 'sandbox-']
  organization.nickname = 'Games'
  Object.assign(hook, { isEnabled: false })
  const planned = await run('plan', document)
  assert.deepEqual(
    rows(planned).map((row) => ({ ...row })),
    [
      { action: 'change', kind: 'organization', name: organization.organizationId, field: 'nickname', before: 'Sports', after: 'Games' },
      { action: 'change', kind: 'channel', name: 'hook', field: 'isEnabled', before: true, after: false },
    ],
  )
  assert.equal((await run('apply', document, '--dry-run')).code, 3)
  assert.equal((await run('apply', document)).code, 0)
  assert.equal((await run('plan', document)).out, '[]\n')
  assert.equal((await run('apply', site())).code, 0)
})

test('a secret that changed where it is kept is noticed and sent; the server alone compares it', async () => {
  writeFileSync(join(folder, 'hook.key'), 'CANARY-signing-key-0002\n')
  const planned = await run('plan', site())
  assert.deepEqual(
    rows(planned).map(({ name, field }) => [name, field]),
    [['hook', 'secret']],
  )
  assert.equal((await run('apply', site())).code, 0)
  assert.equal((await run('plan', site())).out, '[]\n')
})

test('credentials whose change cannot be seen are sent again when asked', async () => {
  const planned = await run('plan', site(), '--resend-credentials')
  assert.deepEqual(
    rows(planned).map(({ kind, field }) => [kind, field]),
    [['organization', 'credentials']],
  )
  assert.equal((await run('apply', site(), '--resend-credentials')).code, 0)
})

test('what the document does not list stays and is named; with --prune it goes; absent sections are not looked at', async () => {
  const { version, organizations, notifications } = site()
  const document = { version, organizations, notifications: { channels: notifications.channels.slice(0, 1) } }
  const planned = await run('plan', document)
  assert.equal(planned.code, 0)
  assert.match(planned.notes, /left as it is: channel mail/)
  assert.doesNotMatch(planned.notes, /looker/)
  const pruned = await run('apply', document, '--prune')
  assert.equal(pruned.code, 0, pruned.notes)
  assert.deepEqual(
    rows(pruned).map(({ action, name }) => [action, name]),
    [['remove', 'mail']],
  )
  assert.equal((await run('plan', document, '--prune')).out, '[]\n')
})

test('nothing is applied while a secret of a new thing is missing; all that are missing are named at once', async () => {
  const document = site()
  const added = { name: 'new', slack: { secretUrl: { env: 'NOT_SET' } } }
  const other = { name: 'new too', webhook: { url: 'https://a.example/', secret: { file: '/nonexistent/key' } } }
  const { code, notes } = await run('apply', {
    ...document,
    notifications: { channels: [...document.notifications.channels, added, other] },
  })
  assert.equal(code, 2)
  assert.match(notes, /channel new: slack.secretUrl: the environment variable NOT_SET is not set/)
  assert.match(notes, /channel new too: webhook.secret: the file \/nonexistent\/key cannot be read \(ENOENT\)/)
  assert.doesNotMatch((await reeve.run(['notification', 'list', '--output', 'json'])).out, /"new"/)
})

test('a run that fails halfway says how far it came, and goes on from there when the cause is mended', async () => {
  const document = site()
  const [organization] = document.organizations
  assert.ok(organization)
  const wrong = { ...organization, organizationId: 'o-another0000' }
  const failed = await run('apply', { ...document, organizations: [organization, wrong] })
  assert.equal(failed.code, 1)
  assert.match(failed.notes, /add organization o-another0000 failed; 0 of 2 steps were taken/)
  assert.match(failed.notes, new RegExp(`lead to ${organization.organizationId}, not to o-another0000`))
  assert.equal((await run('apply', document)).code, 0)
  assert.equal((await run('plan', document)).out, '[]\n')
})

const wrongDocuments: { name: string; text: string; says: RegExp[] }[] = [
  { name: 'no YAML', text: 'version: [1', says: [/-:1:\d+: \(whole\): .* \[yaml\]/] },
  { name: 'a key given twice', text: 'version: 1\nversion: 1\n', says: [/-:2:\d+: .*unique.* \[yaml\]/i] },
  { name: 'another version', text: 'version: 2\n', says: [/-:1:\d+: version 2: .* \[one_of:1\]/] },
  { name: 'nothing', text: '', says: [/\(whole\)/] },
  {
    name: 'several faults in several places',
    text: [
      'version: 1',
      'colour: red',
      'organizations:',
      '  - organizationId: o-abcdefghij',
      '    scopeOuIds: [r-abcd]',
      '    credentials:',
      '      organizationRole: { arn: "arn:aws:iam::1:role/x", sessionName: reeve, durationSeconds: 60 }',
      '      memberRole: { name: m, sessionName: reeve, externalId: CANARY-in-clear }',
      'notifications:',
      '  channels:',
      '    - { name: x }',
      '    - { name: X, webhook: { url: "https://a.example", secret: { env: A } }, subscriptions: [{ kinds: [nope] }] }',
    ].join('\n'),
    says: [
      /-:2:\d+: colour: There is no field colour here. \[unknown_field\]/,
      /-:5:\d+: organizations\.0\.scopeOuIds\.0 "r-abcd": /,
      /-:7:\d+: organizations\.0\.credentials\.organizationRole\.arn "arn:aws:iam::1:role\/x": /,
      /-:7:\d+: organizations\.0\.credentials\.organizationRole\.durationSeconds 60: .* \[min:900\]/,
      /-:8:\d+: organizations\.0\.credentials\.memberRole\.externalId "\[redacted\]": /,
      /-:11:\d+: notifications\.channels\.0 .* \[one_kind\]/,
      /-:12:\d+: notifications\.channels\.1\.subscriptions\.0\.kinds\.0 "nope": .* \[event_kind\]/,
    ],
  },
  { name: 'aliases that multiply', text: `a: &a [x,x,x,x,x,x,x,x,x,x]\n${bomb()}version: 1\n`, says: [/alias/i] },
]
function bomb(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  return names
    .slice(1)
    .map((name, i) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${names[i]}`).join(',')}]\n`)
    .join('')
}
for (const { name, text, says } of wrongDocuments) {
  test(`a document with ${name} is refused before the server is asked, with path, line, value and rule`, async () => {
    const { code, notes, out } = await run('plan', text)
    assert.deepEqual([code, out], [2, ''], notes)
    for (const pattern of says) assert.match(notes, pattern)
    assert.doesNotMatch(notes, /CANARY/)
  })
}

test('a file that is not there is a usage error', async () => {
  const { code, notes } = await reeve.run(['config', 'plan', '/nonexistent/reeve.yaml'])
  assert.equal(code, 2)
  assert.match(notes, /cannot be read \(ENOENT\)/)
})
