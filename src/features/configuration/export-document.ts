import { stringify } from 'yaml'
import type { ActualChannel, ActualOrganization, ActualState } from './actual-state.ts'

/**
 * The actual state as a document that plans to nothing. Secrets are not in it: where one is stored stands a reference to an environment
 * variable of a telling name, for the reader to fill or to change.
 */
export function exportDocument({ organizations, roles, channels }: ActualState): string {
  const document = {
    version: 1,
    organizations: (organizations ?? []).map(exportOrganization),
    roles: (roles ?? [])
      .filter(({ isCustom }) => isCustom)
      .map(({ name, description, permissions }) => ({ name, description, permissions })),
    notifications: { channels: (channels ?? []).map(exportChannel) },
  }
  return `# yaml-language-server: $schema=config.schema.json\n${stringify(document, { lineWidth: 140 })}`
}

function exportOrganization(organization: ActualOrganization): object {
  const { organizationId, nickname, credentials, excludePrefixes, scopeOuIds, autoRemoveSuspended, autoRemoveStates, autoBadge } =
    organization
  const { caller, organizationRole, memberRole } = credentials
  const ref = (what: string) => reference(organizationId, what)
  return {
    organizationId,
    nickname,
    credentials: {
      caller: caller.kind === 'stored_keys' ? { ...caller, secretAccessKey: ref('secret_access_key') } : caller,
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
