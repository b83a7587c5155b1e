import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { exceptPrincipals } from '../exemptions.ts'
import { principalArnField } from '../params.ts'
import { probe } from '../probes.ts'

const changingRoles = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
]

export const protectRolesGuardrail = defineGuardrail({
  id: 'protect-roles',
  title: "Reeve's and the pipelines' roles cannot be changed",
  why: 'A role that anyone may re-trust or re-permit is a way around every other guardrail, and a deleted one is a blind spot.',
  references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html'],
  forms: ['scp', 'identity'],
  params: z.strictObject({
    roles: z.array(principalArnField).min(1).describe('Roles to protect, such as arn:aws:iam::*:role/Reeve-Member'),
    exemptPrincipals: z.array(principalArnField).default([]).describe('Who rolls them out'),
  }),
  example: { roles: ['arn:aws:iam::*:role/Reeve-Member'], exemptPrincipals: ['arn:aws:iam::*:role/stacksets-exec-*'] },

  render({ roles, exemptPrincipals }) {
    return {
      document: documentOf({
        Sid: 'ProtectRoles',
        Effect: 'Deny',
        Action: changingRoles,
        Resource: roles,
        ...(exemptPrincipals.length > 0 && { Condition: exceptPrincipals(exemptPrincipals) }),
      }),
      notes: exemptPrincipals.length === 0 ? ['Nobody is exempt: rolling out a newer kit then needs this policy detached.'] : [],
    }
  },

  probes({ roles, exemptPrincipals }) {
    const role = roles[0]!.replace('*', '111111111111')
    const exempt = exemptPrincipals[0]?.replaceAll('*', '111111111111')
    return [
      probe('re-trusting a protected role is denied', 'be_denied', { action: 'iam:UpdateAssumeRolePolicy', resource: role }),
      probe('changing another role stays allowed', 'stay_allowed', {
        action: 'iam:UpdateAssumeRolePolicy',
        resource: 'arn:aws:iam::111111111111:role/Other',
      }),
      probe('reading a protected role stays allowed', 'stay_allowed', { action: 'iam:GetRole', resource: role }),
      ...(exempt === undefined
        ? []
        : [probe('who rolls them out may', 'stay_allowed', { action: 'iam:UpdateAssumeRolePolicy', resource: role, principal: exempt })]),
    ]
  },
})
