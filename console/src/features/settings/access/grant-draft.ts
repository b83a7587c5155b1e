import { type FieldError, Problem } from '../../../api/problem.ts'
import { refusal } from '../../../api/refusal.ts'
import { emptyScope, type ScopeDraft, scopeDraftOf, scopeOf } from './scope-draft.ts'

/** A role in one place, as it is being chosen. `id` only tells rows apart. */
export type GrantDraft = { readonly id: number; readonly role: string; readonly scope: ScopeDraft }
export type Grant = { readonly role: string; readonly scope: string | null }

let counter = 0

export function newGrant(role = ''): GrantDraft {
  return { id: ++counter, role, scope: emptyScope }
}

export function grantDraftOf({ role, scope }: Grant): GrantDraft {
  return { id: ++counter, role, scope: scopeDraftOf(scope) }
}

/** A grant as the API takes it. Throws what is wrong with it in the form of the server's own refusals, under `at`. */
export function grantOf(draft: GrantDraft, at = ''): Grant {
  const faults = grantFaults(draft, at)
  if (faults.length > 0) throw refusal(faults)
  const scope = scopeOf(draft.scope)
  return { role: draft.role, scope: scope.kind === 'scope' ? scope.text : null }
}

export function grantFaults({ role, scope }: GrantDraft, at: string): FieldError[] {
  const place = scopeOf(scope)
  return [
    ...(role === '' ? [{ field: `${at}role`, message: 'Choose a role.' }] : []),
    ...(place.kind === 'incomplete' ? [{ field: `${at}scope`, message: place.message }] : []),
  ]
}

/** All of them, or every fault of every one of them. */
export function grantsOf(drafts: readonly GrantDraft[], at: string): Grant[] {
  const faults = drafts.flatMap((draft, index) => grantFaults(draft, `${at}.${index}.`))
  if (faults.length > 0) throw refusal(faults)
  return drafts.map((draft) => grantOf(draft))
}

const fieldOfCode: Readonly<Record<string, string>> = {
  scope_invalid: 'scope',
  role_not_found: 'role',
  permissions_exceed_own: 'role',
  token_name_taken: 'name',
  role_name_taken: 'name',
}

/** Refusals that name no field, but are about one, as errors of that field. */
export function withField(error: unknown): unknown {
  if (!(error instanceof Problem) || error.fields.length > 0) return error
  const field = fieldOfCode[error.code]
  return field === undefined ? error : refusal([{ field, message: error.message }])
}
