import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { IdTokenClaims } from './id-token.ts'

export type ProvisionedIdentity =
  /** No directory provisions for this provider: its claims decide alone. */
  | { readonly kind: 'not_managed' }
  /** A directory does, and did not provision this person. */
  | { readonly kind: 'unknown'; readonly isAdmitted: boolean }
  | { readonly kind: 'inactive' }
  | { readonly kind: 'known'; readonly personId: string; readonly by: 'external_id' | 'user_name' | 'email' }
  /** The person or the subject is already somebody else's here. */
  | { readonly kind: 'conflict'; readonly reason: string }

type Rule = {
  readonly id: string
  readonly provisioned_only: boolean
  readonly external_id_claim: string
  readonly user_name_claim: string | null
  readonly matches_verified_email: boolean
}
type Candidate = { readonly personId: string; readonly active: boolean }

/**
 * Whom of the provisioned people a sign-in is, by the rule of the directory's connection: its first claim is the externalId; else its
 * second claim is the userName; else, where the connection says so, the e-mail that the provider verified. Nobody but that connection's
 * own people can be found, so that no claim leads to anybody else's rights.
 */
export async function findProvisionedIdentity(db: Db, providerId: string, claims: IdTokenClaims): Promise<ProvisionedIdentity> {
  const rule = await db
    .selectFrom('scim_connection')
    .select(['id', 'provisioned_only', 'external_id_claim', 'user_name_claim', 'matches_verified_email'])
    .where('identity_provider_id', '=', providerId)
    .executeTakeFirst()
  if (rule === undefined) return { kind: 'not_managed' }
  const found = await findCandidate(db, rule, claims)
  if (found === undefined) return { kind: 'unknown', isAdmitted: !rule.provisioned_only }
  if (!found.active) return { kind: 'inactive' }
  return (await findConflict(db, { providerId, subject: claims.sub, personId: found.personId })) ?? { kind: 'known', ...found }
}

async function findCandidate(
  db: Db,
  rule: Rule,
  claims: IdTokenClaims,
): Promise<(Candidate & { readonly by: 'external_id' | 'user_name' | 'email' }) | undefined> {
  const externalId = text(claims[rule.external_id_claim])
  const byId = externalId === undefined ? undefined : await candidate(db, rule.id, sql`u.external_id = ${externalId}`)
  if (byId !== undefined) return { ...byId, by: 'external_id' }
  const userName = rule.user_name_claim === null ? undefined : text(claims[rule.user_name_claim])
  const byName = userName === undefined ? undefined : await candidate(db, rule.id, sql`lower(u.user_name) = lower(${userName})`)
  if (byName !== undefined) return { ...byName, by: 'user_name' }
  const email = rule.matches_verified_email && claims['email_verified'] === true ? text(claims['email']) : undefined
  const byEmail = email === undefined ? undefined : await candidate(db, rule.id, sql`p.email = ${email.toLowerCase()}`)
  return byEmail === undefined ? undefined : { ...byEmail, by: 'email' }
}

async function candidate(db: Db, connectionId: string, condition: ReturnType<typeof sql>): Promise<Candidate | undefined> {
  const { rows } = await sql<Candidate>`
    select u.person_id as "personId", p.disabled_at is null as active
    from scim_user u join person p on p.id = u.person_id
    where u.connection_id = ${connectionId} and ${condition}`.execute(db)
  return rows[0]
}

/** One subject is one person, and one person one subject: what does not fit is refused, never moved. */
async function findConflict(
  db: Db,
  { providerId, subject, personId }: { readonly providerId: string; readonly subject: string; readonly personId: string },
): Promise<Extract<ProvisionedIdentity, { kind: 'conflict' }> | undefined> {
  const known = await db
    .selectFrom('person_credential')
    .select(['person_id', 'account_id'])
    .where('provider_id', '=', providerId)
    .where((eb) => eb.or([eb('account_id', '=', subject), eb('person_id', '=', personId)]))
    .execute()
  if (known.some((row) => row.account_id === subject && row.person_id !== personId))
    return {
      kind: 'conflict',
      reason: 'this identity signed in here before as somebody else than the directory says; remove that person first',
    }
  if (known.some((row) => row.person_id === personId && row.account_id !== subject))
    return { kind: 'conflict', reason: 'the directory’s person signs in with another identity of this provider already' }
  return undefined
}

/**
 * Notes that an administrator here shut a provisioned person out, or no longer does: only then, and never over the head of a directory
 * that has shut them out, are they let in again. People whom no directory provisions are unchanged.
 */
export async function holdProvisioned(tx: Tx, personId: string, heldAt: Date | null): Promise<'changed' | 'unchanged' | 'refused'> {
  const user = await tx
    .selectFrom('scim_user')
    .select(['active', 'held_at'])
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst()
  if (user === undefined) return 'unchanged'
  if (heldAt === null && user.active === false) return 'refused'
  if ((user.held_at === null) === (heldAt === null)) return 'unchanged'
  await tx.updateTable('scim_user').set({ held_at: heldAt }).where('person_id', '=', personId).execute()
  return 'changed'
}

/** From now on this subject of the provider is that person. Repeating changes nothing. */
export async function linkIdentity(
  db: Db,
  {
    providerId,
    subject,
    personId,
    at,
  }: { readonly providerId: string; readonly subject: string; readonly personId: string; readonly at: Date },
): Promise<void> {
  await db
    .insertInto('person_credential')
    .values({ person_id: personId, provider_id: providerId, account_id: subject, created_at: at, updated_at: at })
    .onConflict((conflict) => conflict.columns(['provider_id', 'account_id']).doNothing())
    .execute()
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined
}
