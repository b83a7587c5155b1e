import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { readSimFlags } from './sim-options.ts'

const run = promisify(execFile)
const admin = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMIK7MDENG/bPxRfiCYEXAMPLEKEY' }

type Line = {
  endpoint: string
  region: string
  managementAccountId: string
  organizationId: string | null
  accessKeyId: string
  secretAccessKey: string
  orgRoleArn: string
  externalId: string
  adminAccessKeyId: string
  standaloneAccounts: { accountId: string; email: string }[]
}
type Running = { readonly process: ChildProcess; readonly line: Line }

function flagsOf(flags: Record<string, string>): string[] {
  return Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
}

async function startSim(flags: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, ['src/main/sim.ts', '--port', '0', '--latency-ms', '0', ...flagsOf(flags)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  return { process: child, line: JSON.parse(String(value)) as Line }
}

function stop({ process: child }: Running, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code))
    child.kill(signal)
  })
}

let empty: Running
before(async () => {
  empty = await startSim({
    world: 'empty',
    'account-id': '123456789012',
    'admin-access-key-id': admin.accessKeyId,
    'admin-secret-access-key': admin.secretAccessKey,
    'standalone-accounts': '2',
    'instance-role': 'Instance',
  })
})
after(() => stop(empty))

test('the first line tells how to use an empty world: absent things are null, given ids and keys are kept', () => {
  const { line } = empty
  assert.match(line.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.equal(line.region, 'us-east-1')
  assert.equal(line.managementAccountId, '123456789012')
  assert.equal(line.organizationId, null)
  assert.equal(line.adminAccessKeyId, admin.accessKeyId)
  assert.equal(line.standaloneAccounts.length, 2)
  assert.deepEqual(Object.keys(line), [
    'endpoint',
    'region',
    'managementAccountId',
    'organizationId',
    'accessKeyId',
    'secretAccessKey',
    'orgRoleArn',
    'memberRoleName',
    'externalId',
    'adminAccessKeyId',
    'adminSecretAccessKey',
    'standaloneAccounts',
  ])
})

test('an estate can be entered with the printed keys, role and ExternalId, twice the same from one seed, and stops cleanly', async () => {
  const [first, second] = [await startSim({ accounts: '40', seed: '7' }), await startSim({ accounts: '40', seed: '7', throttle: 'off' })]
  try {
    const facts = first.line
    assert.deepEqual({ ...second.line, endpoint: '' }, { ...facts, endpoint: '' })
    const config = { region: 'us-east-1', endpoint: second.line.endpoint }
    const sts = new STSClient({ ...config, credentials: { accessKeyId: facts.accessKeyId, secretAccessKey: facts.secretAccessKey } })
    const { Credentials: keys } = await sts.send(
      new AssumeRoleCommand({ RoleArn: facts.orgRoleArn, RoleSessionName: 'tests', ExternalId: facts.externalId }),
    )
    const client = new OrganizationsClient({
      ...config,
      credentials: { accessKeyId: keys!.AccessKeyId!, secretAccessKey: keys!.SecretAccessKey!, sessionToken: keys!.SessionToken! },
    })
    let accounts = 0
    for await (const page of paginateListAccounts({ client }, {})) accounts += page.Accounts!.length
    assert.equal(accounts, 40)
    sts.destroy()
    client.destroy()
  } finally {
    assert.equal(await stop(first), 0)
    assert.equal(await stop(second, 'SIGINT'), 0)
  }
})

test('SIGTERM to `npm run sim` stops the simulator itself, not only npm', async () => {
  const child = spawn('npm', ['run', '--silent', 'sim', '--', '--port', '0', '--world', 'empty'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  const { endpoint } = JSON.parse(String(value)) as Line
  const stats = () => fetch(`${endpoint}/_sim/stats`, { headers: { 'x-reeve-sim': '1' } })
  assert.equal((await stats()).status, 200)
  const code = await new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
  assert.equal(code, 0)
  await assert.rejects(stats())
})

test('wrong flags are all told at once, on stderr, with exit code 2', async () => {
  const failure = (await run(process.execPath, ['src/main/sim.ts', '--port', '70000', '--throttle', 'maybe', '--nope']).catch(
    (error: unknown) => error,
  )) as { code: number; stdout: string; stderr: string }
  assert.equal(failure.code, 2)
  assert.equal(failure.stdout, '')
  for (const problem of ['--port must be a whole number', '--throttle must be on or off', '--nope is not a flag', 'Usage:'])
    assert.ok(failure.stderr.includes(problem), problem)
})

test('a world that does not exist and a fault plan that cannot be read are told', () => {
  const read = readSimFlags(['--fault-plan', '/nowhere.json', '--admin-access-key-id', admin.accessKeyId])
  assert.ok('problems' in read)
  assert.equal(read.problems.length, 2)
  assert.ok('flags' in readSimFlags([]))
})

test('with an instance role, metadata below /latest/ hands out its credentials by version 2 only', async () => {
  const { endpoint } = empty.line
  const iam = new IAMClient({ region: 'us-east-1', endpoint, credentials: admin })
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }
  await iam.send(new CreateRoleCommand({ RoleName: 'Instance', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  iam.destroy()
  const path = `${endpoint}/latest/meta-data/iam/security-credentials/Instance`
  assert.equal((await fetch(path)).status, 401)
  const token = await (
    await fetch(`${endpoint}/latest/api/token`, { method: 'PUT', headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' } })
  ).text()
  const { AccessKeyId, SecretAccessKey, Token } = (await (
    await fetch(path, { headers: { 'x-aws-ec2-metadata-token': token } })
  ).json()) as { AccessKeyId: string; SecretAccessKey: string; Token: string }
  const sts = new STSClient({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token },
  })
  assert.equal(
    (await sts.send(new GetCallerIdentityCommand({}))).Arn,
    'arn:aws:sts::123456789012:assumed-role/Instance/i-0a1b2c3d4e5f67890',
  )
  sts.destroy()
})

const hasCli = await run('aws', ['--version']).then(
  () => true,
  () => false,
)

test(
  'the unmodified AWS CLI makes an organization, an OU and a policy, and reads them back',
  { skip: hasCli ? false : 'the AWS CLI is not installed; the wire tests replay its requests' },
  async () => {
    const environment = {
      ...process.env,
      AWS_ACCESS_KEY_ID: admin.accessKeyId,
      AWS_SECRET_ACCESS_KEY: admin.secretAccessKey,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    }
    const aws = async (...words: string[]): Promise<unknown> => {
      const { stdout } = await run('aws', ['--endpoint-url', empty.line.endpoint, '--output', 'json', ...words], { env: environment })
      return stdout === '' ? undefined : JSON.parse(stdout)
    }
    assert.equal(((await aws('sts', 'get-caller-identity')) as { Account: string }).Account, '123456789012')
    const { Organization: organization } = (await aws('organizations', 'create-organization', '--feature-set', 'ALL')) as {
      Organization: { Id: string; MasterAccountId: string }
    }
    assert.equal(organization.MasterAccountId, '123456789012')
    const { Roots: roots } = (await aws('organizations', 'list-roots')) as { Roots: { Id: string }[] }
    const { OrganizationalUnit: ou } = (await aws(
      'organizations',
      'create-organizational-unit',
      '--parent-id',
      roots[0]!.Id,
      '--name',
      'Production',
    )) as { OrganizationalUnit: { Id: string } }
    assert.match(ou.Id, /^ou-[0-9a-z]{4}-[a-z0-9]{8}$/)
    const failure = (await aws('organizations', 'describe-account', '--account-id', '999999999999').catch((error: unknown) => error)) as {
      stderr: string
    }
    assert.match(failure.stderr, /An error occurred \(AccountNotFoundException\) when calling the DescribeAccount operation/)
    const simulated = (await aws(
      'iam',
      'simulate-principal-policy',
      '--policy-source-arn',
      'arn:aws:iam::123456789012:user/administrator',
      '--action-names',
      'organizations:ListAccounts',
      's3:GetObject',
    )) as { EvaluationResults: { EvalDecision: string }[] }
    assert.deepEqual(
      simulated.EvaluationResults.map(({ EvalDecision }) => EvalDecision),
      ['allowed', 'allowed'],
    )
  },
)
