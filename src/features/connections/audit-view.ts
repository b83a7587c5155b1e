import type { Connection } from './connection.ts'

/** A connection as the audit trail shows it: every setting, and of secrets only whether there is one. */
export function auditView({ accountId, name, caller, role, harvestingStrategy, version }: Connection): Readonly<Record<string, unknown>> {
  return {
    accountId,
    name,
    caller:
      caller.kind === 'profile'
        ? `profile ${caller.profile}`
        : caller.kind === 'stored_keys'
          ? `stored keys ${caller.accessKeyId}`
          : 'default',
    role:
      role === null
        ? 'none: the caller itself'
        : {
            arn: role.arn,
            sessionName: role.sessionName,
            durationSeconds: role.durationSeconds,
            hasExternalId: role.externalIdSealed !== null,
          },
    harvestingStrategy,
    version,
  }
}
