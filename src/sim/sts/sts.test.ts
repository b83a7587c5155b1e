import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { test } from 'node:test'
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  SetSecurityTokenServicePreferencesCommand,
} from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { iamService } from '../iam/iam.service.ts'
import { addRole } from '../iam/state.ts'
import { encodeAuthorizationMessage } from '../denial.ts'
import { organizationProvider, regionEnabledProvider } from '../providers.ts'
import { type Served, serveOnLoopback } from '../http-server.ts'
import { createSimulation, type Simulation, type SimulationOptions } from '../simulated-aws.ts'
import { type FakeClock, fakeClock } from '../support/fake-clock.ts'
import { clientsOf, failureOf } from '../support/sdk-clients.ts'
import {
  adminKeys,
  callerAccount,
  callerKeys,
  policy,
  powerlessKeys,
  seedTinyWorld,
  targetAccount,
  targetAdminKeys,
  trust,
} from '../support/tiny-world.ts'
import { mfaCode } from './mfa.ts'
import { stsService } from './sts.service.ts'
import { publishIssuerKeys } from './web-identity.ts'

function start(options: Partial<SimulationOptions> = {}): Simulation {
  return createSimulation({ services: [stsService, iamService], seedWorld: seedTinyWorld, ...options })
}
const roleArn = (name: string, account = targetAccount) => `arn:aws:iam::${account}:role/${name}`

async function assume(cloud: Simulation, input: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> {
  const { sts } = clientsOf(cloud, callerKeys)
  return (await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'tests', ...input }))).Credentials!
}

test('a wrong ExternalId, a missing role and missing MFA are refused in the same words', async () => {
  const cloud = start()
  const refusals = [
    await failureOf(assume(cloud, { RoleArn: roleArn('reader'), ExternalId: 'wrong' })),
    await failureOf(assume(cloud, { RoleArn: roleArn('reader') })),
    await failureOf(assume(cloud, { RoleArn: roleArn('missing'), ExternalId: 'right' })),
    await failureOf(assume(cloud, { RoleArn: roleArn('mfa-only') })),
    await failureOf(assume(cloud, { RoleArn: roleArn('reader', '999999999999'), ExternalId: 'right' })),
  ]
  for (const { name, message, status } of refusals) {
    assert.equal(name, 'AccessDenied')
    assert.equal(status, 403)
    assert.match(
      message,
      /^User: arn:aws:iam::111111111111:user\/caller is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::\d{12}:role\/[\w-]+$/,
    )
  }
})

test('the right ExternalId gives credentials that act as the role and no further', async () => {
  const cloud = start()
  const credentials = await assume(cloud, { RoleArn: roleArn('reader'), ExternalId: 'right' })
  const { sts, iam } = clientsOf(cloud, credentials)
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}))
  assert.equal(Account, targetAccount)
  assert.equal(Arn, 'arn:aws:sts::222222222222:assumed-role/reader/tests')
  assert.match(UserId!, /^AROA[A-Z2-7]{17}:tests$/)
  assert.ok((await iam.send(new ListRolesCommand({}))).Roles!.length > 0)
  const refusal = await failureOf(iam.send(new DeleteRoleCommand({ RoleName: 'open' })))
  assert.equal(refusal.name, 'AccessDenied')
  assert.equal(
    refusal.message,
    'User: arn:aws:sts::222222222222:assumed-role/reader/tests is not authorized to perform: iam:DeleteRole on resource: arn:aws:iam::222222222222:role/open because no identity-based policy allows the iam:DeleteRole action',
  )
})

test('MFA lets a caller through where the trust policy asks for it, and a wrong code does not', async () => {
  const cloud = start()
  const SerialNumber = 'arn:aws:iam::111111111111:mfa/caller'
  const TokenCode = mfaCode(cloud.aws, SerialNumber)
  await assume(cloud, { RoleArn: roleArn('mfa-only'), SerialNumber, TokenCode })
  const wrong = String((Number(TokenCode) + 1) % 1_000_000).padStart(6, '0')
  assert.match(
    (await failureOf(assume(cloud, { RoleArn: roleArn('mfa-only'), SerialNumber, TokenCode: wrong }))).message,
    /MultiFactorAuthentication failed/,
  )
})

