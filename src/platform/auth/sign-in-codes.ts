import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { LinkOutcome } from './sign-in-library.ts'
import { withOrigin } from './sign-in-origin.ts'

const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const codeLetters = 20
const codeMinutes = 5

/** Twenty letters that nobody mistakes for others, in groups of five: 98 bits, to be copied or typed. */
export const codePattern = new RegExp(`^[${alphabet}]{5}(?:-[${alphabet}]{5}){3}$`)

/** Makes a code that signs this person in elsewhere, once; the only time it is ever known. A newer one voids the older. */
export async function insertSignInCode(
  tx: Tx,
  { personId, at }: { readonly personId: string; readonly at: Date },
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  const code = newCode()
  const expiresAt = new Date(at.getTime() + codeMinutes * 60_000)
  await tx.deleteFrom('sign_in_code').where('person_id', '=', personId).where('used_at', 'is', null).execute()
  await tx
    .insertInto('sign_in_code')
    .values({ id: randomUUID(), person_id: personId, code_hash: hashOf(code), created_at: at, expires_at: expiresAt })
    .execute()
  return { code, expiresAt }
}

/** Takes a code; of two who use one at once exactly one is let in. Whether the person may still sign in is for the caller to see. */
export async function acceptSignInCode({ db, now }: { readonly db: Db; readonly now: () => Date }, code: string): Promise<LinkOutcome> {
  return db.transaction().execute(async (tx) => {
    const at = now()
    const taken = await tx
      .updateTable('sign_in_code')
      .set({ used_at: at })
      .where('code_hash', '=', hashOf(code))
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)
      .returning('person_id')
      .executeTakeFirst()
    if (taken === undefined) return { kind: 'refused', reason: 'This code was used before or has expired. Make another.' }
    const subject = `person:${taken.person_id}`
    const actor = { kind: 'person' as const, id: `user:${taken.person_id}`, ...withOrigin() }
    await recordAudit(tx, { actor, action: 'sign_in_code.used', subject, at })
    return { kind: 'accepted', personId: taken.person_id }
  })
}

export async function pruneSignInCodes(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('sign_in_code').where('expires_at', '<', now).execute()
}

function newCode(): string {
  const letters: string[] = []
  while (letters.length < codeLetters) {
    for (const byte of randomBytes(codeLetters)) {
      // 240 is the largest multiple of 30 below 256: beyond it some letters would come more often.
      if (byte < 240 && letters.length < codeLetters) letters.push(alphabet[byte % alphabet.length] ?? '')
    }
  }
  return (letters.join('').match(/.{5}/g) ?? []).join('-')
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
