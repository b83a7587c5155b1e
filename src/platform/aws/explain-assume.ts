import { explainFailure, type FailedOutcome } from './explain-outcome.ts'

export type AssumeAttempt = {
  readonly roleArn: string
  readonly hasExternalId: boolean
  /** What the form calls them, so that the explanation lands on the field to change. */
  readonly fields: { readonly arn: string; readonly duration: string; readonly caller: string }
}
export type AssumeExplanation = { readonly field: string; readonly detail: string }

/**
 * Says why a role could not be assumed: what is known, what it may be, what to do. STS answers wrong ExternalId, missing role, missing
 * trust and missing MFA with one and the same AccessDenied, so those are named as possibilities, never as findings.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
 */
export function explainAssumeFailure(outcome: FailedOutcome, { roleArn, hasExternalId, fields }: AssumeAttempt): AssumeExplanation {
  const { arn } = fields
  if (outcome.kind === 'denied' && outcome.denial.by === 'unknown') {
    const may = [
      'the role does not exist under exactly this ARN',
      "its trust policy does not name this installation's caller",
      hasExternalId ? 'its trust policy expects another ExternalId' : 'its trust policy expects an ExternalId and none was given',
      "the caller's own policy does not allow sts:AssumeRole on it",
    ]
    return {
      field: arn,
      detail: `AWS denied assuming ${roleArn} and does not say why. It may be that ${may.join('; or ')}. Compare the role with the kit.`,
    }
  }
  if (outcome.kind === 'denied') return { field: arn, detail: `Assuming ${roleArn} was denied. ${explainFailure(outcome)}` }
  if (outcome.kind === 'rejected' && /DurationSeconds|MaxSessionDuration|role chaining/i.test(outcome.message)) {
    return {
      field: fields.duration,
      detail: `The session duration is longer than ${roleArn} allows: ${outcome.message} Raise the role's MaxSessionDuration, or give a shorter duration (3600).`,
    }
  }
  if (outcome.kind === 'region_disabled') {
    return {
      field: arn,
      detail: `STS in ${outcome.region} is not enabled in the role's account. Let Reeve use a Region that is enabled everywhere, such as us-east-1.`,
    }
  }
  if (outcome.kind === 'expired')
    return {
      field: fields.caller,
      detail: `The caller's own credentials have expired: ${outcome.message} Renew them (for SSO profiles: aws sso login).`,
    }
  return { field: arn, detail: `${roleArn} could not be assumed. ${explainFailure(outcome)}` }
}
