import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { boundarySid, exceptPrincipals, exemptionNotes, guardCreatablePaths, mergeConditions } from '../exemptions.ts'
import { actionField, modeField, orgPathField, principalArnField } from '../params.ts'
import { compressOrgPaths } from '../plan-org-paths.ts'
import { bucketProbe } from '../probes.ts'

export const ouBoundaryGuardrail = defineGuardrail({
  id: 'ou-boundary',
  title: 'Principals reach resources of chosen organizational units only',
  why: "Business units share an organization, not each other's data.",
  references: [
    'PERIM-1',
    'PERIM-7',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgpaths',
  ],
  forms: ['scp', 'identity'],
  params: z.strictObject({
    paths: z.array(orgPathField).min(1).describe('o-…/r-…/ou-…/ for one OU, o-…/r-…/ou-…/* for it and everything below'),
    actions: z.array(actionField).min(1).default(['s3:*']),
    exemptPrincipals: z.array(principalArnField).default([]),
    exemptionAdministrators: z.array(principalArnField).default([]),
    mode: modeField,
  }),
  // PERIM-7 on the tree of PERIM-6: Media exactly, Sports and everything below, not Governance.
  example: { paths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/*'] },

  render({ paths, actions, exemptPrincipals, exemptionAdministrators, mode }) {
    return {
      document: documentOf(
        {
          Sid: boundarySid(actions),
          Effect: 'Deny',
          Action: actions,
          Resource: '*',
          Condition: mergeConditions(
            { 'ForAllValues:StringNotLike': { 'aws:ResourceOrgPaths': compressOrgPaths(paths) } },
            mode === 'guarded' ? { Null: { 'aws:ResourceOrgPaths': 'false' } } : {},
            exceptPrincipals(exemptPrincipals),
          ),
        },
        ...guardCreatablePaths(exemptPrincipals, exemptionAdministrators),
      ),
      notes: [
        ...exemptionNotes(exemptPrincipals, exemptionAdministrators),
        mode === 'faithful'
          ? 'ForAllValues is true on a missing key: resources outside any organization, which carry no aws:ResourceOrgPaths, are denied.'
          : 'Resources outside any organization carry no aws:ResourceOrgPaths and are not stopped here: put the organization boundary beside it.',
      ],
    }
  },

  probes({ paths, mode }) {
    const inside = paths[0]!.replace(/\*$/, '')
    return [
      bucketProbe('a bucket in a chosen OU stays reachable', 'stay_allowed', { 'aws:ResourceOrgPaths': [inside] }),
      bucketProbe('a bucket in another OU is out of reach', 'be_denied', {
        'aws:ResourceOrgPaths': [`${inside.split('/').slice(0, 2).join('/')}/ou-zzzz-99999999/`],
      }),
      bucketProbe('a bucket of which no OU is known', mode === 'faithful' ? 'be_denied' : 'stay_allowed', {}),
    ]
  },
})
