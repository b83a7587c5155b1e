import type {
  DirectoryConfig,
  IdentityProviderConfig,
  PersonConfig,
  SignInConfig,
  SystemMailConfig,
  TokenConfig,
} from './access-sections.ts'
import type { ActualDirectory, ActualIdentityProvider, ActualPerson, ActualSignIn, ActualSystemMail, ActualToken } from './actual-state.ts'
import { type Kind, withoutSecret } from './compare.ts'
import type { Change, PlanOptions } from './plan.ts'

type Binding = { readonly role: string; readonly scope: string | null }
type Grant = Binding & { readonly claim: string; readonly value: string }

export function identityProviderKind(options: PlanOptions): Kind<IdentityProviderConfig, ActualIdentityProvider> {
  return {
    kind: 'identity provider',
    nameOf: ({ id }) => id,
    wantedFields: (wanted) => ({ ...providerFields(wanted), hasClientSecret: wanted.clientSecret !== null }),
    actualFields: (actual) => ({ ...providerFields(actual), hasClientSecret: actual.hasClientSecret }),
    extraChanges: ({ clientSecret }) => (clientSecret === null ? [] : sentAgain(options, 'clientSecret')),
    body: ({ name, issuer, clientId, clientSecret, scopes, grants }, changes) => ({
      name,
      issuer,
      clientId,
      scopes,
      grants,
      // Left out it stays; sent without need it would look like a change.
      ...(touches(changes, 'hasClientSecret', 'clientSecret') && { clientSecret }),
    }),
  }
}

type ProviderFields = Pick<ActualIdentityProvider, 'name' | 'issuer' | 'clientId' | 'scopes' | 'grants'>

function providerFields({ name, issuer, clientId, scopes, grants }: ProviderFields) {
  return { name, issuer, clientId, scopes: scopes.toSorted(), grants: grantTexts(grants) }
}

export const directoryKind: Kind<DirectoryConfig, ActualDirectory> = {
  kind: 'directory',
  nameOf: ({ id }) => id,
  wantedFields: directoryFields,
  actualFields: directoryFields,
  body: ({ name, identityProvider, provisionedOnly, match, grants }) => ({ name, identityProvider, provisionedOnly, match, grants }),
  versionOf: ({ version }) => version,
}

function directoryFields({ name, identityProvider, provisionedOnly, match, grants }: Omit<ActualDirectory, 'version'>) {
  return { name, identityProvider, provisionedOnly, match, grants: grantTexts(grants) }
}

export const personKind: Kind<PersonConfig, ActualPerson> = {
  kind: 'person',
  nameOf: ({ email }) => email,
  wantedFields: ({ roles }) => ({ roles: bindingTexts(roles) }),
  actualFields: ({ roles }) => ({ roles: bindingTexts(roles) }),
  body: ({ roles }) => ({ roles }),
}

export const signInKind: Kind<SignInConfig, ActualSignIn> = {
  kind: 'sign-in',
  nameOf: () => 'settings',
  wantedFields: ({ passwords, breakGlass }) => ({ passwords, breakGlass }),
  actualFields: ({ passwords, breakGlass }) => ({ passwords, breakGlass }),
  body: ({ passwords, breakGlass }) => ({ passwordEnabled: passwords, breakGlass }),
}

export const tokenKind: Kind<TokenConfig, ActualToken> = {
  kind: 'token',
  nameOf: ({ name }) => name,
  wantedFields: tokenFields,
  actualFields: tokenFields,
  body: ({ name, role, permissions, scope, expiresInDays }) => ({
    name,
    role,
    permissions,
    ...(scope !== null && { scope }),
    ...(expiresInDays !== null && { expiresInDays }),
  }),
}

function tokenFields({ role, permissions, scope, expiresInDays }: Omit<ActualToken, 'id' | 'name'>) {
  return { role, permissions: permissions.toSorted(), scope, expiresInDays }
}

export function systemMailKind(options: PlanOptions): Kind<SystemMailConfig, ActualSystemMail> {
  return {
    kind: 'system mail',
    nameOf: () => 'server',
    wantedFields: ({ password, ...server }) => ({ ...mailFields(server), hasPassword: password !== null }),
    actualFields: ({ hasPassword, ...server }) => ({ ...mailFields(server), hasPassword }),
    extraChanges: ({ password }) => (password === null ? [] : sentAgain(options, 'password')),
    body: (wanted, changes) => (touches(changes, 'hasPassword', 'password', 'host') ? wanted : withoutSecret(wanted, 'password')),
  }
}

function mailFields({ host, port, security, username, from }: Omit<ActualSystemMail, 'hasPassword'>) {
  return { host, port, security, username, from }
}

/** A new thing needs its secret; a known one when the secret is what changes. */
function touches(changes: readonly Change[] | undefined, ...fields: readonly string[]): boolean {
  return changes === undefined || changes.some(({ field }) => fields.includes(field))
}

function sentAgain({ resendCredentials }: PlanOptions, field: string): readonly Change[] {
  return resendCredentials ? [{ field, before: '(set)', after: '(sent again)' }] : []
}

/** Sets, whose order means nothing, as people read them. */
function bindingTexts(bindings: readonly Binding[]): string[] {
  return bindings.map(bindingText).toSorted()
}

function grantTexts(grants: readonly Grant[]): string[] {
  return grants.map(({ claim, value, ...binding }) => `${claim}=${value}: ${bindingText(binding)}`).toSorted()
}

function bindingText({ role, scope }: Binding): string {
  return scope === null ? role : `${role} in ${scope}`
}
