import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertAccount, insertOrganization } from '#test/support/estate-rows.ts'
import { actionListOf } from './action-list.ts'
import { explainRequest } from './explain-request.ts'
import { loadEstate } from './load-estate.ts'
import { perimeterMatrix } from './perimeter-matrix.ts'
import { whatIf } from './what-if.ts'

const iamActions = () => actionListOf(['ec2:DescribeVpcs', 's3:PutObject', 'iam:ListRoles', 'cloudtrail:StopLogging'])
const signal = new AbortController().signal
let database: TestDatabase
let organizationUid: string

before(async () => {
  database = await createTestDatabase()
  const { db } = database
  organizationUid = await insertOrganization(db, {
    organization_id: 'o-a1b2c3d4e5',
    nickname: 'prod',
    management_account_id: '111111111111',
  })
  const ou = (ou_id: string, parent_id: string | null, name: string) => ({
    organization_uid: organizationUid,
    ou_id,
    parent_id,
    name,
    arn: '',
    depth: 0,
    path_ids: '',
    org_path: '',
  })
  await db
    .insertInto('organizational_unit')
    .values([ou('r-ab12', null, 'Root'), ou('ou-ab12-11111111', 'r-ab12', 'Media'), ou('ou-ab12-22222222', 'r-ab12', 'Sports')])
    .execute()
  await insertAccount(db, {
    account_id: '111111111111',
    organization_uid: organizationUid,
    parent_id: 'r-ab12',
    is_management_account: true,
  })
  await insertAccount(db, { account_id: '222222222222', organization_uid: organizationUid, parent_id: 'ou-ab12-11111111' })
  await insertAccount(db, { account_id: '333333333333', organization_uid: organizationUid, parent_id: 'ou-ab12-22222222' })
  const policy = (policy_id: string, statement: object) => ({
    organization_uid: organizationUid,
    policy_id,
    type: 'SERVICE_CONTROL_POLICY',
    name: policy_id,
    arn: '',
    aws_managed: policy_id === 'p-FullAWSAccess',
    content: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    content_hash: 'x',
  })
  await db
    .insertInto('org_policy')
    .values([
      policy('p-FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' }),
      policy('p-notrails0', { Sid: 'KeepTrails', Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' }),
      policy('p-noiam0000', { Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
    ])
    .execute()
  const targets = ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-22222222', '222222222222', '333333333333']
  await db
    .insertInto('policy_attachment')
    .values([
      ...targets.map((target_id) => ({
        organization_uid: organizationUid,
        policy_id: 'p-FullAWSAccess',
        target_id,
        target_type: 'ACCOUNT' as const,
      })),
      {
        organization_uid: organizationUid,
        policy_id: 'p-notrails0',
        target_id: 'ou-ab12-22222222',
        target_type: 'ORGANIZATIONAL_UNIT' as const,
      },
    ])
    .execute()
})
after(() => database.close())

test('what-if over the stored estate tells the accounts, the slots and that Reeve is not cut off', async () => {
  const result = await whatIf(
    { db: database.db, iamActions, memberActions: ['iam:ListRoles'] },
    { org: 'prod', signal, edit: { kind: 'attach', policyId: 'p-notrails0', targetId: 'r-ab12' } },
  )
  const [prediction] = result.predictions
  assert.deepEqual(
    prediction?.groups.map(({ accountIds, changes }) => [accountIds, changes.map(({ actions, to, level }) => ({ actions, to, level }))]),
    [[['222222222222'], [{ actions: ['cloudtrail:StopLogging'], to: 'denied', level: 'r-ab12' }]]],
  )
  assert.deepEqual(
    result.quotas.map(({ targetId, slots, slotsMax, exceeded, policies }) => ({
      targetId,
      slots,
      slotsMax,
      exceeded,
      owners: policies.map(({ owner }) => owner),
    })),
    [{ targetId: 'r-ab12', slots: 2, slotsMax: 10, exceeded: [], owners: ['aws', 'you'] }],
  )
  assert.deepEqual([result.cutOffs, result.isRefused], [[], false])
})

test('an edit that would cut off Reeve itself is refused, with the statement that does it', async () => {
  const result = await whatIf(
    { db: database.db, iamActions, memberActions: ['iam:ListRoles'] },
    { org: 'prod', signal, edit: { kind: 'attach', policyId: 'p-noiam0000', targetId: 'ou-ab12-11111111' } },
  )
  assert.equal(result.isRefused, true)
  assert.deepEqual(
    result.cutOffs.map(({ accountId, action, certainty, statements }) => ({ accountId, action, certainty, policy: statements[0]?.policy })),
    [{ accountId: '222222222222', action: 'iam:ListRoles', certainty: 'certain', policy: 'p-noiam0000' }],
  )
})

test('what-if refuses an edit that AWS would refuse, and an organization nobody registered', async () => {
  const deps = { db: database.db, iamActions, memberActions: [] }
  await assert.rejects(whatIf(deps, { org: 'prod', signal, edit: { kind: 'detach', policyId: 'p-FullAWSAccess', targetId: 'r-ab12' } }), {
    code: 'policy_edit_refused',
  })
  await assert.rejects(whatIf(deps, { org: 'nobody', signal, edit: { kind: 'detach', policyId: 'p-FullAWSAccess', targetId: 'r-ab12' } }), {
    code: 'policy_organization_not_found',
  })
})

test('explaining a request uses the harvested chain and says what it supposed', async () => {
  const input = {
    accountId: '333333333333',
    principalArn: 'arn:aws:iam::333333333333:role/Dev',
    action: 'cloudtrail:StopLogging',
    resource: { arn: '*' },
    context: {},
  }
  const { explanation, supposed, derivedContext } = await explainRequest(database.db, input)
  assert.equal(explanation.decision, 'explicit_deny')
  assert.deepEqual(explanation.decidedBy, [
    { layer: 'scp', target: 'ou-ab12-22222222', policy: 'p-notrails0', sid: 'KeepTrails', statement: 0 },
  ])
  assert.deepEqual(derivedContext['aws:PrincipalOrgPaths'], ['o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'])
  assert.match(supposed[0] ?? '', /supposed to allow/)
  const elsewhere = await explainRequest(database.db, {
    ...input,
    accountId: '222222222222',
    principalArn: 'arn:aws:iam::222222222222:role/Dev',
  })
  assert.equal(elsewhere.explanation.decision, 'allowed')
  await assert.rejects(explainRequest(database.db, { ...input, accountId: '999999999999' }), { code: 'policy_account_not_found' })
})

test('the matrix shows who reaches whom under the three perimeters of the source, outside included [PERIM-1, PERIM-2, PERIM-6]', async () => {
  const loaded = await loadEstate(database.db, organizationUid)
  assert.ok(loaded)
  const deny = (condition: object): object => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: condition }],
  })
  const ask = (document: object, level: 'account' | 'ou' | 'organization') => {
    const { cells } = perimeterMatrix(loaded.estate, {
      document,
      form: 'scp',
      action: 's3:PutObject',
      resourceArn: 'arn:aws:s3:::b/k',
      level,
    })
    return new Map(cells.map(({ principal, resource, decision }) => [`${principal}>${resource}`, decision]))
  }
  const byOu = ask(deny({ 'ForAllValues:StringNotLike': { 'aws:ResourceOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'] } }), 'ou')
  assert.equal(byOu.size, 3 * 4)
  assert.equal(byOu.get('ou-ab12-22222222>ou-ab12-11111111'), 'allowed')
  assert.equal(byOu.get('ou-ab12-11111111>ou-ab12-22222222'), 'denied')
  assert.equal(byOu.get('ou-ab12-11111111>outside'), 'denied')
  const byOrganization = ask(deny({ StringNotEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } }), 'organization')
  assert.deepEqual([...byOrganization.values()], ['allowed', 'denied'])
  const byAccount = ask(deny({ StringNotEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } }), 'account')
  assert.equal(byAccount.get('222222222222>222222222222'), 'allowed')
  assert.equal(byAccount.get('222222222222>333333333333'), 'denied')
})
