import type { ConditionBlock, Statement } from './define-guardrail.ts'

/** Paths under which AWS itself creates roles. Anyone with iam:CreateRole may create roles under the first one too. */
export const serviceRolePaths = ['arn:aws:iam::*:role/service-role/*', 'arn:aws:iam::*:role/aws-service-role/*'] as const

/** Leaves the named principals out of a Deny. `IfExists`: a call without a principal ARN (an AWS service's own) is left out too. */
export function exceptPrincipals(principals: readonly string[]): ConditionBlock {
  return principals.length === 0 ? {} : { ArnNotLikeIfExists: { 'aws:PrincipalArn': principals } }
}

/**
 * Exempting a path is exempting whoever may create, pass or re-trust a role under it. This Deny closes that door for everyone but the
 * named administrators; service-linked roles need no such door, only AWS can create those.
 */
export function guardCreatablePaths(exempt: readonly string[], administrators: readonly string[]): Statement[] {
  const creatable = exempt.filter(
    (principal) => principal.includes(':role/') && principal.endsWith('/*') && !principal.includes(':role/aws-service-role/'),
  )
  if (creatable.length === 0) return []
  return [
    {
      Sid: 'GuardExemptRolePaths',
      Effect: 'Deny',
      Action: [
        'iam:CreateRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:PassRole',
        'iam:AttachRolePolicy',
        'iam:PutRolePolicy',
        'iam:UpdateRole',
        'iam:DeleteRolePermissionsBoundary',
        'iam:PutRolePermissionsBoundary',
      ],
      Resource: creatable,
      ...(administrators.length > 0 && { Condition: exceptPrincipals(administrators) }),
    },
  ]
}

/** The advice that goes with an exemption by a path that anyone may create. */
export function exemptionNotes(exempt: readonly string[], administrators: readonly string[]): string[] {
  if (guardCreatablePaths(exempt, administrators).length === 0) return []
  const who = administrators.length === 0 ? 'nobody' : administrators.join(', ')
  return [
    `Roles under an exempt path are exempt, so creating, passing or re-trusting them is denied to all but ${who}. AWS consoles that create service roles there will need one of those principals.`,
  ]
}

export function mergeConditions(...blocks: readonly ConditionBlock[]): ConditionBlock {
  const merged: Record<string, Record<string, string | readonly string[]>> = {}
  for (const block of blocks) for (const [operator, keys] of Object.entries(block)) merged[operator] = { ...merged[operator], ...keys }
  return merged
}

/** The Sid of the perimeter examples, with the leading space that IAM refuses left away (PERIM-10). */
export function boundarySid(actions: readonly string[]): string {
  return actions.every((action) => action.startsWith('s3:')) ? 'DenyS3AccessOutsideMyBoundary' : 'DenyAccessOutsideMyBoundary'
}
