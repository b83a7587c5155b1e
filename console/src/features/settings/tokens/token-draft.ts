import type { CallOptions } from '../../../api/client.ts'
import { refusal } from '../../../api/refusal.ts'
import { type GrantDraft, grantOf, newGrant } from '../access/grant-draft.ts'

type Body = CallOptions<'POST /v1/tokens'>['body']

export type TokenDraft = {
  readonly name: string
  readonly grant: GrantDraft
  readonly permissions: readonly string[]
  readonly expires: 'after' | 'never'
  readonly days: string
}

export function newToken(): TokenDraft {
  return { name: '', grant: newGrant('viewer'), permissions: [], expires: 'after', days: '90' }
}

/** The draft as the API takes it. A token lives for ever only if that was chosen: an empty number of days is a fault, not “never”. */
export function tokenBodyOf({ name, grant, permissions, expires, days }: TokenDraft): Body {
  const { role, scope } = grantOf(grant)
  const isNumber = /^\d+$/.test(days.trim())
  if (expires === 'after' && !isNumber) throw refusal([{ field: 'expiresInDays', message: 'Write a number of days.' }])
  return {
    name,
    role,
    ...(role === 'custom' ? { permissions: permissions as Body['permissions'] } : {}),
    ...(scope === null ? {} : { scope }),
    ...(expires === 'after' ? { expiresInDays: Number(days) } : {}),
  }
}
