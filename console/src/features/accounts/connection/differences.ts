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
    .map(([label, field]) => ({ field: label, base: text(was[field]), theirs: text(is[field]), mine: text(mine[field]) }))
  const isOther = JSON.stringify(base.credentials) !== JSON.stringify(theirs.credentials)
  return told.length === 0 && isOther ? [{ field: 'credentials', base: 'as it was', theirs: 'replaced', mine: 'yours' }] : told
}

function text(value: string): string {
  return value === '' ? 'none' : value
}
