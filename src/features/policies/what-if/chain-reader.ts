import type { ActionList } from './action-list.ts'
import { type Vector, vectorOf } from './action-vectors.ts'
import { attachedTo, type Estate, type EstatePolicy, lineageOf, orgPathOf, type OrgPolicyType } from './estate.ts'

/** Answers by policy, text and what of the account the text speaks of. */
export type VectorCache = Map<string, Vector>

export type Level = { readonly target: string; readonly vectors: readonly Vector[] }
export type Chain = { readonly key: string; readonly levels: readonly Level[] }

/** Reads chains of one estate; a document is asked once per context that it can tell apart, however many accounts stand under it. */
export class ChainReader {
  readonly #estate: Estate
  readonly #type: OrgPolicyType
  readonly #actions: ActionList
  readonly #vectors: VectorCache
  readonly #chains = new Map<string, Chain>()

  constructor(estate: Estate, { type, actions, cache }: { type: OrgPolicyType; actions: ActionList; cache: VectorCache }) {
    this.#estate = estate
    this.#type = type
    this.#actions = actions
    this.#vectors = cache
  }

  chainOf(accountId: string): Chain | undefined {
    const lineage = lineageOf(this.#estate, accountId)
    if (lineage === undefined) return undefined
    const levels = lineage.map((target) => ({ target, policies: attachedTo(this.#estate, target, this.#type) }))
    if (levels.some(({ policies }) => policies.some(({ content }) => content === null))) return undefined
    // The account's own level is told as `account`: accounts with the same policies then share a chain, wherever their ids differ.
    const named = levels.map(({ target, policies }) => ({ target: target === accountId ? 'account' : target, policies }))
    const key = named
      .map(
        ({ target, policies }) =>
          `${target}:${policies
            .map((policy) => this.#keyOf(policy, accountId))
            .toSorted()
            .join('+')}`,
      )
      .join('|')
    const known = this.#chains.get(key)
    if (known !== undefined) return known
    const chain = {
      key,
      levels: named.map(({ target, policies }) => ({ target, vectors: policies.map((policy) => this.#vectorOf(policy, accountId)) })),
    }
    this.#chains.set(key, chain)
    return chain
  }

  #vectorOf(policy: EstatePolicy, accountId: string): Vector {
    const key = this.#keyOf(policy, accountId)
    const known = this.#vectors.get(key)
    if (known !== undefined) return known
    const request = requestOf(this.#estate, this.#type, accountId)
    const vector = vectorOf({ name: policy.id, text: policy.content ?? '' }, this.#type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp', {
      actions: this.#actions,
      request,
    })
    this.#vectors.set(key, vector)
    return vector
  }

  /** Two accounts share an answer unless the text speaks of something that differs between them. */
  #keyOf({ id, content }: EstatePolicy, accountId: string): string {
    const text = content ?? ''
    const own = /aws:(?:principal|resource)account|\$\{/i.test(text) ? accountId : ''
    const place = /aws:(?:principal|resource)orgpaths/i.test(text) ? (orgPathOf(this.#estate, accountId) ?? '') : ''
    return `${id}@${hashOf(text)}${own}${place}`
  }
}

/** Enough to tell two texts of one policy apart within a prediction. */
export function hashOf(text: string): string {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return `${text.length}.${hash >>> 0}`
}

function requestOf(estate: Estate, type: OrgPolicyType, accountId: string): Parameters<typeof vectorOf>[2]['request'] {
  const path = orgPathOf(estate, accountId)
  const side = type === 'SERVICE_CONTROL_POLICY' ? 'Principal' : 'Resource'
  return {
    // No ARN: any principal of the account, or for an RCP any principal at all.
    principal: { arn: '', ...(side === 'Principal' && { accountId }) },
    resource: { arn: '*', ...(side === 'Resource' && { accountId }) },
    context: {
      [`aws:${side}Account`]: accountId,
      [`aws:${side}OrgID`]: estate.organizationId,
      ...(path !== undefined && { [`aws:${side}OrgPaths`]: [path] }),
    },
  }
}
