import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { exceptPrincipals } from '../exemptions.ts'
import { actionField, principalArnField } from '../params.ts'
import { probe } from '../probes.ts'

const switchingOff = [
  'access-analyzer:DeleteAnalyzer',
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:StopConfigurationRecorder',
  'detective:DeleteGraph',
  'detective:DisassociateMembership',
  'guardduty:DeleteDetector',
  'guardduty:DisassociateFromAdministratorAccount',
  'guardduty:StopMonitoringMembers',
  'guardduty:UpdateDetector',
  'inspector2:Disable',
  'macie2:DisableMacie',
  'securityhub:DeleteMembers',
  'securityhub:DisableSecurityHub',
  'securityhub:DisassociateFromAdministratorAccount',
]

export const protectSecurityServicesGuardrail = defineGuardrail({
  id: 'protect-security-services',
  title: 'Security services cannot be switched off',
  why: 'The first thing an intruder does is to stop being seen.',
  references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html'],
  forms: ['scp', 'identity'],
  params: z.strictObject({
    actions: z.array(actionField).min(1).default(switchingOff),
    exemptPrincipals: z.array(principalArnField).default([]),
  }),
  example: { exemptPrincipals: ['arn:aws:iam::*:role/SecurityAdministration'] },

  render({ actions, exemptPrincipals }) {
    return {
      document: documentOf({
        Sid: 'ProtectSecurityServices',
        Effect: 'Deny',
        Action: actions,
        Resource: '*',
        ...(exemptPrincipals.length > 0 && { Condition: exceptPrincipals(exemptPrincipals) }),
      }),
      notes: exemptPrincipals.length === 0 ? ['Nobody is exempt: your own pipelines cannot change these services either.'] : [],
    }
  },

  probes({ actions, exemptPrincipals }) {
    const named = exemptPrincipals[0]?.replace('*', '111111111111')
    return [
      probe('switching off is denied', 'be_denied', { action: actions[0]! }),
      probe('reading findings stays allowed', 'stay_allowed', { action: 'securityhub:GetFindings' }),
      ...(named === undefined ? [] : [probe('an exempt principal may', 'stay_allowed', { action: actions[0]!, principal: named })]),
    ]
  },
})
