import type {
  ActualAccount,
  ActualChannel,
  ActualDirectory,
  ActualIdentityProvider,
  ActualOrganization,
  ActualPerson,
  ActualRole,
  ActualState,
  ActualSystemMail,
  ActualToken,
} from '#features/configuration/index.ts'
import { type ApiClient, ApiProblem } from '#platform/http/client.ts'

export type Section = keyof ActualState
export const sections = [
  'organizations',
  'accounts',
  'channels',
  'roles',
  'identityProviders',
  'directories',
  'people',
  'signIn',
  'tokens',
  'systemMail',
] as const satisfies readonly Section[]

const pageSize = 200

/** What stands on the server, of the sections that are asked for. */
export async function readActualState(client: ApiClient, asked: ReadonlySet<Section>): Promise<ActualState> {
  const all = <Item>(path: string) => Array.fromAsync(client.list<Item>(path))
  const items = async <Item>(path: string) => (await client.get<{ items: Item[] }>(path)).items
  const people = asked.has('people') || asked.has('signIn') ? await readPeople(client) : []
  return {
    organizations: asked.has('organizations') ? await all<ActualOrganization>('/v1/organizations') : undefined,
    accounts: asked.has('accounts') ? await readAccounts(client) : undefined,
    channels: asked.has('channels')
      ? // What somebody bound to a scope keeps for themselves is not the site's to describe.
        (await all<ActualChannel>('/v1/notifications/channels')).filter(({ boundTo = null }) => boundTo === null)
      : undefined,
    roles: asked.has('roles') ? await items<ActualRole>('/v1/roles') : undefined,
    identityProviders: asked.has('identityProviders') ? await items<ActualIdentityProvider>('/v1/identity-providers') : undefined,
    directories: asked.has('directories') ? await items<ActualDirectory>('/v1/scim-connections') : undefined,
    people: asked.has('people') ? people : undefined,
    signIn: asked.has('signIn') ? await readSignIn(client, people) : undefined,
    tokens: asked.has('tokens') ? await readTokens(client) : undefined,
    systemMail: asked.has('systemMail') ? await readSystemMail(client) : undefined,
  }
}

async function readPeople(client: ApiClient): Promise<ActualPerson[]> {
  type Binding = ActualPerson['roles'][number] & { readonly source: string }
  type Shown = Pick<ActualPerson, 'id' | 'email'> & { readonly roles: readonly Binding[] }
  const shown = await Array.fromAsync(client.list<Shown>('/v1/people', { limit: pageSize }))
  return shown.map(({ id, email, roles }) => ({
    id,
    email,
    roles: roles.filter(({ source }) => source === 'here').map(({ role, scope }) => ({ role, scope })),
  }))
}

async function readSignIn(client: ApiClient, people: readonly ActualPerson[]): Promise<NonNullable<ActualState['signIn']>> {
  const settings = await client.get<{ passwordEnabled: boolean; breakGlassPersonId: string | null }>('/v1/sign-in-settings')
  const keeper = people.find(({ id }) => id === settings.breakGlassPersonId)
  return { passwords: settings.passwordEnabled, breakGlass: keeper?.email ?? null }
}

const dayMs = 86_400_000

async function readTokens(client: ApiClient): Promise<ActualToken[]> {
  type Shown = ActualToken & { readonly createdAt: string; readonly expiresAt: string | null; readonly revokedAt: string | null }
  const shown = await Array.fromAsync(client.list<Shown>('/v1/tokens', { limit: pageSize }))
  // One that has expired keeps its name until it is revoked, and is still there to be declared.
  return shown
    .filter(({ revokedAt }) => revokedAt === null)
    .map(({ id, name, role, permissions, scope, createdAt, expiresAt }) => {
      const expiresInDays = expiresAt === null ? null : Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / dayMs)
      return { id, name, role, permissions, scope, expiresInDays }
    })
}

/** Single accounts: those of an organization are reached and named through it. */
async function readAccounts(client: ApiClient): Promise<ActualAccount[]> {
  const accounts: ActualAccount[] = []
  type Listed = { readonly accountId: string; readonly organizationId: string | null }
  for await (const { accountId, organizationId } of client.list<Listed>('/v1/accounts', { limit: pageSize })) {
    if (organizationId !== null) continue
    accounts.push(await client.get<ActualAccount>(`/v1/accounts/${encodeURIComponent(accountId)}/connection`))
  }
  return accounts
}

async function readSystemMail(client: ApiClient): Promise<ActualSystemMail | null> {
  try {
    return await client.get<ActualSystemMail>('/v1/system-mail')
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'system_mail_not_set') return null
    throw error
  }
}