test('trust alone is not enough across accounts: the caller needs a policy of its own', async () => {
  const cloud = start()
  const { sts } = clientsOf(cloud, powerlessKeys)
  const refusal = await failureOf(sts.send(new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'tests' })))
  assert.equal(refusal.name, 'AccessDenied')
  assert.match(refusal.message, /because no identity-based policy allows the sts:AssumeRole action$/)
})

test('durations obey the role, and one hour when chaining', async () => {
  const cloud = start()
  const long = await failureOf(assume(cloud, { RoleArn: roleArn('reader'), ExternalId: 'right', DurationSeconds: 7201 }))
  assert.deepEqual(
    [long.name, long.message],
    ['ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
  )
  const short = await failureOf(assume(cloud, { DurationSeconds: 899 }))
  assert.match(
    short.message,
    /Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900/,
  )

  const hop = await assume(cloud, { RoleArn: roleArn('hop', callerAccount), DurationSeconds: 43_200 })
  const { sts } = clientsOf(cloud, hop)
  const chained = await failureOf(
    sts.send(new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'tests', DurationSeconds: 3601 })),
  )
  assert.deepEqual(
    [chained.name, chained.message],
    ['ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'],
  )
  await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'tests', DurationSeconds: 3600 }))
})

test('a caller who may not assume the role does not learn its longest session', async () => {
  const cloud = start()
  assert.equal(
    (await failureOf(assume(cloud, { RoleArn: roleArn('reader'), ExternalId: 'wrong', DurationSeconds: 43_200 }))).name,
    'AccessDenied',
  )
})

test('credentials expire on the injected clock', async () => {
  const clock: FakeClock = fakeClock()
  const cloud = start({ clock })
  const credentials = await assume(cloud, { DurationSeconds: 900 })
  clock.advance(899_000)
  await clientsOf(cloud, credentials, { systemClockOffset: 899_000 }).sts.send(new GetCallerIdentityCommand({}))
  clock.advance(2000)
  const { name, message } = await failureOf(
    clientsOf(cloud, credentials, { systemClockOffset: 901_000 }).sts.send(new GetCallerIdentityCommand({})),
  )
  assert.deepEqual([name, message], ['ExpiredToken', 'The security token included in the request is expired'])
})

test('a session policy narrows the session', async () => {
  const cloud = start()
  const credentials = await assume(cloud, { Policy: JSON.stringify(policy('Allow', 'iam:ListRoles', '*')) })
  const { iam } = clientsOf(cloud, credentials)
  await iam.send(new ListRolesCommand({}))
  const refusal = await failureOf(iam.send(new GetRoleCommand({ RoleName: 'open' })))
  assert.match(refusal.message, /because no session policy allows the iam:GetRole action$/)
  assert.equal((await failureOf(assume(cloud, { Policy: '{' }))).name, 'MalformedPolicyDocumentException')
  assert.equal(
    (await failureOf(assume(cloud, { Policy: JSON.stringify(policy('Allow', 'iam:*', 'x'.repeat(2000))) }))).name,
    'PackedPolicyTooLargeException',
  )
})

test('session tags and source identity need the trust policy, and pass on when chaining', async () => {
  const cloud = start()
  addRole(cloud.aws, targetAccount, {
    name: 'no-tags',
    trust: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: callerAccount }, Action: 'sts:AssumeRole' }] },
  })
  addRole(cloud.aws, targetAccount, {
    name: 'for-team-blue',
    trust: trust({ StringEquals: { 'aws:PrincipalTag/team': 'blue', 'aws:SourceIdentity': 'ana' } }),
  })
  const refusal = await failureOf(assume(cloud, { RoleArn: roleArn('no-tags'), Tags: [{ Key: 'team', Value: 'blue' }] }))
  assert.match(refusal.message, /is not authorized to perform: sts:TagSession on resource/)

  const hop = await assume(cloud, {
    RoleArn: roleArn('hop', callerAccount),
    Tags: [{ Key: 'team', Value: 'blue' }],
    TransitiveTagKeys: ['team'],
    SourceIdentity: 'ana',
  })
  const { sts } = clientsOf(cloud, hop)
  const { SourceIdentity } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('for-team-blue'), RoleSessionName: 'tests' }))
  assert.equal(SourceIdentity, 'ana')
  const untagged = clientsOf(cloud, await assume(cloud, { RoleArn: roleArn('hop', callerAccount) }))
  assert.equal(
    (await failureOf(untagged.sts.send(new AssumeRoleCommand({ RoleArn: roleArn('for-team-blue'), RoleSessionName: 'tests' })))).name,
    'AccessDenied',
  )
})

