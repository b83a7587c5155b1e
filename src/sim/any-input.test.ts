import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import {
  ListAccountsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations'
import fc from 'fast-check'
import { assertNever } from '#lib/assert-never.ts'
import type { Constraint } from './define-operation.ts'
import type { KeyPair, WorldFacts } from './define-world.ts'
import { createSimulatedAws, type Simulation } from './index.ts'
import { services } from './services.gen.ts'
import type { ServiceDefinition } from './define-service.ts'
import { clientsOf } from './support/sdk-clients.ts'
import { signedPost } from './support/sign.ts'
import { type CompiledService, compileService } from './wire/compiled-service.ts'
import type { Shape, StructureShape } from './wire/shape.ts'
import { estateWorld } from './worlds/estate.world.ts'

const runsPerOperation = 12

function start() {
  let facts: WorldFacts | undefined
  const cloud = createSimulatedAws({
    seedWorld: (aws) => {
      facts = estateWorld.build(aws, { accounts: 30, standaloneAccounts: 1 })
    },
  })
  return { cloud, facts: facts! }
}

/** Texts that operations take for ids, ARNs, documents and tokens, right and wrong ones. */
function textsFor(facts: WorldFacts): string[] {
  return [
    facts.managementAccountId,
    facts.organizationId!,
    facts.orgRoleArn!,
    'r-aaaa',
    'ou-aaaa-bbbbbbbb',
    'p-FullAWSAccess',
    'SERVICE_CONTROL_POLICY',
    'arn:aws:iam::aws:policy/AdministratorAccess',
    `arn:aws:iam::${facts.managementAccountId}:user/administrator`,
    'administrator',
    'reeve',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    '{"Statement":[{"Principal":{"AWS":[1]}}]}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":7},"Action":"sts:AssumeRole"}]}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":null},"Action":"x","Resource":"*","Condition":{"a":3}}]}',
    '{',
    'null',
    '[]',
    '',
    '%',
    ' ',
    'us-east-1',
    'ec2:RunInstances',
    'a.b.c',
    'e30.e30.e30',
    'config.amazonaws.com',
    'h-aaaaaaaa',
    '123',
    'Action',
  ]
}

/** Ids that exist in this world. */
async function idsIn(cloud: Simulation, keys: KeyPair): Promise<string[]> {
  const { organizations, iam } = clientsOf(cloud, keys)
  const { Roots: roots = [] } = await organizations.send(new ListRootsCommand({}))
  const { Accounts: accounts = [] } = await organizations.send(new ListAccountsCommand({}))
  const { OrganizationalUnits: units = [] } = await organizations.send(
    new ListOrganizationalUnitsForParentCommand({ ParentId: roots[0]!.Id }),
  )
  const { Policies: policies = [] } = await organizations.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))
  const { Roles: roles = [] } = await iam.send(new ListRolesCommand({}))
  return [...roots, ...accounts.slice(0, 3), ...units, ...policies.slice(0, 3)]
    .map(({ Id }) => Id!)
    .concat(roles.flatMap(({ RoleName, Arn }) => [RoleName!, Arn!]))
}

type Making = { readonly pool: readonly string[]; readonly constraints: Readonly<Record<string, Constraint>> }

/** Mostly values that pass the operation's own limits, so that calls get past them, and some that do not. */
function arbitraryOf(shape: Shape, making: Making, path: string): fc.Arbitrary<unknown> {
  const constraint = making.constraints[path] ?? {}
  const depth = path.split('.').length
  switch (shape.kind) {
    case 'structure':
      return structureOf(shape, making, path)
    case 'list':
      return depth > 4
        ? fc.constant([])
        : fc.array(arbitraryOf(shape.member.shape, making, `${path}[]`), { minLength: constraint.length?.[0] ?? 0, maxLength: 3 })
    case 'map':
      return fc.dictionary(textOf(making, {}), arbitraryOf(shape.value.shape, making, `${path}.value`), { maxKeys: 2 })
    case 'number':
      return fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: constraint.range?.[0] ?? 0, max: constraint.range?.[1] ?? 5000 }) },
        fc.constantFrom(-1, 0, 100_000),
      )
    case 'boolean':
      return fc.boolean()
    case 'timestamp':
      return fc.constantFrom(0, 1_795_000_000)
    case 'string':
    case 'bigint':
    case 'blob':
    case 'document':
      return textOf(making, constraint)
    default:
      return assertNever(shape)
  }
}

function textOf({ pool }: Making, { oneOf, pattern, length }: Constraint): fc.Arbitrary<string> {
  const fits = (text: string) =>
    (pattern?.test(text) ?? true) && (length === undefined || (text.length >= length[0] && text.length <= length[1]))
  const good = oneOf ?? pool.filter(fits)
  const any = fc.oneof(fc.constantFrom(...pool), fc.string({ maxLength: 30 }))
  return good.length === 0 ? any : fc.oneof({ weight: 14, arbitrary: fc.constantFrom(...good) }, any)
}

function structureOf(shape: StructureShape, making: Making, path: string): fc.Arbitrary<unknown> {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  const members = shape.members.map(({ name, shape: member }) => {
    const value = arbitraryOf(member, making, at(name))
    return [name, shape.required.includes(name) ? value : fc.option(value, { nil: undefined, freq: 2 })] as const
  })
  return fc
    .record(Object.fromEntries(members))
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)))
}

