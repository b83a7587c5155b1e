import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { exceptPrincipals } from '../exemptions.ts'
import { principalArnField } from '../params.ts'
import { probe } from '../probes.ts'

export const denyLeaveOrganizationGuardrail = defineGuardrail({
  id: 'deny-leave-organization',
  title: 'Accounts cannot leave the organization',
  why: "An account that leaves takes its data out from under every other guardrail. Since direct transfer exists, accepting another organization's invitation is leaving too.",
  references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html'],
  forms: ['scp', 'identity'],
  params: z.strictObject({ exemptPrincipals: z.array(principalArnField).default([]).describe('Who may run a planned transfer') }),
  example: {},

  render({ exemptPrincipals }) {
    return {
      document: documentOf({
        Sid: 'DenyLeavingTheOrganization',
        Effect: 'Deny',
        Action: ['organizations:LeaveOrganization', 'organizations:AcceptHandshake'],
        Resource: '*',
        ...(exemptPrincipals.length > 0 && { Condition: exceptPrincipals(exemptPrincipals) }),
      }),
      notes: ['A planned transfer to another organization needs an exempt principal, or this policy detached for its duration.'],
    }
  },

  probes() {
    return [
      probe('leaving is denied', 'be_denied', { action: 'organizations:LeaveOrganization' }),
      probe("accepting another organization's invitation is denied", 'be_denied', { action: 'organizations:AcceptHandshake' }),
      probe('asking about the organization stays allowed', 'stay_allowed', { action: 'organizations:DescribeOrganization' }),
    ]
  },
})
