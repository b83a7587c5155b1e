import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { exemptionNotes, guardCreatablePaths, mergeConditions, serviceRolePaths } from '../exemptions.ts'
import { principalArnField } from '../params.ts'
import { probe } from '../probes.ts'

const addressField = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

export const sourceIpGuardrail = defineGuardrail({
  id: 'source-ip',
  title: 'AWS is used through the trusted addresses only',
  why: 'Credentials that leak are worthless elsewhere, and traffic goes through the gateway where countries are checked.',
  references: ['GEO-7', 'GEO-8', 'GEO-9', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html'],
  forms: ['scp', 'identity'],
  params: z.strictObject({
    addresses: z.array(addressField).min(1).describe('NAT gateway addresses, or CIDR ranges'),
    exemptPrincipals: z
      .array(principalArnField)
      .default([...serviceRolePaths])
      .describe('As SCP: roles that AWS services use from their own addresses'),
    exemptionAdministrators: z.array(principalArnField).default([]),
  }),
  example: { addresses: ['203.0.113.10', '203.0.113.11'] },

  render({ addresses, exemptPrincipals, exemptionAdministrators }, form) {
    const notIp = { NotIpAddress: { 'aws:SourceIp': addresses } }
    // Calls that a service makes for the caller come from the service's address (GEO-8).
    const notByService = { Bool: { 'aws:ViaAWSService': 'false' } }
    const isScp = form === 'scp'
    return {
      document: documentOf(
        {
          Sid: 'DenyOutsideTrustedAddresses',
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: mergeConditions(
            notIp,
            notByService,
            isScp && exemptPrincipals.length > 0 ? { ArnNotLikeIfExists: { 'aws:PrincipalArn': exemptPrincipals } } : {},
          ),
        },
        ...(isScp ? guardCreatablePaths(exemptPrincipals, exemptionAdministrators) : []),
      ),
      notes: [
        ...(isScp ? exemptionNotes(exemptPrincipals, exemptionAdministrators) : []),
        'Calls through a VPC endpoint carry no public source address and are denied: add aws:SourceVpc conditions or exempt those principals first.',
        'Try it on one account or a test OU first; whoever is outside the addresses is locked out at once (GEO-19).',
      ],
    }
  },

  probes({ addresses }) {
    const trusted = addresses[0]!.split('/')[0]!
    return [
      probe('a trusted address stays usable', 'stay_allowed', {
        action: 's3:ListAllMyBuckets',
        context: { 'aws:SourceIp': trusted, 'aws:ViaAWSService': 'false' },
      }),
      probe('any other address is denied', 'be_denied', {
        action: 's3:ListAllMyBuckets',
        context: { 'aws:SourceIp': '198.51.100.7', 'aws:ViaAWSService': 'false' },
      }),
      probe('calls that a service makes for the caller stay allowed', 'stay_allowed', {
        action: 's3:ListAllMyBuckets',
        context: { 'aws:SourceIp': '198.51.100.7', 'aws:ViaAWSService': 'true' },
      }),
    ]
  },
})