/** The parameters of a query protocol for a value. */
function flatten(value: unknown, ec2: boolean, path = ''): [string, string][] {
  const join = (name: string) => (path === '' ? name : `${path}.${name}`)
  if (Array.isArray(value))
    return value.flatMap((element, index) => flatten(element, ec2, join(ec2 ? String(index + 1) : `member.${index + 1}`)))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, element]) => flatten(element, ec2, join(name)))
  return [[path, String(value)]]
}

function requestOf(
  { definition }: CompiledService,
  operation: { name: string; http?: readonly [string, string, number]; input: StructureShape },
  input: unknown,
): { path: string; method?: string; headers: Record<string, string>; body: string } {
  if (definition.protocol === 'restXml') return restXmlRequestOf(operation, input as Record<string, unknown>)
  if (definition.protocol === 'awsQuery' || definition.protocol === 'ec2Query') {
    const parameters = [
      ['Action', operation.name],
      ['Version', definition.version!],
      ...flatten(input, definition.protocol === 'ec2Query'),
    ] as [string, string][]
    return { path: '/', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(parameters).toString() }
  }
  const target = definition.targetPrefix === undefined ? {} : { 'x-amz-target': `${definition.targetPrefix}.${operation.name}` }
  return { path: operation.http?.[1] ?? '/', headers: { 'content-type': 'application/json', ...target }, body: JSON.stringify(input) }
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A bucket and a key in the path, the rest in query and headers, as far as a header can hold it. */
function restXmlRequestOf(
  { http: [method, uri] = ['GET', '/', 200], input: shape }: { http?: readonly [string, string, number]; input: StructureShape },
  input: Record<string, unknown>,
): { path: string; method: string; headers: Record<string, string>; body: string } {
  const headers: Record<string, string> = {}
  const query = new URLSearchParams(uri.split('?')[1] ?? '')
  for (const { name, traits } of shape.members) {
    const value = input[name]
    if (value === undefined) continue
    const text = value instanceof Date ? value.toUTCString() : written(value)
    if (traits.httpQuery !== undefined) query.set(traits.httpQuery, text)
    if (traits.httpHeader !== undefined && traits.httpHeader !== 'Content-Length')
      headers[traits.httpHeader.toLowerCase()] = encodeURI(text.toWellFormed())
  }
  const place = [input['Bucket'], ...(uri.startsWith('/{Key+}') ? [input['Key']] : [])].map((part) =>
    encodeURIComponent(written(part ?? 'x').toWellFormed()),
  )
  return { path: `/${place.join('/')}?${query.toString()}`, method, headers, body: typeof input['Body'] === 'string' ? input['Body'] : '' }
}

for (const definition of services as readonly ServiceDefinition[]) {
  test(`no input makes an operation of ${definition.name} fail in a way AWS would not`, async () => {
    const { cloud, facts } = start()
    const service = await compileService(definition)
    const keys = { accessKeyId: facts.adminAccessKeyId!, secretAccessKey: facts.adminSecretAccessKey! }
    const pool = [...textsFor(facts), ...(await idsIn(cloud, keys))]
    for (const operation of service.operations.values()) {
      if (operation.operation === undefined) continue
      await fc.assert(
        fc.asyncProperty(arbitraryOf(operation.input, { pool, constraints: operation.operation.constraints ?? {} }, ''), async (input) => {
          const { path, method = 'POST', headers, body } = requestOf(service, operation, input)
          const signed = await signedPost({ url: `http://127.0.0.1${path}`, method, service: definition.name, headers, body, keys })
          const { response } = await cloud.requestHandler().handle(signed)
          const reply = String(response.body)
          assert.ok(response.statusCode < 500, `${operation.name} ${JSON.stringify(input)} → ${response.statusCode} ${reply}`)
          if (response.statusCode >= 300 && method !== 'HEAD') assert.match(reply, /[mM]essage/)
        }),
        { numRuns: runsPerOperation, seed: 20_261_121 },
      )
    }
  })
}

test('no bytes at all make the simulator throw', async () => {
  const { cloud } = start()
  const text = fc.string({ maxLength: 40, unit: 'binary' })
  const headers = fc.record(
    {
      authorization: fc.oneof(
        text,
        fc.constantFrom(
          'AWS4-HMAC-SHA256 Credential=a/b/us-east-1/account/aws4_request, SignedHeaders=host, Signature=0',
          'AWS4-HMAC-SHA256 Credential=//////',
        ),
      ),
      'x-amz-target': text,
      'content-type': fc.constantFrom('application/x-www-form-urlencoded', 'application/json', ''),
      host: fc.constantFrom('sts.amazonaws.com', 'account.us-east-1.amazonaws.com', 'x'),
      'x-amz-date': text,
    },
    { requiredKeys: [] },
  )
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    path: text.map((path) => `/${path}`),
    query: text,
    headers,
    body: fc.uint8Array({ maxLength: 60 }),
  })
  await fc.assert(
    fc.asyncProperty(request, async (sent) => {
      const { status } = await cloud.handle(sent)
      assert.ok(status >= 400 && status !== 500, String(status))
    }),
    { numRuns: 500, seed: 20_261_121 },
  )
})
