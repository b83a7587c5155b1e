import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { exceptPrincipals, exemptionNotes, guardCreatablePaths, mergeConditions } from '../exemptions.ts'
import { actionField, principalArnField, regionField } from '../params.ts'
import { probe } from '../probes.ts'

/**
 * Services whose calls go to one Region wherever their resources are, or that answer questions about all Regions.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html#example-scp-deny-region
 */
const globalActions = [
  'a4b:*',
  'account:*',
  'acm:*',
  'aws-marketplace:*',
  'billing:*',
  'budgets:*',
  'ce:*',
  'cloudfront:*',
  'consolidatedbilling:*',
  'cur:*',
  'directconnect:*',
  'ec2:DescribeRegions',
  'ec2:DescribeTransitGateways',
  'fms:*',
  'freetier:*',
  'globalaccelerator:*',
  'health:*',
  'iam:*',
  'importexport:*',
  'invoicing:*',
  'kms:*',
  'networkmanager:*',
  'organizations:*',
  'payments:*',
  'pricing:*',
  'route53-recovery-control-config:*',
  'route53-recovery-readiness:*',
  'route53:*',
  'route53domains:*',
  's3:GetAccountPublic*',
  's3:ListAllMyBuckets',
  's3:ListMultiRegionAccessPoints',
  's3:PutAccountPublic*',
  'savingsplans:*',
  'shield:*',
  'sso:*',
  'sts:*',
  'support:*',
  'tax:*',
  'trustedadvisor:*',
  'waf-regional:*',
  'waf:*',
  'wafv2:*',
  'wellarchitected:*',
]

export const denyRegionsGuardrail = defineGuardrail({
  id: 'deny-regions',
  title: 'Accounts cannot act outside the approved Regions',
  why: 'Resources in an unwatched Region escape logging, budgets and data-residency promises.',
  references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html'],
  forms: ['scp', 'identity'],
  params: z.strictObject({
    allowedRegions: z.array(regionField).min(1),
    globalActions: z.array(actionField).min(1).default(globalActions),
    exemptPrincipals: z.array(principalArnField).default([]),
    exemptionAdministrators: z.array(principalArnField).default([]),
  }),
  example: { allowedRegions: ['eu-central-1', 'eu-west-1'] },

  render(params) {
    return {
      document: documentOf(
        {
          Sid: 'DenyOutsideApprovedRegions',
          Effect: 'Deny',
          NotAction: params.globalActions,
          Resource: '*',
          Condition: mergeConditions(
            { StringNotEquals: { 'aws:RequestedRegion': params.allowedRegions } },
            exceptPrincipals(params.exemptPrincipals),
          ),
        },
        ...guardCreatablePaths(params.exemptPrincipals, params.exemptionAdministrators),
      ),
      notes: [
        ...exemptionNotes(params.exemptPrincipals, params.exemptionAdministrators),
        'Harvesting of a denied Region answers AccessDenied: Reeve shows those cells as denied by this policy, not as empty.',
      ],
    }
  },

  probes({ allowedRegions }) {
    return [
      probe('an approved Region stays usable', 'stay_allowed', {
        action: 'ec2:RunInstances',
        context: { 'aws:RequestedRegion': allowedRegions[0]! },
      }),
      probe('another Region is closed', 'be_denied', { action: 'ec2:RunInstances', context: { 'aws:RequestedRegion': 'ap-northeast-3' } }),
      probe('global services, which resolve to us-east-1, stay usable', 'stay_allowed', {
        action: 'iam:CreateRole',
        context: { 'aws:RequestedRegion': 'us-east-1' },
      }),
    ]
  },
})
