import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { exceptPrincipals, mergeConditions } from '../exemptions.ts'
import { actionField, principalArnField, regionField } from '../params.ts'
import { probe } from '../probes.ts'

export const gameDayDenialGuardrail = defineGuardrail({
  id: 'game-day-denial',
  title: 'A control plane is out of order, until a set time',
  why: "A recovery plan that needs Route 53's or IAM's control plane fails with them. Deny them for an hour and see what stops.",
  references: ['DR-1', 'DR-8', 'DR-10', 'DR-12'],
  forms: ['scp'],
  params: z.strictObject({
    actions: z.array(actionField).min(1).default(['iam:*', 'route53:*']),
    regions: z
      .array(regionField)
      .min(1)
      .default(['us-east-1'])
      .describe('Where they are denied; global control planes answer in us-east-1'),
    until: z.iso.datetime({ offset: true }).optional().describe('The denial ends by itself at this time, even if Reeve is gone'),
    exemptPrincipals: z.array(principalArnField).default([]).describe('Who may end the game day early'),
  }),
  example: { until: '2026-12-01T12:00:00Z' },

  render({ actions, regions, until, exemptPrincipals }) {
    return {
      document: documentOf({
        Sid: 'GameDayDenial',
        Effect: 'Deny',
        Action: actions,
        Resource: ['*'],
        Condition: mergeConditions(
          { StringEquals: { 'aws:RequestedRegion': regions } },
          until === undefined ? {} : { DateLessThan: { 'aws:CurrentTime': until } },
          exceptPrincipals(exemptPrincipals),
        ),
      }),
      notes: [
        'Attach it to an OU made for the exercise, never to the root (DR-12).',
        ...(until === undefined ? ['Without an end time it lasts until somebody detaches it.'] : []),
      ],
    }
  },

  probes({ actions, regions, until }) {
    const action = actions[0]!.replace('*', 'GetUser')
    const during = until === undefined ? '2026-11-30T00:00:00Z' : new Date(Date.parse(until) - 1_000).toISOString()
    const context = { 'aws:RequestedRegion': regions[0]!, 'aws:CurrentTime': during }
    return [
      probe('the control plane is denied during the exercise', 'be_denied', { action, context }),
      probe('other services stay allowed', 'stay_allowed', { action: 'dynamodb:GetItem', context }),
      ...(until === undefined
        ? []
        : [probe('the denial ends by itself', 'stay_allowed', { action, context: { ...context, 'aws:CurrentTime': until } })]),
    ]
  },
})
