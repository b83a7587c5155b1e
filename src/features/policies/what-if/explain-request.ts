import { compilePolicies, explain, type Explanation } from '#iam/index.ts'
import type { EvaluationRequest, NamedDocument } from '#iam/types.ts'
import type { Db } from '#platform/db/db.ts'
import { policyErrors } from '../errors.ts'
import { type Estate, levelsOf, orgPathOf } from './estate.ts'
import { loadEstate } from './load-estate.ts'

export type ExplainInput = {
  readonly accountId: string
  readonly principalArn: string
  readonly action: string
  readonly resource: { readonly arn: string; readonly accountId?: string | undefined }
  readonly context: EvaluationRequest['context']
  /** The principal's own policies; without them they are supposed to allow. */
  readonly identity?: readonly NamedDocument[] | undefined
}
export type ExplainedRequest = {
  readonly explanation: Explanation
  readonly organizationId: string
  /** Context that follows from the estate and was not given. */
  readonly derivedContext: EvaluationRequest['context']
  /** What the answer leaves out, one sentence each. */
  readonly supposed: readonly string[]
}

/**
 * Explains one request with the organization policies that were harvested for the caller's account, and for the resource's account where
 * that is one of ours. Given context wins over what the estate tells.
 */
export async function explainRequest(db: Db, input: ExplainInput): Promise<ExplainedRequest> {
  const { estate } = await loadEstateOf(db, input.accountId)
  const scp = levelsOf(estate, input.accountId, 'SERVICE_CONTROL_POLICY')
  if (scp === undefined)
    throw policyErrors.policy_account_not_found(
      `The place of ${input.accountId} or the text of a policy above it is not known yet. Sync its organization first.`,
    )
  const resourceAccountId = input.resource.accountId ?? (input.resource.arn === '*' ? input.accountId : undefined)
  const isOurs = resourceAccountId !== undefined && estate.nodes.get(resourceAccountId)?.kind === 'account'
  const rcp = isOurs ? levelsOf(estate, resourceAccountId, 'RESOURCE_CONTROL_POLICY') : []
  const derivedContext = deriveContext(estate, input.accountId, isOurs ? resourceAccountId : undefined)
  const given = new Set(Object.keys(input.context).map((key) => key.toLowerCase()))
  const context = {
    ...Object.fromEntries(Object.entries(derivedContext).filter(([key]) => !given.has(key.toLowerCase()))),
    ...input.context,
  }
  const policies = compilePolicies({
    scp: isBound(scp) ? scp : [],
    rcp: rcp !== undefined && isBound(rcp) ? rcp : [],
    ...(input.identity !== undefined && { identity: input.identity }),
  })
  const explanation = explain(policies, {
    principal: { arn: input.principalArn, accountId: input.accountId },
    action: input.action,
    resource: { arn: input.resource.arn, ...(resourceAccountId !== undefined && { accountId: resourceAccountId }) },
    context,
    organization: { id: estate.organizationId, managementAccountId: estate.managementAccountId },
    ...(input.identity === undefined && { assume: ['identity' as const] }),
  })
  return { explanation, organizationId: estate.organizationId, derivedContext, supposed: suppositions(input, { isOurs, rcp }) }
}

async function loadEstateOf(db: Db, accountId: string) {
  const account = await db
    .selectFrom('account')
    .where('account_id', '=', accountId)
    .where('inclusion', '!=', 'detached')
    .select('organization_uid')
    .executeTakeFirst()
  const organizationUid = account?.organization_uid ?? undefined
  const loaded = organizationUid === undefined ? undefined : await loadEstate(db, organizationUid)
  if (loaded === undefined) throw policyErrors.policy_account_not_found(`${accountId} has no known place in a registered organization.`)
  return loaded
}

/** With a policy type switched off nothing is attached anywhere, and its levels do not apply. */
function isBound(levels: readonly { readonly policies: readonly unknown[] }[]): boolean {
  return levels.some(({ policies }) => policies.length > 0)
}

function deriveContext(estate: Estate, accountId: string, resourceAccountId: string | undefined): EvaluationRequest['context'] {
  const path = orgPathOf(estate, accountId)
  const resourcePath = resourceAccountId === undefined ? undefined : orgPathOf(estate, resourceAccountId)
  return {
    ...(path !== undefined && { 'aws:PrincipalOrgPaths': [path] }),
    ...(resourceAccountId !== undefined && { 'aws:ResourceOrgID': estate.organizationId }),
    ...(resourcePath !== undefined && { 'aws:ResourceOrgPaths': [resourcePath] }),
  }
}

function suppositions(input: ExplainInput, { isOurs, rcp }: { isOurs: boolean; rcp: unknown }): string[] {
  return [
    ...(input.identity === undefined
      ? ["The principal's own policies, boundary and session policy are supposed to allow: Reeve has not harvested them."]
      : []),
    ...(input.resource.arn === '*' ? [] : ['Resource policies are not harvested and not part of the answer.']),
    ...(isOurs && rcp === undefined ? ["The RCPs over the resource's account are not all known, so they are left out."] : []),
    ...(isOurs || input.resource.arn === '*'
      ? []
      : ["The resource's account is not one of this organization, or not known: its RCPs are left out."]),
  ]
}
