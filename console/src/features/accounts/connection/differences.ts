import type { AccountConnection } from '../../../api/operations.gen.ts'
import type { Difference } from '../../../components/conflict.tsx'
import { type AccountDraft, draftOf } from './draft.ts'

/** Fields that the other person changed, with all three values. */
export function connectionDifferences(base: AccountConnection, theirs: AccountConnection, mine: AccountDraft): readonly Difference[] {
  const [was, is] = [draftOf(base), draftOf(theirs)]
  const shown = [
    ['name', 'name'],
    ['harvestingStrategy', 'strategy'],
    ['credentials.role.arn', 'roleArn'],
    ['credentials.role.sessionName', 'sessionName'],
    ['credentials.role.durationSeconds', 'duration'],
    ['credentials.caller', 'callerKind'],
  ] as const
  const told = shown
    .filter(([, field]) => was[field] !== is[field])
    .map(([label, field]) => ({
      field: label,
      base: text(was[field]),
      theirs: text(is[field]),
      mine: mine[field] === was[field] ? 'not changed by you' : text(mine[field]),
    }))
  const isOther = JSON.stringify(base.credentials) !== JSON.stringify(theirs.credentials)
  return told.length === 0 && isOther ? [{ field: 'credentials', base: 'as it was', theirs: 'replaced', mine: 'yours' }] : told
}

/** One's own name and strategy on top of what the other saved; what was not touched here is theirs now. */
export function mergeConnectionDraft(base: AccountConnection, theirs: AccountConnection, mine: AccountDraft): AccountDraft {
  const [was, is] = [draftOf(base), draftOf(theirs)]
  const left = (Object.keys(was) as (keyof AccountDraft)[]).filter((field) => JSON.stringify(mine[field]) === JSON.stringify(was[field]))
  return { ...mine, ...Object.fromEntries(left.map((field) => [field, is[field]])) }
}

function text(value: string): string {
  return value === '' ? 'none' : value
}
