import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { boundarySid, exceptPrincipals, exemptionNotes, guardCreatablePaths, mergeConditions } from '../exemptions.ts'
import { actionField, modeField, organizationField, principalArnField } from '../params.ts'
import { bucketProbe } from '../probes.ts'

export const organizationBoundaryGuardrail = defineGuardrail({
  id: 'organization-boundary',
  title: 'Principals reach resources of their own organization only',
  why: 'Data leaves through buckets that others own. This also holds for buckets created later.',
  references: [
    'PERIM-1',
    'PERIM-2',
    'PERIM-8',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid',
  ],
  forms: ['scp', 'identity'],
  params: z.strictObject({
    organizationId: organizationField.optional().describe('For the companion resource policy'),
    actions: z.array(actionField).min(1).default(['s3:*']),
    resources: z.array(z.string().min(1)).min(1).default(['arn:aws:s3:::*/*']),
    exemptPrincipals: z.array(principalArnField).default([]),
    exemptionAdministrators: z.array(principalArnField).default([]),
    mode: modeField,
  }),
  example: { organizationId: 'o-a1b2c3d4e5' },

  render({ organizationId, actions, resources, exemptPrincipals, exemptionAdministrators, mode }) {
    const document = documentOf(
      {
        Sid: boundarySid(actions),
        Effect: 'Deny',
        Action: actions,
        Resource: resources.length === 1 ? resources[0]! : resources,
        Condition: mergeConditions(
          { StringNotEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } },
          // Outside any organization the resource has no organization id: that is exactly what is to be stopped, so only the caller's is asked for.
          mode === 'guarded' ? { Null: { 'aws:PrincipalOrgID': 'false' } } : {},
          exceptPrincipals(exemptPrincipals),
        ),
      },
      ...guardCreatablePaths(exemptPrincipals, exemptionAdministrators),
    )
    const notes = exemptionNotes(exemptPrincipals, exemptionAdministrators)
    if (organizationId === undefined) return { document, notes }
    return { document, notes, companion: comesFrom(organizationId, actions) }
  },

  probes() {
    return [
      bucketProbe('a bucket of the organization stays reachable', 'stay_allowed', {
        'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
        'aws:ResourceOrgID': 'o-a1b2c3d4e5',
      }),
      bucketProbe('a bucket of another organization is out of reach', 'be_denied', {
        'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
        'aws:ResourceOrgID': 'o-zzzzzzzzzz',
      }),
      bucketProbe('a bucket outside any organization is out of reach', 'be_denied', { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }),
    ]
  },
})

/** The other direction (PERIM-2): who may come. AWS services that act for the owner carry no organization and pass by the second condition. */
function comesFrom(organizationId: string, actions: readonly string[]): ReturnType<typeof documentOf> {
  return documentOf({
    Sid: 'DenyPrincipalsOutsideMyOrganization',
    Effect: 'Deny',
    Principal: '*',
    Action: actions,
    Resource: ['arn:aws:s3:::BUCKET', 'arn:aws:s3:::BUCKET/*'],
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organizationId },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  })
}