test('an opt-in Region serves roles of accounts that enabled it, whatever the caller has enabled', async () => {
  const cloud = start()
  const { sts } = clientsOf(cloud, callerKeys, { region: 'eu-south-1' })
  const command = new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'tests' })
  const refusal = await failureOf(sts.send(command))
  assert.deepEqual([refusal.name, refusal.status], ['RegionDisabledException', 403])
  assert.equal(
    refusal.message,
    'STS is not activated in this region for account:222222222222. Your account administrator can activate STS in this region using the IAM Console.',
  )
  cloud.aws.provide(regionEnabledProvider, (account, region) => account === targetAccount && region === 'eu-south-1')
  const credentials = (await sts.send(command)).Credentials!
  await clientsOf(cloud, credentials, { region: 'eu-south-1' }).sts.send(new GetCallerIdentityCommand({}))
  assert.equal((await failureOf(sts.send(new GetCallerIdentityCommand({})))).name, 'InvalidClientTokenId')
})

test('a token of the global endpoint is worthless in opt-in Regions until the account asks for version 2', async () => {
  const cloud = start()
  cloud.aws.provide(regionEnabledProvider, () => true)
  const globally = clientsOf(cloud, callerKeys, { useGlobalEndpoint: true }).sts
  const command = new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'tests' })
  const first = (await globally.send(command)).Credentials!
  await clientsOf(cloud, first, { region: 'eu-west-1' }).sts.send(new GetCallerIdentityCommand({}))
  assert.equal(
    (await failureOf(clientsOf(cloud, first, { region: 'af-south-1' }).sts.send(new GetCallerIdentityCommand({})))).name,
    'InvalidClientTokenId',
  )

  await clientsOf(cloud, targetAdminKeys).iam.send(new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: 'v2Token' }))
  const second = (await globally.send(command)).Credentials!
  assert.ok(second.SessionToken!.length > first.SessionToken!.length)
  await clientsOf(cloud, second, { region: 'af-south-1' }).sts.send(new GetCallerIdentityCommand({}))
})

test('a trust that names a role stops at its deletion and does not fit a new role of the same name', async () => {
  const cloud = start()
  const admin = clientsOf(cloud, adminKeys)
  const target = clientsOf(cloud, targetAdminKeys)
  const hopArn = roleArn('hop', callerAccount)
  const named = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: hopArn }, Action: 'sts:AssumeRole' }] }
  await target.iam.send(new CreateRoleCommand({ RoleName: 'by-arn', AssumeRolePolicyDocument: JSON.stringify(named) }))
  await target.iam.send(
    new CreateRoleCommand({
      RoleName: 'by-condition',
      AssumeRolePolicyDocument: JSON.stringify(trust({ ArnLike: { 'aws:PrincipalArn': hopArn } })),
    }),
  )
  const reach = async () => {
    const { sts } = clientsOf(cloud, await assume(cloud, { RoleArn: hopArn }))
    const tries = ['by-arn', 'by-condition'].map((name) =>
      sts.send(new AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: 'tests' })).then(
        () => 'assumed',
        () => 'refused',
      ),
    )
    return Promise.all(tries)
  }
  assert.deepEqual(await reach(), ['assumed', 'assumed'])

  await admin.iam.send(new DeleteRolePolicyCommand({ RoleName: 'hop', PolicyName: 'assume' }))
  await admin.iam.send(new DeleteRoleCommand({ RoleName: 'hop' }))
  await admin.iam.send(new CreateRoleCommand({ RoleName: 'hop', AssumeRolePolicyDocument: JSON.stringify(trust()) }))
  await admin.iam.send(
    new PutRolePolicyCommand({ RoleName: 'hop', PolicyName: 'assume', PolicyDocument: JSON.stringify(policy('Allow', 'sts:*', '*')) }),
  )
  assert.deepEqual(await reach(), ['refused', 'assumed'])
  const shown = await target.iam.send(new GetRoleCommand({ RoleName: 'by-arn' }))
  assert.match(decodeURIComponent(shown.Role!.AssumeRolePolicyDocument!), /"AWS":"AROA[A-Z2-7]{17}"/)
})

