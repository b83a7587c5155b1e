import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { classifyDenial } from '#platform/aws/classify-denial.ts'
import { createLog } from '#platform/log/log.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { createDenialLog, type DeniedCall } from './denial-log.ts'
import { listDenials } from './list-denials.ts'

const now = () => new Date('2026-11-21T12:00:00Z')
let database: TestDatabase

before(async () => {
  database = await createTestDatabase()
  const { db } = database
  const organization_uid = await insertOrganization(db, { organization_id: 'o-a1b2c3d4e5' })
  await insertAccount(db, { account_id: '222222222222', organization_uid, parent_id: 'r-ab12', path_ids: 'o-a1b2c3d4e5/r-ab12/' })
  const policy = (policy_id: string, statement: object) => ({
    organization_uid,
    policy_id,
    type: 'SERVICE_CONTROL_POLICY',
    name: policy_id,
    arn: '',
    aws_managed: false,
    content: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    content_hash: 'x',
  })
  await db
    .insertInto('org_policy')
    .values([
      policy('p-FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' }),
      policy('p-noroles00', { Sid: 'NoRoles', Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
    ])
    .execute()
  const attach = (policy_id: string, target_id: string) => ({ organization_uid, policy_id, target_id, target_type: 'ROOT' as const })
  await db
    .insertInto('policy_attachment')
    .values([attach('p-FullAWSAccess', 'r-ab12'), attach('p-noroles00', 'r-ab12'), attach('p-FullAWSAccess', '222222222222')])
    .execute()
})
after(() => database.close())

function denied(accountId: string, action: string): DeniedCall {
  const principalArn = `arn:aws:sts::${accountId}:assumed-role/Reeve-Member/reeve`
  const message = `User: ${principalArn} is not authorized to perform: ${action} on resource: *`
  return { denial: classifyDenial({ code: 'AccessDenied', message, action }), accountId, principalArn, region: 'us-east-1' }
}

test('every denial gets its cause by the harvested policies; equal ones are one counted row [SCPW-2]', async () => {
  const denials = createDenialLog({ db: database.db, log: createLog({ level: 'silent' }), now })
  for (let times = 0; times < 3; times++) denials.record(denied('222222222222', 'iam:ListRoles'))
  denials.record(denied('222222222222', 'ec2:DescribeVpcs'))
  denials.record(denied('999999999999', 'iam:ListRoles'))
  await denials.flush()
  denials.record(denied('222222222222', 'iam:ListRoles'))
  await denials.close()

  const rows = await listDenials(database.db, {}, { limit: 10, before: undefined })
  assert.deepEqual(
    rows.map(({ accountId, action, count, cause }) => [accountId, action, count, cause.kind, cause.policy?.sid]).toSorted(),
    [
      ['222222222222', 'ec2:DescribeVpcs', 1, 'unknown', undefined],
      ['222222222222', 'iam:ListRoles', 4, 'scp', 'NoRoles'],
      ['999999999999', 'iam:ListRoles', 1, 'unknown', undefined],
    ],
  )
  const open = rows.find(({ action }) => action === 'ec2:DescribeVpcs')
  assert.ok(open?.cause.excluded.includes('scp'), 'the organization allows it, and the row says so')
  assert.deepEqual(
    (await listDenials(database.db, { kind: 'scp' }, { limit: 10, before: undefined })).map(({ action }) => action),
    ['iam:ListRoles'],
  )
})

test('denials are found by the account on either side, by part of what they say, and without what may be disregarded', async () => {
  const denials = createDenialLog({ db: database.db, log: createLog({ level: 'silent' }), now })
  const message = 'User: arn:aws:iam::999999999999:user/server is not authorized to perform: sts:AssumeRole'
  const action = 'sts:AssumeRole'
  const denial = { ...classifyDenial({ code: 'AccessDenied', message, action }), resource: 'arn:aws:iam::333333333333:role/100%_Mine' }
  denials.record({ denial, accountId: '999999999999', principalArn: 'arn:aws:iam::999999999999:user/server', region: 'us-east-1' })
  await denials.close()
  const found = async (filter: Parameters<typeof listDenials>[1]) =>
    (await listDenials(database.db, filter, { limit: 10, before: undefined })).map((row) => row.resourceAccountId ?? row.action)
  assert.deepEqual(await found({ accountId: '333333333333' }), ['333333333333'])
  assert.deepEqual(await found({ text: '0%_m' }), ['333333333333'])
  assert.deepEqual(await found({ text: '0_%m' }), [])
  await database.db
    .updateTable('denial')
    .set({ cause: JSON.stringify({ kind: 'resolved', isDismissed: true }) })
    .where('resource', '=', denial.resource)
    .execute()
  assert.deepEqual(await found({ accountId: '333333333333', withDismissed: false }), [])
  assert.deepEqual(await found({ accountId: '333333333333', withDismissed: true }), ['333333333333'])
})

test('a database that does not answer costs the record, never the work that met the denial', async () => {
  const gone = await createTestDatabase()
  await gone.close()
  const denials = createDenialLog({ db: gone.db, log: createLog({ level: 'silent' }), now })
  denials.record(denied('222222222222', 'iam:ListRoles'))
  await denials.flush()
})
