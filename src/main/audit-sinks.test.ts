import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import { openPeopleStand } from '#test/support/people-stand.ts'
import { openHttpReceiver } from '#test/support/http-receiver.ts'
import { openSyslogReceiver } from '#test/support/syslog-receiver.ts'

const stand = await openPeopleStand({ allow: ['127.0.0.0/8'] })
const { db, call } = stand
after(() => stand.close())
const { cookie } = await stand.newcomer({ role: 'domain-admin' })
const { cookie: auditor } = await stand.newcomer({ role: 'auditor' })
type Sink = { readonly id: string; readonly hasSecret: boolean; readonly signingSecret?: string; readonly version: number }
const add = (payload: object, who = cookie) => call('POST', '/v1/audit/sinks', { cookie: who, payload })
const https = { url: 'https://siem.example.com/in', authorization: 'Splunk CANARY-AUTHORIZATION', signingSecret: 'CANARY-SIGNING-SECRET' }

test('201, 200, 204: a sink is added, changed and removed; its secrets are sealed, never shown and never in the trail', async () => {
  const made = (await add({ name: 'siem', https })).json<Sink>()
  const edited = await call('PATCH', `/v1/audit/sinks/${made.id}`, { cookie, payload: { name: 'SIEM', isEnabled: false } })
  assert.equal(edited.json<Sink>().version, 2)
  const listed = await call('GET', '/v1/audit/sinks', { cookie: auditor })
  assert.equal(listed.json<{ items: Sink[] }>().items[0]?.hasSecret, true)
  assert.equal((await call('DELETE', '/v1/audit/sinks/siem', { cookie })).statusCode, 204)
  const trail = await listAuditEvents(db, { action: 'audit.sink*' }, { limit: 10 })
  assert.deepEqual(
    trail.map(({ action }) => action),
    ['audit.sink_removed', 'audit.sink_edited', 'audit.sink_created'],
  )
  const told = JSON.stringify([made, edited.body, listed.body, trail])
  assert.equal(told.includes('CANARY'), false)
  for (const event of trail) assert.ok(event.requestId !== null && event.source !== null, 'who asked, by which request, from where')
})

test('a signing key that Reeve makes is shown once', async () => {
  const made = (await add({ name: 'collector', https: { url: https.url } })).json<Sink>()
  assert.match(made.signingSecret ?? '', /^audsec_/)
  const shown = await call('GET', `/v1/audit/sinks/${made.id}`, { cookie })
  assert.equal(shown.body.includes(made.signingSecret ?? '?'), false)
  const { rows } = await sql<{ text: string }>`select audit_sink::text as text from audit_sink`.execute(db)
  assert.equal(
    rows.some(({ text }) => text.includes(made.signingSecret ?? '?')),
    false,
  )
})

