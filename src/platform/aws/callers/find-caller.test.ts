import assert from 'node:assert/strict'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createDoor, type DoorOptions } from '../create-door.ts'
import type { CallerIdentity } from '../door.ts'
import { assumedRole, callerIdentity, FakeAws, type FakeAnswer, type FakeRequest, queryError } from '../testing/fake-aws.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { work } from '../testing/world.ts'
import { storedKeysWarning } from './stored-keys-caller.ts'

const roleSession = 'arn:aws:sts::999999999999:assumed-role/Install/i-0'
const later = new Date('2026-11-21T18:00:00Z')
let folder = ''
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'door-'))
})
after(() => rm(folder, { recursive: true }))

function sceneOf(options: DoorOptions, answer: (request: FakeRequest) => FakeAnswer | undefined = () => undefined) {
  const clock = new FakeClock()
  const aws = new FakeAws((request) => {
    const given = answer(request)
    if (given !== undefined) return given
    if (request.operation === 'GetCallerIdentity')
      return callerIdentity(
        '999999999999',
        request.accessKeyId?.startsWith('ASIA') === true ? roleSession : 'arn:aws:iam::999999999999:user/reeve',
      )
    if (request.operation.startsWith('AssumeRole'))
      return assumedRole(
        {
          roleArn: request.form.get('RoleArn')!,
          sessionName: request.form.get('RoleSessionName')!,
          accessKeyId: `ASIA${aws.requests.length}`,
          expiration: later,
        },
        request.operation,
      )
    return { status: 404, body: '' }
  })
  const door = createDoor({ requestHandler: aws, clock, ...options })
  const describe = (caller: CallerIdentity = { kind: 'default' }) => door.describeCaller(caller, work())
  return { aws, clock, door, describe }
}

const noFiles = () => ({ AWS_CONFIG_FILE: path.join(folder, 'none'), AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'none') })

/** An IMDS that speaks version 2 (and, if told so, version 1 too). */
function metadata(options: { tokens?: boolean; expiration?: () => Date; isDown?: () => boolean } = {}) {
  const { tokens = true, expiration = () => later, isDown = () => false } = options
  return new FakeAws(({ operation, token }) => {
    if (isDown()) return Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH' })
    if (operation === '/latest/api/token') return tokens ? { body: 'v2-token' } : { status: 404, body: '' }
    if (tokens && token !== 'v2-token') return { status: 401, body: '' }
    if (operation.endsWith('/security-credentials/')) return { body: 'Install' }
    return {
      body: JSON.stringify({
        Code: 'Success',
        AccessKeyId: 'ASIAIMDS',
        SecretAccessKey: 's',
        Token: 't',
        Expiration: expiration().toISOString(),
      }),
    }
  })
}

test('an instance role is read through IMDSv2 and described with its source and end [ROLE-2]', async () => {
  const imds = metadata()
  const { describe } = sceneOf({ environment: noFiles(), metadataHandler: imds })
  const outcome = await describe()
  assert.equal(
    outcome.kind === 'ok' && outcome.value.text,
    `running as ${roleSession}, via instance role (IMDSv2) Install, expires at 2026-11-21T18:00:00.000Z`,
  )
  assert.deepEqual(
    imds.requests.map(({ operation, token }) => [operation, token]),
    [
      ['/latest/api/token', undefined],
      ['/latest/meta-data/iam/security-credentials/', 'v2-token'],
      ['/latest/meta-data/iam/security-credentials/Install', 'v2-token'],
    ],
  )
})

test('version 1 of the metadata service is never asked, even where only it answers [ROLE-2]', async () => {
  const imds = metadata({ tokens: false })
  const outcome = await sceneOf({ environment: noFiles(), metadataHandler: imds }).describe()
  assert.equal(outcome.kind === 'rejected' && outcome.code, 'CallerUnavailable')
  assert.match(outcome.kind === 'rejected' ? outcome.message : '', /never uses version 1.*hop limit/)
  assert.deepEqual([...new Set(imds.requests.map(({ operation }) => operation))], ['/latest/api/token'])
})

