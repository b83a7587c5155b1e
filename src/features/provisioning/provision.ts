import { AppError } from '#lib/app-error.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import { type Actor, scimConnectionOf } from '#platform/auth/actor.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { lockConnection } from './change-connection.ts'
import { scimErrors } from './errors.ts'

export type ProvisionDeps = { readonly db: Db; readonly now: () => Date; readonly newId: () => string; readonly baseUrl: () => string }

/** The directory that asks. Whoever else holds the permission has no people to provision. */
export function connectionOf(actor: Actor): string {
  const connection = scimConnectionOf(actor)
  if (connection === undefined) throw httpErrors.forbidden('Only the token of a SCIM connection provisions people.')
  return connection
}

type Write = { readonly actor: Actor; readonly action: string; readonly subject: string }

/**
 * Runs one write of a directory in a transaction; a directory's writes take turns. One that Reeve refuses for what it would do to people
 * or names here, rather than for its form, is written down as refused.
 */
export async function writeAs<T>(
  { db, now }: Pick<ProvisionDeps, 'db' | 'now'>,
  { actor, action, subject }: Write,
  write: (tx: Tx, connectionId: string) => Promise<T>,
): Promise<T> {
  const connectionId = connectionOf(actor)
  try {
    return await db.transaction().execute(async (tx) => {
      await lockConnection(tx, connectionId)
      return write(tx, connectionId)
    })
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    await db
      .transaction()
      .execute((tx) => recordAudit(tx, { actor, action, subject, result: 'refused', after: { reason: refusal.message }, at: now() }))
    throw refusal
  }
}

/** What protects people here is a refusal for good (403): a directory that met a 409 would try again for ever. */
function refusalOf(error: unknown): AppError | undefined {
  // Looked for before and taken since, by somebody who does not wait for the directory.
  if (isUniqueViolation(error)) return scimErrors.scim_uniqueness('Somebody took this name or address at the same time.')
  if (!(error instanceof AppError)) return undefined
  if (error.code === 'last_administrator' || error.code === 'break_glass_needed') return scimErrors.scim_protected(error.message)
  return error.code === 'scim_protected' || error.code === 'scim_uniqueness' ? error : undefined
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505'
}
