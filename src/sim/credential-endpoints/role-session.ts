import { findIam } from '../iam/state.ts'
import type { SimulatedAws } from '../state.ts'
import { openSession, type WireCredentials } from '../sts/session.ts'

export type HostedRole = {
  readonly accountId: string
  readonly roleName: string
  /** Instance id, task id or pod name: it becomes the session's name. */
  readonly sessionName: string
  readonly durationSeconds: number
}

/** Credentials that AWS itself hands to software running in it; undefined where the role is gone. */
export function hostedCredentials(
  aws: SimulatedAws,
  { accountId, roleName, sessionName, durationSeconds }: HostedRole,
): { readonly roleArn: string; readonly credentials: WireCredentials } | undefined {
  const role = findIam(aws, accountId)?.roles.get(roleName)
  if (role === undefined) return undefined
  const caller = {
    kind: 'role',
    accountId,
    arn: `arn:${aws.settings.partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    entityPath: `${role.path.slice(1)}${roleName}`,
    sessionName,
  } as const
  return { roleArn: role.arn, credentials: openSession(aws, { caller, durationSeconds, endpoint: 'regional' }) }
}