test('a trust policy may ask for the caller to be in an organization', async () => {
  const cloud = start()
  addRole(cloud.aws, targetAccount, { name: 'org-only', trust: trust({ StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } }) })
  assert.equal((await failureOf(assume(cloud, { RoleArn: roleArn('org-only') }))).name, 'AccessDenied')
  cloud.aws.provide(organizationProvider, () => ({
    id: 'o-aaaaaaaaaa',
    managementAccountId: callerAccount,
    path: 'o-aaaaaaaaaa/r-aaaa/',
    version: 1,
  }))
  await assume(cloud, { RoleArn: roleArn('org-only') })
})

test('a new role is unknown to STS for a moment while lag is on', async () => {
  const clock = fakeClock()
  const cloud = start({ clock, lag: true })
  await clientsOf(cloud, targetAdminKeys).iam.send(
    new CreateRoleCommand({ RoleName: 'fresh', AssumeRolePolicyDocument: JSON.stringify(trust()) }),
  )
  assert.equal((await failureOf(assume(cloud, { RoleArn: roleArn('fresh') }))).name, 'AccessDenied')
  clock.advance(10_000)
  await assume(cloud, { RoleArn: roleArn('fresh') })
})

test('GetSessionToken keeps the user, proves MFA, is closed to session credentials, and closed at IAM without MFA', async () => {
  const cloud = start()
  const SerialNumber = 'arn:aws:iam::111111111111:mfa/caller'
  const { sts } = clientsOf(cloud, callerKeys)
  const { Credentials: credentials } = await sts.send(
    new GetSessionTokenCommand({ SerialNumber, TokenCode: mfaCode(cloud.aws, SerialNumber) }),
  )
  const session = clientsOf(cloud, credentials!)
  assert.equal((await session.sts.send(new GetCallerIdentityCommand({}))).Arn, 'arn:aws:iam::111111111111:user/caller')
  await session.sts.send(new AssumeRoleCommand({ RoleArn: roleArn('mfa-only'), RoleSessionName: 'tests' }))
  assert.equal(
    (await failureOf(session.sts.send(new GetSessionTokenCommand({})))).message,
    'Cannot call GetSessionToken with session credentials',
  )

  const plain = clientsOf(cloud, (await clientsOf(cloud, adminKeys).sts.send(new GetSessionTokenCommand({}))).Credentials!)
  assert.equal((await failureOf(plain.iam.send(new ListRolesCommand({})))).name, 'InvalidClientTokenId')
})

test('GetAccessKeyInfo tells the account of any key', async () => {
  const cloud = start()
  const { sts } = clientsOf(cloud, callerKeys)
  assert.equal((await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: targetAdminKeys.accessKeyId }))).Account, targetAccount)
})

test('an encoded authorization message opens only where decoding is granted, and only if it is one', async () => {
  const cloud = start()
  const EncodedMessage = encodeAuthorizationMessage(cloud.aws, '{"allowed":false}')
  const { sts } = clientsOf(cloud, callerKeys)
  assert.equal((await sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }))).DecodedMessage, '{"allowed":false}')
  assert.equal(
    (await failureOf(sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: `A${EncodedMessage.slice(1)}` })))).name,
    'InvalidAuthorizationMessageException',
  )
  assert.equal(
    (await failureOf(clientsOf(cloud, powerlessKeys).sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage })))).name,
    'AccessDenied',
  )
})

