import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts'
import { decideFor } from '../authorize.ts'
import { type ContextValue } from '../context-keys.ts'
import { type Authorization, type Caller, type Constraint, type OperationCall, SimError } from '../define-operation.ts'
import { denialMessage } from '../denial.ts'
import type { RoleRecord } from '../iam/state.ts'
import { provesMfa } from './mfa.ts'
import { findRoleTarget, requireRegion, type RoleTarget } from './role-target.ts'
import { openSession } from './session.ts'
import { sessionPoliciesOf } from './session-policies.ts'

/** Seconds. A session made with a role's credentials may not last longer, whatever the role allows. */
const chainedMax = 3600
const durationDefault = 3600

export const sessionConstraints = {
  RoleArn: { length: [20, 2048] },
  RoleSessionName: { pattern: /^[\w+=,.@-]*$/, length: [2, 64] },
  DurationSeconds: { range: [900, 43_200] },
} as const satisfies Record<string, Constraint>

type Call = OperationCall<AssumeRoleRequest>

/** AssumeRole: both sides must allow; a wrong ExternalId, a missing role and missing MFA get the same answer. */
export function assumeRoleAs(call: Call): AssumeRoleResponse {
  const { aws, caller, input } = call
  if (caller.kind === 'root') throw new SimError('AccessDenied', 'Roles may not be assumed by root accounts.', { status: 403 })
  const target = findRoleTarget(aws, input.RoleArn!)
  requireRegion(aws, call.region, target.accountId)
  requireTrusted(call, target)
  const role = target.role!
  const durationSeconds = durationOf(call, role)
  const { policies, packedPercent } = sessionPoliciesOf(aws, target.accountId, input)

  const session = sessionCaller(call, role, target.accountId)
  return {
    Credentials: openSession(aws, { caller: session, durationSeconds, endpoint: call.endpoint, policies }),
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    ...(packedPercent === undefined ? {} : { PackedPolicySize: packedPercent }),
    ...(session.sourceIdentity === undefined ? {} : { SourceIdentity: session.sourceIdentity }),
  }
}

function requireTrusted(call: Call, target: RoleTarget): void {
  const { aws, input, caller } = call
  const context = contextOf(call, target)
  // Tags that the caller's session passes on count as session tags of this request too.
  const tagged = (input.Tags ?? []).length > 0
  const actions = [
    'sts:AssumeRole',
    ...(tagged ? ['sts:TagSession'] : []),
    ...(input.SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ]
  for (const action of actions) {
    const authorization: Authorization = {
      action,
      resource: target.arn,
      resourceAccountId: target.accountId,
      resourcePolicy: target.trust,
      context,
    }
    const decision = decideFor(aws, call.authentication, authorization, call.facts)
    if (decision.decision === 'allowed') continue
    const trustIsSilent = decision.decision === 'implicit_deny' && decision.blockedBy.includes('resource')
    const plain = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${target.arn}`
    throw new SimError('AccessDenied', trustIsSilent ? plain : denialMessage(aws, caller, authorization, decision), { status: 403 })
  }
}

function contextOf({ aws, input, caller }: Call, { role }: RoleTarget): Record<string, ContextValue> {
  const context: Record<string, ContextValue> = { 'sts:RoleSessionName': input.RoleSessionName! }
  if (input.ExternalId !== undefined) context['sts:ExternalId'] = input.ExternalId
  const sourceIdentity = input.SourceIdentity ?? caller.sourceIdentity
  if (sourceIdentity !== undefined) context['sts:SourceIdentity'] = sourceIdentity
  if (provesMfa(aws, input)) {
    context['aws:MultiFactorAuthPresent'] = 'true'
    context['aws:MultiFactorAuthAge'] = '0'
  }
  const tags = Object.entries(requestTags(input))
  for (const [key, value] of tags) context[`aws:RequestTag/${key}`] = value
  if (tags.length > 0) context['aws:TagKeys'] = tags.map(([key]) => key)
  if (input.TransitiveTagKeys !== undefined) context['sts:TransitiveTagKeys'] = input.TransitiveTagKeys
  for (const [key, value] of role?.tags ?? []) {
    context[`aws:ResourceTag/${key}`] = value
    context[`iam:ResourceTag/${key}`] = value
  }
  return context
}

/** Checked last: only a caller who may assume the role learns how long its sessions may be. */
function durationOf({ caller, input }: Call, role: RoleRecord): number {
  const wanted = input.DurationSeconds
  if (caller.kind === 'role' && (wanted ?? 0) > chainedMax)
    throw new SimError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      { status: 400 },
    )
  if ((wanted ?? 0) > role.maxSessionDuration)
    throw new SimError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', {
      status: 400,
    })
  return wanted ?? durationDefault
}

/** Who the new session acts as. Transitive tags and the source identity pass from session to session. */
function sessionCaller({ aws, caller, input }: Call, role: RoleRecord, accountId: string): Omit<Caller, 'accessKeyId'> {
  const inherited = Object.fromEntries(
    (caller.transitiveTagKeys ?? []).flatMap((key) => (caller.sessionTags?.[key] === undefined ? [] : [[key, caller.sessionTags[key]]])),
  )
  const sourceIdentity = caller.sourceIdentity ?? input.SourceIdentity
  if (caller.sourceIdentity !== undefined && input.SourceIdentity !== undefined && caller.sourceIdentity !== input.SourceIdentity) {
    throw new SimError('AccessDenied', `User: ${caller.arn} is not authorized to perform: sts:SetSourceIdentity on resource: ${role.arn}`, {
      status: 403,
    })
  }
  return {
    kind: 'role',
    accountId,
    arn: `arn:${aws.settings.partition}:sts::${accountId}:assumed-role/${role.name}/${input.RoleSessionName}`,
    userId: `${role.id}:${input.RoleSessionName}`,
    entityPath: `${role.path.slice(1)}${role.name}`,
    sessionName: input.RoleSessionName!,
    sessionTags: { ...requestTags(input), ...inherited },
    transitiveTagKeys: [...new Set([...(caller.transitiveTagKeys ?? []), ...(input.TransitiveTagKeys ?? [])])],
    mfa: false,
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  }
}

function requestTags(input: AssumeRoleRequest): Record<string, string> {
  return Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key!, Value!]))
}
