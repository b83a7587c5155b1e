import { words } from '../../../lib/words.ts'

export type EventKind = { readonly kind: string; readonly summary: string }
export type KindGroup = {
  readonly label: string
  readonly options: { readonly value: string; readonly label: string; readonly description?: string }[]
}

const families: Readonly<Record<string, string>> = {
  estate: 'Changes of accounts, OUs and policies',
  attention: 'What waits for somebody',
  sync: 'Syncs',
  account: 'Accounts as Reeve reaches them',
  badge: 'Badges',
  job: 'Background jobs',
  sign_in: 'Sign-in',
  token: 'API tokens',
  certificate: 'The server’s certificate',
  audit: 'The audit trail',
}

/** Kinds by family, each family with a choice of all of it, also of what a later version adds. */
export function kindOptions(kinds: readonly EventKind[]): KindGroup[] {
  const groups = Map.groupBy(kinds, ({ kind }) => kind.split('.', 1)[0] ?? '')
  const everything = { label: 'Everything', options: [{ value: '*', label: 'Every event', description: '*' }] }
  return [
    everything,
    ...[...groups].map(([family, members]) => ({
      label: families[family] ?? words(family),
      options: [
        { value: `${family}.*`, label: `All: ${(families[family] ?? words(family)).toLowerCase()}`, description: `${family}.*` },
        ...members.map(({ kind, summary }) => ({ value: kind, label: summary, description: kind })),
      ],
    })),
  ]
}

/** A subscription's kinds in words, short enough for a table. */
export function showKinds(kinds: readonly string[]): string {
  const shown = kinds.map((kind) =>
    kind === '*' ? 'every event' : kind.endsWith('.*') ? `all of ${kind.slice(0, -2)}` : words(kind.replace('.', ' ')).toLowerCase(),
  )
  return shown.length <= 3 ? shown.join(', ') : `${shown.slice(0, 3).join(', ')} and ${shown.length - 3} more`
}
