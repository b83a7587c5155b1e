import { createHash } from 'node:crypto'
import type { Db } from '#platform/db/db.ts'

/** A code of now and of the steps beside it could still be right: 90 s, and some for clocks that differ. */
const keptMs = 180_000

/**
 * Takes a code that was right for this person; false when it was taken before, because a code counts once (RFC 6238, 5.2). Of two that
 * race exactly one takes it.
 */
export async function claimCode(
  db: Db,
  { personId, code, at }: { readonly personId: string; readonly code: string; readonly at: Date },
): Promise<boolean> {
  await db
    .deleteFrom('used_second_factor')
    .where('used_at', '<', new Date(at.getTime() - keptMs))
    .execute()
  const taken = await db
    .insertInto('used_second_factor')
    .values({ person_id: personId, code_hash: createHash('sha256').update(code).digest(), used_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('person_id')
    .executeTakeFirst()
  return taken !== undefined
}
