import { compilePolicies, decide } from '#iam/index.ts'
import type { Decision } from '#iam/types.ts'
import type { Document, GuardrailForm, Probe } from './define-guardrail.ts'

export type ProbeResult = { readonly probe: Probe; readonly holds: boolean; readonly decision: Decision }

const allowAll = { name: 'allow-all', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }

/**
 * Asks the engine whether a guardrail does what its probes say, beside policies that allow everything else. An allow-list stands alone on
 * its level, as it must in AWS to have an effect (OIU-18). Answers that turn on context nobody gave do not hold.
 */
export function proveProbes(document: Document, form: GuardrailForm, probes: readonly Probe[]): ProbeResult[] {
  const rendered = { name: 'guardrail', document }
  const isAllowList = document.Statement.every(({ Effect }) => Effect === 'Allow')
  const policies = compilePolicies(
    form === 'scp'
      ? {
          identity: [allowAll],
          scp: [
            { target: 'r-ab12', policies: [allowAll] },
            { target: 'ou-ab12-11111111', policies: isAllowList ? [rendered] : [allowAll, rendered] },
          ],
        }
      : { identity: [allowAll, rendered] },
  )
  return probes.map((probe) => {
    const { principal, action, resource, context } = probe.request
    const accountId = context['aws:ResourceAccount']
    const decision = decide(policies, {
      principal,
      action,
      resource: { ...resource, accountId: typeof accountId === 'string' ? accountId : '111111111111' },
      context,
    })
    return { probe, decision, holds: decision.blockedBy.some((layer) => layer === form) === (probe.must === 'be_denied') }
  })
}
