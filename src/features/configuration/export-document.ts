import { stringify } from 'yaml'
import type {
  ActualAccount,
  ActualChannel,
  ActualIdentityProvider,
  ActualOrganization,
  ActualState,
  ActualSystemMail,
} from './actual-state.ts'

/**
 * The actual state as a document that plans to nothing. Secrets are not in it: where one is stored stands a reference to an environment
 * variable of a telling name, for the reader to fill or to change.
 */
export function exportDocument(actual: ActualState): string {
  const document = {
    version: 1,
    organizations: (actual.organizations ?? []).map(exportOrganization),
    accounts: (actual.accounts ?? []).map(exportAccount),
    roles: (actual.roles ?? [])
      .filter(({ isCustom }) => isCustom)
      .map(({ name, description, permissions }) => ({ name, description, permissions })),
    identityProviders: (actual.identityProviders ?? []).map(exportIdentityProvider),
    directories: (actual.directories ?? []).map(({ id, name, identityProvider, provisionedOnly, match, grants }) => ({
      id,
      name,
      identityProvider,
      provisionedOnly,
      match,
      grants: grants.map(({ claim, value, ...binding }) => ({ claim, value, ...exportBinding(binding) })),
    })),
    people: (actual.people ?? [])
      .filter(({ roles }) => roles.length > 0)
      .map(({ email, roles }) => ({ email, roles: roles.map(exportBinding) })),
    ...(actual.signIn && { signIn: actual.signIn }),
    tokens: (actual.tokens ?? []).map(({ id: _, ...token }) => token),
    ...(actual.systemMail !== undefined && { systemMail: actual.systemMail && exportSystemMail(actual.systemMail) }),
    notifications: { channels: (actual.channels ?? []).map(exportChannel) },
  }
  return `# yaml-language-server: $schema=config.schema.json\n${stringify(document, { lineWidth: 140 })}`
}

function exportBinding({ role, scope }: { readonly role: string; readonly scope: string | null }): object {
  return { role, scope }
}

function exportAccount({ accountId, name, harvestingStrategy, credentials: { caller, role } }: ActualAccount): object {
  return {
    accountId,
    name,
    harvestingStrategy,
    credentials: {
      caller: exportCaller(caller, accountId),
      role: role && {
        arn: role.arn,
        sessionName: role.sessionName,
        durationSeconds: role.durationSeconds,
        externalId: role.hasExternalId ? reference(accountId, 'external_id') : null,
      },
    },
  }
}

function exportCaller(caller: ActualAccount['credentials']['caller'], owner: string): object {
  return caller.kind === 'stored_keys' ? { ...caller, secretAccessKey: reference(owner, 'secret_access_key') } : caller
}

function exportIdentityProvider(provider: ActualIdentityProvider): object {
  const { id, name, issuer, clientId, hasClientSecret, scopes, grants } = provider
  const clientSecret = hasClientSecret ? reference(id, 'client_secret') : null
  return { id, name, issuer, clientId, clientSecret, scopes, grants }
}

function exportSystemMail({ host, port, security, username, from, hasPassword }: ActualSystemMail): object {
  return { host, port, security, username, from, password: hasPassword ? reference('mail', 'password') : null }
}

function exportOrganization(organization: ActualOrganization): object {
  const {
    organizationId,
    nickname,
    credentials,
    excludePrefixes,
    scopeOuIds,
    autoRemoveSuspended,
    autoRemoveStates,
    autoBadge,
    syncEveryMinutes,
  } = organization
  const { caller, organizationRole, memberRole } = credentials
  const ref = (what: string) => reference(organizationId, what)
  return {
    organizationId,
    nickname,
    credentials: {
      caller: exportCaller(caller, organizationId),
      organizationRole: {
        arn: organizationRole.arn,
        sessionName: organizationRole.sessionName,
        durationSeconds: organizationRole.durationSeconds,
        externalId: organizationRole.hasExternalId ? ref('organization_external_id') : null,
      },
      memberRole: {
        name: memberRole.name,
        sessionName: memberRole.sessionName,
        durationSeconds: memberRole.durationSeconds,
        externalId: memberRole.hasExternalId ? ref('member_external_id') : null,
      },
    },
    excludePrefixes,
    scopeOuIds,
    autoRemoveSuspended,
    autoRemoveStates,
    autoBadge,
    syncEveryMinutes,
  }
}

function exportChannel({ name, kind, isEnabled, subscriptions, email, webhook, hasSecret }: ActualChannel): object {
  return {
    name,
    isEnabled,
    subscriptions,
    ...(kind === 'email' && { email: { ...email, password: hasSecret ? reference(name, 'password') : null } }),
    ...(kind === 'slack' && { slack: { secretUrl: reference(name, 'slack_url') } }),
    ...(kind === 'webhook' && { webhook: { ...webhook, secret: reference(name, 'signing_key') } }),
  }
}

/** Not beginning with REEVE_, which are settings of Reeve itself. */
function reference(owner: string, what: string): { readonly env: string } {
  return { env: `SECRET_${owner}_${what}`.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_') }
}
