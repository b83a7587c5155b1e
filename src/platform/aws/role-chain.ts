import { checkRoleArn, type FieldProblem } from './arn.ts'
import type { AssumedRole } from './door.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const durationLimits = { min: 900, default: 3600, chained: 3600, max: 43_200 } as const
export const sessionNamePattern = /^[\w+=,.@-]{2,64}$/
export const externalIdPattern = /^[\w+=,.@:/-]{2,1224}$/

export type EffectiveDuration = { readonly seconds: number; readonly cappedBecause?: string }

/**
 * How long a session may be asked for. A caller that is itself a role makes every AssumeRole a chained one, and AWS then refuses more
 * than an hour, whatever the role's own maximum (ROLE-10).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export function effectiveDuration(request: { readonly callerIsRole: boolean; readonly requested?: number | undefined }): EffectiveDuration {
  const seconds = Math.min(durationLimits.max, Math.max(durationLimits.min, request.requested ?? durationLimits.default))
  if (!request.callerIsRole || seconds <= durationLimits.chained) return { seconds }
  return {
    seconds: durationLimits.chained,
    cappedBecause: `The caller is itself a role, and DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining: ${seconds} s become ${durationLimits.chained} s. Only an IAM user as caller can ask for more.`,
  }
}

/** Everything about a role that STS would refuse to read, each with field, value and rule, so that no call is wasted on it. */
export function checkRole(role: AssumedRole): FieldProblem[] {
  return [
    ...checkRoleArn(role.roleArn),
    ...checkSessionName(role.sessionName),
    ...(role.durationSeconds === undefined ? [] : checkDuration(role.durationSeconds)),
    ...(role.externalId === undefined ? [] : checkExternalId(role.externalId)),
  ]
}

/** Problems of a duration as a person entered it; the chaining cap is not one, because it depends on where Reeve runs. */
export function checkDuration(seconds: number, field = 'durationSeconds'): FieldProblem[] {
  if (Number.isInteger(seconds) && seconds >= durationLimits.min && seconds <= durationLimits.max) return []
  return [{ field, value: String(seconds), rule: `must be a whole number of seconds from ${durationLimits.min} to ${durationLimits.max}` }]
}

export function checkSessionName(name: string, field = 'sessionName'): FieldProblem[] {
  return sessionNamePattern.test(name) ? [] : [{ field, value: name, rule: 'must be 2 to 64 letters, digits or any of +=,.@_-' }]
}

/** The value is a shared secret of sorts: the problem names its length, not its text. */
export function checkExternalId(externalId: string, field = 'externalId'): FieldProblem[] {
  return externalIdPattern.test(externalId)
    ? []
    : [{ field, value: `${externalId.length} characters`, rule: 'must be 2 to 1224 letters, digits or any of +=,.@:/_-' }]
}
