/** Things a selector can ask about. `region` is a fact of a cell; for an account on its own it is unknown. */
export const termKinds = ['ou', 'badge', 'tag', 'account', 'name', 'state', 'status', 'organization', 'region'] as const
export type TermKind = (typeof termKinds)[number]

export type PairTerm = { readonly kind: 'badge' | 'tag'; readonly key: string; readonly value: string | undefined }
export type ValueTerm = { readonly kind: 'account' | 'name' | 'state' | 'status' | 'organization' | 'region'; readonly pattern: string }
/** By name path (`Root/Sports/**`) or by id (`ou-…`, `ou-…/**`). Ids survive renames, so permissions bind ids only. */
export type OuTerm =
  | { readonly kind: 'ou'; readonly by: 'path'; readonly segments: readonly string[] }
  | { readonly kind: 'ou'; readonly by: 'id'; readonly id: string; readonly below: boolean }

export type Selector =
  | { readonly op: 'all' }
  | { readonly op: 'and' | 'or'; readonly items: readonly Selector[] }
  | { readonly op: 'not'; readonly item: Selector }
  | { readonly op: 'term'; readonly term: PairTerm | ValueTerm | OuTerm }

export type SelectorError = { readonly message: string; readonly offset: number; readonly suggestion?: string }
export type ParsedSelector =
  | { readonly kind: 'ok'; readonly selector: Selector }
  | { readonly kind: 'invalid'; readonly error: SelectorError }
