import type { Organization } from './organization.ts'

/** An organization as the audit trail shows it: every setting, and of secrets only whether there is one. */
export function auditView(organization: Organization): Readonly<Record<string, unknown>> {
  const {
    organizationId,
    caller,
    orgRole,
    memberRole,
    nickname,
    excludePrefixes,
    scopeOuIds,
    autoRemove,
    autoRemoveStates,
    autoBadge,
    syncEveryMinutes,
    version,
  } = organization
  return {
    organizationId,
    nickname,
    caller:
      caller.kind === 'profile'
        ? `profile ${caller.profile}`
        : caller.kind === 'stored_keys'
          ? `stored keys ${caller.accessKeyId}`
          : 'default',
    organizationRole: {
      arn: orgRole.arn,
      sessionName: orgRole.sessionName,
      durationSeconds: orgRole.durationSeconds,
      hasExternalId: orgRole.externalIdSealed !== null,
    },
    memberRole: {
      name: memberRole.name,
      sessionName: memberRole.sessionName,
      durationSeconds: memberRole.durationSeconds,
      hasExternalId: memberRole.externalIdSealed !== null,
    },
    excludePrefixes,
    scopeOuIds,
    autoRemoveSuspended: autoRemove,
    autoRemoveStates,
    autoBadge,
    syncEveryMinutes,
    version,
  }
}