test('a profile whose source is the instance never asks version 1 either [ROLE-2]', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(request.method === 'PUT' ? 404 : 200).end('Install')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const config = path.join(folder, 'imds-config')
  await writeFile(config, '[profile chained]\nrole_arn = arn:aws:iam::999999999999:role/R\ncredential_source = Ec2InstanceMetadata\n')
  // The SDK's reader takes its endpoint from the process; nothing else of Reeve does.
  process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = `http://127.0.0.1:${port}`
  try {
    const outcome = await sceneOf({ environment: { ...noFiles(), AWS_CONFIG_FILE: config } }).describe({
      kind: 'profile',
      profile: 'chained',
    })
    assert.equal(outcome.kind, 'rejected')
    assert.deepEqual([...new Set(asked)], ['PUT /latest/api/token'])
  } finally {
    delete process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT']
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

test('instance metadata that is gone or stale for a while leaves the last credentials in use, with a warning', async () => {
  let isDown = false
  const { describe, clock, door } = sceneOf({
    environment: noFiles(),
    metadataHandler: metadata({ expiration: () => new Date('2026-11-21T13:00:00Z'), isDown: () => isDown }),
  })
  assert.equal((await describe()).kind, 'ok')
  isDown = true
  await clock.advance(2 * 3_600_000)
  const outcome = await describe()
  assert.equal(outcome.kind, 'ok')
  assert.match(outcome.value.warning ?? '', /no newer credentials/)
  door.close()
})

test('instance metadata that is switched off is not asked', async () => {
  const imds = metadata()
  const outcome = await sceneOf({ environment: { ...noFiles(), AWS_EC2_METADATA_DISABLED: 'true' }, metadataHandler: imds }).describe()
  assert.match(
    outcome.kind === 'rejected' ? outcome.message : '',
    /environment.*shared configuration.*web identity.*container.*switched off/s,
  )
  assert.equal(imds.requests.length, 0)
})

test('a pod’s credentials come from the endpoint and the token file that EKS gives it, read anew as the token rotates', async () => {
  const tokens: (string | undefined)[] = []
  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization)
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ AccessKeyId: 'ASIAPOD', SecretAccessKey: 's', Token: 't', Expiration: '2026-11-21T12:04:00Z' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const tokenFile = path.join(folder, 'pod-token')
  await writeFile(tokenFile, 'first')
  try {
    const environment = {
      ...noFiles(),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    }
    const { describe, clock } = sceneOf({ environment })
    const outcome = await describe()
    assert.equal(outcome.kind === 'ok' && outcome.value.via, 'container')
    await writeFile(tokenFile, 'second')
    await clock.advance(60_000)
    await describe()
    assert.deepEqual(tokens, ['first', 'second'])
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

test('container credentials over plain HTTP to a foreign host are refused', async () => {
  const outcome = await sceneOf({
    environment: { ...noFiles(), AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://example.org/creds' },
  }).describe()
  assert.match(outcome.kind === 'rejected' ? outcome.message : '', /URL not accepted/)
})

test('a web identity token is exchanged at the Regional STS endpoint in an unsigned call, and read anew for each session', async () => {
  const tokenFile = path.join(folder, 'oidc-token')
  await writeFile(tokenFile, 'jwt-1\n')
  const environment = {
    ...noFiles(),
    AWS_REGION: 'eu-west-1',
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/Install',
    AWS_ROLE_SESSION_NAME: 'pod',
  }
  const { aws, describe } = sceneOf({ environment })
  const outcome = await describe()
  assert.equal(outcome.kind === 'ok' && outcome.value.via, 'web_identity')
  const [exchange] = aws.requests
  assert.deepEqual(
    [
      exchange?.operation,
      exchange?.host,
      exchange?.accessKeyId,
      exchange?.form.get('WebIdentityToken'),
      exchange?.form.get('RoleSessionName'),
    ],
    ['AssumeRoleWithWebIdentity', 'sts.eu-west-1.amazonaws.com', undefined, 'jwt-1', 'pod'],
  )
})

test('a web identity that STS refuses is told as AWS says it', async () => {
  const tokenFile = path.join(folder, 'oidc-token-2')
  await writeFile(tokenFile, 'jwt')
  const environment = { ...noFiles(), AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/Install' }
  const { describe } = sceneOf({ environment }, ({ operation }) =>
    operation === 'AssumeRoleWithWebIdentity'
      ? queryError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity')
      : undefined,
  )
  assert.equal((await describe()).kind, 'denied')
})

test('a profile with a role and a source profile is walked through the door’s own STS', async () => {
  const config = path.join(folder, 'config')
  const credentials = path.join(folder, 'credentials')
  await writeFile(
    config,
    '[profile base]\nregion = eu-west-1\n[profile audit]\nrole_arn = arn:aws:iam::999999999999:role/Audit\nsource_profile = base\nexternal_id = ext\nrole_session_name = me\n',
  )
  await writeFile(credentials, '[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n')
  const { aws, describe } = sceneOf({ environment: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials } })
  const outcome = await describe({ kind: 'profile', profile: 'audit' })
  assert.deepEqual(outcome.kind === 'ok' && [outcome.value.via, outcome.value.detail, outcome.value.expiresAt?.toISOString()], [
    'profile',
    'audit',
    later.toISOString(),
  ])
  const [assume] = aws.requests
  assert.deepEqual(
    [assume?.operation, assume?.accessKeyId, assume?.form.get('ExternalId'), assume?.form.get('RoleSessionName')],
    ['AssumeRole', 'AKIABASE', 'ext', 'me'],
  )
})

test('AWS_PROFILE goes before keys in the environment, as in AWS’s own tools; a missing one is told', async () => {
  const environment = { ...noFiles(), AWS_PROFILE: 'nowhere', AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's' }
  const outcome = await sceneOf({ environment }).describe()
  assert.match(outcome.kind === 'rejected' ? outcome.message : '', /no profile nowhere/)
})

/** A home with one SSO profile whose sign-in ends at `signInEnd`, for the SDK, which looks for the token there. */
async function withSignIn<T>(signInEnd: string, run: (config: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(folder, 'home-'))
  const startUrl = 'https://example.awsapps.com/start'
  await mkdir(path.join(home, '.aws', 'sso', 'cache'), { recursive: true })
  const config = path.join(home, '.aws', 'config')
  await writeFile(
    config,
    `[profile sso]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\nsso_account_id = 999999999999\nsso_role_name = Admin\n`,
  )
  const name = createHash('sha1').update(startUrl).digest('hex')
  await writeFile(path.join(home, '.aws', 'sso', 'cache', `${name}.json`), JSON.stringify({ accessToken: 'x', expiresAt: signInEnd }))
  const homeBefore = process.env['HOME']
  process.env['HOME'] = home
  try {
    return await run(config)
  } finally {
    process.env['HOME'] = homeBefore
  }
}

test('an SSO profile whose sign-in has ended says which command renews it', async () => {
  await withSignIn('2020-01-01T00:00:00Z', async (config) => {
    const outcome = await sceneOf({ environment: { ...noFiles(), AWS_CONFIG_FILE: config } }).describe({ kind: 'profile', profile: 'sso' })
    assert.deepEqual(outcome, {
      kind: 'expired',
      code: 'SsoSignInExpired',
      message: 'The sign-in of SSO profile sso has ended: run "aws sso login --profile sso".',
    })
  })
})

test('an SSO profile shows when its credentials end and when its sign-in does', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        roleCredentials: { accessKeyId: 'ASIASSO', secretAccessKey: 's', sessionToken: 't', expiration: later.getTime() },
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env['AWS_ENDPOINT_URL_SSO'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    await withSignIn('2099-01-01T00:00:00.000Z', async (config) => {
      const outcome = await sceneOf({ environment: { ...noFiles(), AWS_CONFIG_FILE: config } }).describe({
        kind: 'profile',
        profile: 'sso',
      })
      assert.equal(
        outcome.kind === 'ok' && outcome.value.text,
        `running as ${roleSession}, via SSO profile sso, expires at 2026-11-21T18:00:00.000Z, sign-in ends at 2099-01-01T00:00:00.000Z`,
      )
    })
  } finally {
    delete process.env['AWS_ENDPOINT_URL_SSO']
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

test('stored keys work only where the installation allows them, and then carry a warning [ROLE-2]', async () => {
  const caller: CallerIdentity = { kind: 'stored_keys', accessKeyId: 'AKIASTORED', secretAccessKey: 's' }
  const refused = sceneOf({ environment: {} })
  assert.match(await refused.describe(caller).then((outcome) => (outcome.kind === 'rejected' ? outcome.message : '')), /switched off/)
  assert.equal(refused.aws.requests.length, 0)

  const outcome = await sceneOf({ environment: {}, allowStoredKeys: true }).describe(caller)
  assert.equal(outcome.kind === 'ok' && outcome.value.warning, storedKeysWarning)
  assert.match(outcome.kind === 'ok' ? outcome.value.text : '', /via stored IAM user keys, does not expire\./)
})

test('keys of the environment are described as such, and their end is shown where it is known', async () => {
  const environment = {
    AWS_ACCESS_KEY_ID: 'ASIAENV',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_SESSION_TOKEN: 't',
    AWS_CREDENTIAL_EXPIRATION: '2026-11-21T13:00:00Z',
  }
  const outcome = await sceneOf({ environment }).describe()
  assert.deepEqual(outcome.kind === 'ok' && [outcome.value.via, outcome.value.expiresAt?.toISOString(), outcome.value.accountId], [
    'environment',
    '2026-11-21T13:00:00.000Z',
    '999999999999',
  ])
})

test('keys that AWS does not know are told as rejected, with AWS’s words', async () => {
  const { describe } = sceneOf({ environment: { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'af-south-1' } }, () =>
    queryError('InvalidClientTokenId', 'The security token included in the request is invalid.'),
  )
  assert.deepEqual(await describe(), {
    kind: 'rejected',
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
  })
})