test('400, 403, 404, 409, 422: what is wrong is refused field by field, and a bad secret is not said back', async () => {
  const fieldsOf = async (payload: object) =>
    (await add(payload)).json<{ errors?: { field: string }[] }>().errors?.map(({ field }) => field)
  assert.deepEqual(await fieldsOf({ name: 'x', syslog: { host: 'tcp://logs', port: 0 } }), ['syslog.host', 'syslog.port'])
  assert.deepEqual(await fieldsOf({ name: 'x', https: { url: 'https://user:pw@example.com' } }), ['https.url'])
  assert.deepEqual(await fieldsOf({ name: 'x', events: true, s3: { bucket: 'abc', region: 'eu-west-1', accountId: '111122223333' } }), [
    'events',
  ])
  const short = await add({ name: 'x', https: { url: https.url, signingSecret: 'CANARY-SHORT' } })
  assert.deepEqual([short.statusCode, short.body.includes('CANARY')], [400, false])
  assert.equal((await add({ name: 'x', https }, auditor)).statusCode, 403)
  assert.equal((await call('GET', '/v1/audit/sinks/none', { cookie })).statusCode, 404)
  assert.equal((await add({ name: 'COLLECTOR', https })).statusCode, 409)
  const kind = await call('PATCH', '/v1/audit/sinks/collector', { cookie, payload: { syslog: { host: 'logs.example.com' } } })
  assert.equal(kind.json<{ code: string }>().code, 'audit_sink_kind_fixed')
  const half = await add({
    name: 'x',
    syslog: { host: 'logs.example.com', clientPrivateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
  })
  assert.equal(half.json<{ code: string }>().code, 'audit_sink_incomplete')
})

test('testing a sink says what the other side said', async () => {
  const http = await openHttpReceiver()
  const syslog = await openSyslogReceiver('tcp')
  try {
    await add({ name: 'http', https: { url: http.url } })
    await add({ name: 'log', syslog: { host: '127.0.0.1', port: syslog.port, transport: 'tcp' } })
    const tested = async (name: string) =>
      (await call('POST', `/v1/audit/sinks/${name}/test`, { cookie, payload: {} })).json<{ isAccepted: boolean; detail: string }>()
    assert.equal((await tested('http')).isAccepted, true)
    assert.equal((await tested('log')).isAccepted, true)
    assert.deepEqual([http.requests.length, syslog.messages.length, syslog.faults], [1, 1, []])
    http.answer({ status: 401, body: 'no such token' })
    assert.deepEqual(await tested('http'), { isAccepted: false, detail: 'HTTP 401: no such token' })
    await syslog.close()
    assert.match((await tested('log')).detail, /ECONNREFUSED/)
  } finally {
    await http.close()
  }
})

const record = (over: object) =>
  db.transaction().execute((tx) =>
    recordAudit(tx, {
      actor: { kind: 'token', id: 'token:ci' },
      action: 'thing.changed',
      subject: 'thing:1',
      at: new Date('2020-06-01T00:00:00Z'),
      ...over,
    }),
  )
const range = 'since=2020-01-01T00:00:00Z&until=2021-01-01T00:00:00Z'
const find = async (query: string) => {
  const reply = await call('GET', `/v1/audit-events?${range}&${query}`, { cookie })
  assert.equal(reply.statusCode, 200, reply.body)
  return reply.json<{ items: { subject: string }[]; nextCursor: string | null }>().items.map(({ subject }) => subject)
}

test('events are found by who, what, result, thing, account, organization, request, time and text', async () => {
  await record({ subject: 'account:111122223333', after: { note: '50% of "it"' } })
  await record({ subject: 'account:999911112222', before: { accountId: '111122223333' } })
  await record({ subject: 'thing:long', after: { number: '1111222233334' } })
  await record({ subject: 'organization:o-a1b2c3d4e5', result: 'refused', requestId: 'request-17' })
  await record({
    subject: 'badge:x',
    after: { organizationId: 'o-a1b2c3d4e5' },
    action: 'badge.set',
    actor: { kind: 'operator', id: 'os:7' },
  })
  assert.deepEqual(await find('account=111122223333'), ['account:999911112222', 'account:111122223333'])
  assert.deepEqual(await find('organization=o-a1b2c3d4e5'), ['badge:x', 'organization:o-a1b2c3d4e5'])
  assert.deepEqual(await find('result=refused'), ['organization:o-a1b2c3d4e5'])
  assert.deepEqual(await find('requestId=request-17'), ['organization:o-a1b2c3d4e5'])
  assert.deepEqual(await find('subjectKind=account&subject=account:1*'), ['account:111122223333'])
  assert.deepEqual(await find('actor=os:*'), ['badge:x'])
  assert.deepEqual(await find(`q=${encodeURIComponent('50% OF')}`), ['account:111122223333'])
  assert.deepEqual(await find('q=__'), [])
  assert.equal((await call('GET', '/v1/audit-events?result=fine', { cookie })).statusCode, 400)
})

test('an export holds all that matches, more than any page, and no cell of its CSV is a formula', async () => {
  await sql`
    insert into audit_event (at, actor, actor_kind, action, subject, result, user_agent)
    select '2020-06-01', 'os:1', 'operator', 'bulk.made', 'bulk:' || n, 'done', '=HYPERLINK("http://evil.example")' from generate_series(1, 2500) n`.execute(
    db,
  )
  const get = (accept: string) =>
    stand.server.inject({
      method: 'GET',
      url: `/v1/audit-events/export?${range}&action=bulk.*`,
      headers: { host: 'reeve.test', cookie, accept },
    })
  const csv = await get('text/csv')
  assert.match(String(csv.headers['content-disposition']), /audit-events\.csv/)
  const lines = csv.body.trimEnd().split('\r\n')
  assert.equal(lines.length, 2501)
  assert.equal(lines[0], 'id,at,actor,actorKind,action,subject,result,before,after,requestId,source,userAgent')
  assert.ok(lines.slice(1).every((line) => line.endsWith(`"'=HYPERLINK(""http://evil.example"")"`)))
  const json = (await get('application/jsonl')).body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { subject: string })
  assert.deepEqual(
    json.map(({ subject }) => subject),
    Array.from({ length: 2500 }, (_, i) => `bulk:${2500 - i}`),
  )
  assert.deepEqual((await get('application/json')).json(), { count: 2500 })
})