test('a web identity token is believed only with a good signature, audience, subject and time', async () => {
  const clock = fakeClock()
  const cloud = start({ clock })
  const issuer = 'https://tokens.example.com'
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  publishIssuerKeys(cloud.aws, issuer, [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }])
  const admin = clientsOf(cloud, targetAdminKeys)
  const provider = (await admin.iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ['sts.amazonaws.com'] })))
    .OpenIDConnectProviderArn!
  const federated = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'tokens.example.com:sub': 'pod' } },
      },
    ],
  }
  await admin.iam.send(new CreateRoleCommand({ RoleName: 'federated', AssumeRolePolicyDocument: JSON.stringify(federated) }))

  const claims = { iss: issuer, sub: 'pod', aud: 'sts.amazonaws.com', exp: Math.floor(clock.now() / 1000) + 600 }
  const attempt = (token: string, RoleArn = roleArn('federated')) => {
    const { sts } = clientsOf(cloud, callerKeys)
    return sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'tests', WebIdentityToken: token }))
  }
  const { Credentials: credentials, SubjectFromWebIdentityToken } = await attempt(jwt(claims, privateKey))
  assert.equal(SubjectFromWebIdentityToken, 'pod')
  assert.equal(
    (await clientsOf(cloud, credentials!).sts.send(new GetCallerIdentityCommand({}))).Arn,
    'arn:aws:sts::222222222222:assumed-role/federated/tests',
  )

  const refusals = await Promise.all([
    failureOf(attempt(jwt(claims, stranger))),
    failureOf(attempt(jwt({ ...claims, aud: 'elsewhere' }, privateKey))),
    failureOf(attempt(jwt({ ...claims, sub: 'other' }, privateKey))),
    failureOf(attempt(jwt({ ...claims, exp: claims.exp - 700 }, privateKey))),
    failureOf(attempt(jwt({ ...claims, iss: 'https://unknown.example.com' }, privateKey))),
    failureOf(attempt(jwt(claims, privateKey), roleArn('open'))),
    failureOf(attempt('not a token')),
  ])
  assert.deepEqual(
    refusals.map(({ name }) => name),
    [
      'InvalidIdentityTokenException',
      'InvalidIdentityTokenException',
      'AccessDenied',
      'ExpiredTokenException',
      'InvalidIdentityTokenException',
      'AccessDenied',
      'InvalidIdentityTokenException',
    ],
  )
})

test('the keys of an issuer are found by its discovery document', async () => {
  const cloud = start()
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const json = (body: object) => ({ status: 200, headers: {}, body: JSON.stringify(body) })
  const served: Served = await serveOnLoopback(
    ({ path }) =>
      path === '/keys'
        ? json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] })
        : json({ jwks_uri: `${served.endpoint}/keys` }),
    0,
  )
  try {
    const host = served.endpoint.replace('http://', '')
    const admin = clientsOf(cloud, targetAdminKeys)
    await admin.iam.send(new CreateOpenIDConnectProviderCommand({ Url: served.endpoint, ClientIDList: ['sts.amazonaws.com'] }))
    addRole(cloud.aws, targetAccount, {
      name: 'found',
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: `arn:aws:iam::${targetAccount}:oidc-provider/${host}` },
            Action: 'sts:AssumeRoleWithWebIdentity',
          },
        ],
      },
    })
    const attempt = (key: KeyObject) => {
      const token = jwt({ iss: served.endpoint, sub: 'pod', aud: 'sts.amazonaws.com', exp: Math.floor(Date.now() / 1000) + 600 }, key)
      return admin.sts.send(
        new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn('found'), RoleSessionName: 'tests', WebIdentityToken: token }),
      )
    }
    assert.equal((await attempt(privateKey)).AssumedRoleUser!.Arn, 'arn:aws:sts::222222222222:assumed-role/found/tests')
    assert.equal(
      (await failureOf(attempt(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey))).name,
      'InvalidIdentityTokenException',
    )
  } finally {
    await served.close()
  }
})

function jwt(claims: object, key: KeyObject): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${encode(claims)}`
  return `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`
}
