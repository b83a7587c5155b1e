import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Step } from '#features/configuration/index.ts'
import type { ApiClient } from '#platform/http/client.ts'
import { personIdOf } from './people-options.ts'

export type ApplyOptions = {
  /** The folder that new tokens are written to; a plan that makes none needs none. */
  readonly tokensTo: string | undefined
}

const encoded = encodeURIComponent
const pathOf: Readonly<Record<Step['kind'], (name: string) => string>> = {
  organization: (name) => `/v1/organizations/${encoded(name)}`,
  account: (name) => `/v1/accounts/${encoded(name)}`,
  channel: (name) => `/v1/notifications/channels/${encoded(name)}`,
  role: (name) => `/v1/roles/${encoded(name)}`,
  'identity provider': (name) => `/v1/identity-providers/${encoded(name)}`,
  directory: (name) => `/v1/scim-connections/${encoded(name)}`,
  person: (name) => `/v1/people/${encoded(name)}/roles`,
  'sign-in': () => '/v1/sign-in-settings',
  token: (name) => `/v1/tokens/${encoded(name)}`,
  'system mail': () => '/v1/system-mail',
}

/** Takes one step through the HTTP API, with its permissions and its audit trail. */
export async function applyStep(client: ApiClient, step: Step, options: ApplyOptions): Promise<void> {
  const { action, kind, name, body, version } = step
  const path = pathOf[kind](name)
  if (kind === 'person') return setRoles(client, name, action === 'remove' ? { roles: [] } : body)
  if (kind === 'token') return applyToken(client, step, options)
  if (action === 'remove') return void (await client.send({ method: 'DELETE', path }))
  if (kind === 'sign-in') return setSignIn(client, body)
  const ifMatch = version === undefined ? {} : { ifMatch: String(version) }
  if (kind === 'role' || kind === 'identity provider' || kind === 'system mail' || kind === 'directory')
    return void (await client.send({ method: 'PUT', path, body, ...ifMatch }))
  if (action === 'change')
    return void (await client.send({ method: 'PATCH', path: kind === 'account' ? `${path}/connection` : path, body, ...ifMatch }))
  if (kind === 'organization') return registerOrganization(client, name, body)
  await client.post(kind === 'channel' ? '/v1/notifications/channels' : '/v1/accounts', body)
}

type Report = { readonly organization: { readonly organizationId: string } | null }

/** The credentials decide which organization it is: one that is not the one named must not be registered. */
async function registerOrganization(client: ApiClient, organizationId: string, body: unknown): Promise<void> {
  const { organization } = await client.post<Report>('/v1/organizations/test', body)
  if (organization !== null && organization.organizationId !== organizationId)
    throw new Error(`The credentials lead to ${organization.organizationId}, not to ${organizationId}. Nothing was registered.`)
  await client.post('/v1/organizations', body)
}

async function setRoles(client: ApiClient, email: string, body: unknown): Promise<void> {
  await client.send({ method: 'PUT', path: pathOf.person(await personIdOf(client, email)), body })
}

async function setSignIn(client: ApiClient, body: Step['body']): Promise<void> {
  const { passwordEnabled, breakGlass } = body as { readonly passwordEnabled: boolean; readonly breakGlass: string | null }
  const breakGlassPersonId = breakGlass === null ? null : await personIdOf(client, breakGlass)
  await client.send({ method: 'PUT', path: pathOf['sign-in'](''), body: { passwordEnabled, breakGlassPersonId } })
}

/** A token cannot be changed: the old one ends and a new one is made, whose value only its file ever holds. */
async function applyToken(client: ApiClient, { action, name, body }: Step, { tokensTo }: ApplyOptions): Promise<void> {
  if (action !== 'add') await client.send({ method: 'DELETE', path: pathOf.token(name) })
  if (action === 'remove') return
  if (tokensTo === undefined) throw new Error('There is no folder for the new token.')
  await mkdir(tokensTo, { recursive: true, mode: 0o700 })
  const file = join(tokensTo, `${encoded(name)}.token`)
  const fresh = `${file}.${process.pid}`
  // Before the token is made: where nothing can be written, none is made whose value nobody has.
  await writeFile(fresh, '', { mode: 0o600, flag: 'wx' })
  try {
    const { token } = await client.post<{ readonly token: string }>('/v1/tokens', body)
    await writeFile(fresh, `${token}\n`)
    await rename(fresh, file)
  } finally {
    await rm(fresh, { force: true })
  }
}
