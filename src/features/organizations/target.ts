import type { AssumedRole, CallerIdentity, SessionTarget } from '#platform/aws/door.ts'
import type { Organization } from './organization.ts'
import { formatRoleArn, parseRoleArn } from '#platform/aws/role-arn.ts'
import { openSecret, organizationAad } from './secrets.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'

/** Who to be for the organization plane: the organization role, in the account its ARN names. Holds opened secrets: never store or log it. */
export function orgSessionTarget(organization: Organization, sealer: Sealer): SessionTarget {
  const { orgRole, uid } = organization
  const parsed = parseRoleArn(orgRole.arn)
  const externalId = openSecret(sealer, { uid, secret: 'org_external_id' }, orgRole.externalIdSealed)
  return {
    caller: openCaller(organization, sealer),
    role: assumedRole({ roleArn: orgRole.arn, sessionName: orgRole.sessionName, durationSeconds: orgRole.durationSeconds }, externalId),
    ...(parsed.kind === 'ok' && { expectedAccountId: parsed.arn.accountId }),
    organizationId: organization.organizationId,
  }
}

/** Who to be in one account: the member role of ROLE-8. Carries no organization id, because it never calls Organizations. */
export function memberSessionTarget(organization: Organization, accountId: string, sealer: Sealer): SessionTarget {
  const { memberRole, partition, uid } = organization
  const roleArn = formatRoleArn({ partition, accountId, name: memberRole.name })
  const externalId = openSecret(sealer, { uid, secret: 'member_external_id' }, memberRole.externalIdSealed)
  return {
    caller: openCaller(organization, sealer),
    role: assumedRole({ roleArn, sessionName: memberRole.sessionName, durationSeconds: memberRole.durationSeconds }, externalId),
    expectedAccountId: accountId,
  }
}

function openCaller({ caller, uid }: Organization, sealer: Sealer): CallerIdentity {
  if (caller.kind !== 'stored_keys') return caller
  const secretAccessKey = sealer.open(caller.secretAccessKeySealed, organizationAad(uid, 'caller_secret_access_key'))
  return { kind: 'stored_keys', accessKeyId: caller.accessKeyId, secretAccessKey }
}

function assumedRole(role: AssumedRole, externalId: string | null): AssumedRole {
  return externalId === null ? role : { ...role, externalId }
}
