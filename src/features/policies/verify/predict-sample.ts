import { compilePolicies, decide } from '#iam/index.ts'
import { layersOf, type SampleCase } from './sample-case.ts'

/** One decision, in the words of AWS's simulator. */
export type Answer = {
  readonly action: string
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  /** Absent where no SCP takes part. */
  readonly allowedByOrganizations?: boolean
}

const words = { allowed: 'allowed', explicit_deny: 'explicitDeny', implicit_deny: 'implicitDeny' } as const

/** What Reeve's engine answers to a sample, action by action. */
export function predictSample(
  sample: SampleCase,
  { accountId, partition }: { readonly accountId: string; readonly partition: string },
): Answer[] {
  const layers = layersOf(sample)
  const all = compilePolicies(layers)
  const organization = layers.scp === undefined ? undefined : compilePolicies({ scp: layers.scp })
  const context = Object.fromEntries(
    sample.context.map(({ key, type, values }) => [key, type === 'stringList' ? values : (values[0] ?? '')]),
  )
  return sample.actions.map((action) => {
    const request = {
      principal: { arn: `arn:${partition}:iam::${accountId}:user/simulated` },
      action,
      resource: { arn: sample.resource, accountId },
      context,
    }
    const decision = words[decide(all, request).decision]
    if (organization === undefined) return { action, decision }
    return { action, decision, allowedByOrganizations: decide(organization, { ...request, assume: ['identity'] }).decision === 'allowed' }
  })
}
