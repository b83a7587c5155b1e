export type ScopeKind = 'everywhere' | 'organizations' | 'ous' | 'badges' | 'accounts' | 'selector'
export type BadgePair = { readonly key: string; readonly value: string }

/** Where a role reaches, as it is being chosen. What was typed under one kind is kept while another is looked at. */
export type ScopeDraft = {
  readonly kind: ScopeKind
  readonly organizations: readonly string[]
  readonly ous: readonly string[]
  readonly badges: readonly BadgePair[]
  readonly accounts: string
  readonly selector: string
}

export const emptyScope: ScopeDraft = { kind: 'everywhere', organizations: [], ous: [], badges: [], accounts: '', selector: '' }

export type ScopeResult =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'scope'; readonly text: string }
  | { readonly kind: 'incomplete'; readonly message: string }

const missing: Readonly<Record<Exclude<ScopeKind, 'everywhere'>, string>> = {
  organizations: 'Choose at least one organization.',
  ous: 'Tick at least one OU.',
  badges: 'Name at least one badge.',
  accounts: 'Write at least one account ID.',
  selector: 'Write a selector.',
}

/** The scope as the API takes it. A bound that names nothing is incomplete: it never turns into the whole estate. */
export function scopeOf(draft: ScopeDraft): ScopeResult {
  const { kind } = draft
  if (kind === 'everywhere') return { kind: 'everywhere' }
  const text = kind === 'selector' ? draft.selector.trim() : termsOf(draft, kind).join(' or ')
  return text === '' ? { kind: 'incomplete', message: missing[kind] } : { kind: 'scope', text }
}

function termsOf(draft: ScopeDraft, kind: 'organizations' | 'ous' | 'badges' | 'accounts'): readonly string[] {
  if (kind === 'organizations') return draft.organizations.map((id) => `organization:${id}`)
  if (kind === 'ous') return draft.ous.map((id) => `ou:${id}/**`)
  if (kind === 'badges') {
    return draft.badges
      .map(({ key, value }) => ({ key: key.trim(), value: value.trim() }))
      .filter(({ key }) => key !== '')
      .map(({ key, value }) => `badge:${value === '' ? quoted(key) : `${quoted(key)}=${quoted(value)}`}`)
  }
  return draft.accounts
    .split(/[\s,;]+/)
    .filter((id) => id !== '')
    .map((id) => `account:${quoted(id)}`)
}

function quoted(text: string): string {
  return /^[\w.:/@+-]+$/.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** A stored scope as a draft: in the form that can show it whole, otherwise as the selector that it is. */
export function scopeDraftOf(scope: string | null): ScopeDraft {
  if (scope === null) return emptyScope
  const asSelector: ScopeDraft = { ...emptyScope, kind: 'selector', selector: scope }
  const terms = orTerms(scope)
  if (terms === undefined) return asSelector
  const organizations = terms.map((term) => /^(?:organization|org):(o-[a-z0-9]+)$/.exec(term)?.[1])
  if (isWhole(organizations)) return { ...asSelector, kind: 'organizations', organizations }
  const ous = terms.map((term) => /^(?:ou|path):(ou-[0-9a-z]+-[a-z0-9]+)\/\*\*$/.exec(term)?.[1])
  if (isWhole(ous)) return { ...asSelector, kind: 'ous', ous }
  const accounts = terms.map((term) => /^(?:account|acct):(\d{12})$/.exec(term)?.[1])
  if (isWhole(accounts)) return { ...asSelector, kind: 'accounts', accounts: accounts.join('\n') }
  const badges = terms.map(badgeOf)
  if (isWhole(badges)) return { ...asSelector, kind: 'badges', badges }
  return asSelector
}

function isWhole<T>(found: readonly (T | undefined)[]): found is readonly T[] {
  return found.every((each) => each !== undefined)
}

/** The terms of `a or b or c`; undefined where the text is anything else. */
function orTerms(text: string): readonly string[] | undefined {
  const words = text.trim().match(/(?:[^\s"()]|"(?:[^"\\]|\\.)*")+|[()"]/g) ?? []
  const terms = words.filter((_, index) => index % 2 === 0)
  const joints = words.filter((_, index) => index % 2 === 1)
  const isPlain = joints.every((joint) => joint === 'or') && terms.every((term) => !/^(?:[()"]|and|or|not)$/i.test(term))
  return words.length % 2 === 1 && isPlain ? terms : undefined
}

const part = String.raw`("(?:[^"\\]|\\.)*"|[^\s"=]+)`
const badgeTerm = new RegExp(`^badge:${part}(?:=${part})?$`)

function badgeOf(term: string): BadgePair | undefined {
  const match = badgeTerm.exec(term)
  if (match?.[1] === undefined) return undefined
  const [key, value] = [unquoted(match[1]), match[2] === undefined ? '' : unquoted(match[2])]
  // A wildcard or a comparison means more than the two fields can say.
  return /[*?!<>]/.test(key + value) ? undefined : { key, value }
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text
}

/** Keys of badges that a draft binds permissions to, as far as they can be told without reading a selector. */
export function badgeKeysOf({ kind, badges, selector }: ScopeDraft): readonly string[] {
  if (kind === 'badges') return [...new Set(badges.map(({ key }) => key.trim()).filter((key) => key !== ''))]
  if (kind !== 'selector') return []
  const words = selector.match(/(?:[^\s"()]|"(?:[^"\\]|\\.)*")+/g) ?? []
  return [...new Set(words.flatMap((word) => badgeOf(word)?.key ?? []))]
}
