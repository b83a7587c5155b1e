import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { boundarySid, exceptPrincipals, exemptionNotes, guardCreatablePaths, mergeConditions } from '../exemptions.ts'
import { accountField, actionField, modeField, principalArnField } from '../params.ts'
import { bucketProbe } from '../probes.ts'

export const accountBoundaryGuardrail = defineGuardrail({
  id: 'account-boundary',
  title: 'Principals reach resources of chosen accounts only',
  why: 'Credentials of one account should not carry data into accounts nobody here owns, whatever those accounts allow.',
  references: [
    'PERIM-1',
    'PERIM-5',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount',
  ],
  forms: ['scp', 'identity'],
  params: z.strictObject({
    accounts: z.array(accountField).default([]).describe("Accounts that may be reached; none: the caller's own account"),
    actions: z.array(actionField).min(1).default(['s3:*']),
    exemptPrincipals: z.array(principalArnField).default([]),
    exemptionAdministrators: z.array(principalArnField).default([]),
    mode: modeField,
  }),
  example: { accounts: ['222222222222'] },

  render({ accounts, actions, exemptPrincipals, exemptionAdministrators, mode }) {
    const statement = {
      Sid: boundarySid(actions),
      Effect: 'Deny' as const,
      Action: actions,
      Resource: '*',
      Condition: mergeConditions(
        // One policy for many accounts: the variable stands for whichever account the caller is in (PERIM-5).
        { StringNotEquals: { 'aws:ResourceAccount': accounts.length > 0 ? accounts : '${aws:PrincipalAccount}' } },
        mode === 'guarded' ? { Null: { 'aws:ResourceAccount': 'false' } } : {},
        exceptPrincipals(exemptPrincipals),
      ),
    }
    return {
      document: documentOf(statement, ...guardCreatablePaths(exemptPrincipals, exemptionAdministrators)),
      notes: [
        ...exemptionNotes(exemptPrincipals, exemptionAdministrators),
        ...(mode === 'faithful'
          ? ['Where a request carries no aws:ResourceAccount, this Deny fires: calls that touch no resource of anyone are denied too.']
          : []),
      ],
    }
  },

  probes({ accounts }) {
    const mine = accounts[0] ?? '111111111111'
    return [
      bucketProbe('a bucket of a chosen account stays reachable', 'stay_allowed', {
        'aws:ResourceAccount': mine,
        'aws:PrincipalAccount': mine,
      }),
      bucketProbe('a bucket of another account is out of reach', 'be_denied', {
        'aws:ResourceAccount': '999999999999',
        'aws:PrincipalAccount': mine,
      }),
    ]
  },
})
