import type { Db, Tx } from '#platform/db/db.ts'
import type { Disagreement } from './compare-answers.ts'
import type { Verification } from './verification.ts'

export async function insertVerification(tx: Tx, verification: Verification): Promise<void> {
  await tx
    .insertInto('policy_verification')
    .values({
      id: verification.id,
      finished_at: verification.finishedAt,
      actor: verification.actor,
      account_id: verification.accountId,
      is_aws: verification.isAws,
      endpoint: verification.endpoint,
      version: verification.version,
      seed: verification.seed,
      asked: verification.asked,
      answered: verification.answered,
      disagreement_count: verification.disagreementCount,
      disagreements: JSON.stringify(verification.disagreements),
    })
    .execute()
}

/** The last run that AWS itself answered. */
export async function findLastVerification(db: Db | Tx): Promise<Verification | undefined> {
  const row = await db
    .selectFrom('policy_verification')
    .selectAll()
    .where('is_aws', '=', true)
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.id,
    finishedAt: row.finished_at,
    actor: row.actor,
    accountId: row.account_id,
    isAws: row.is_aws,
    endpoint: row.endpoint,
    version: row.version,
    seed: row.seed,
    asked: row.asked,
    answered: row.answered,
    disagreementCount: row.disagreement_count,
    disagreements: row.disagreements as unknown as readonly Disagreement[],
  }
}
