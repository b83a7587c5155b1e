import type { Db } from '#platform/db/db.ts'
import type { Cause } from './cause.ts'

export type ListedDenial = {
  readonly id: number
  readonly accountId: string
  readonly principalArn: string
  readonly action: string
  readonly resource: string
  readonly region: string
  readonly code: string
  readonly message: string
  readonly cause: Cause
  readonly count: number
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
}

/** Denials, the newest first; those seen before `before` when given. */
export async function listDenials(
  db: Db,
  filter: { readonly accountId?: string | undefined; readonly kind?: string | undefined },
  { limit, before }: { limit: number; before: { readonly lastSeenAt: string; readonly id: number } | undefined },
): Promise<ListedDenial[]> {
  let query = db.selectFrom('denial').selectAll().orderBy('last_seen_at', 'desc').orderBy('id', 'desc').limit(limit)
  if (filter.accountId !== undefined) query = query.where('account_id', '=', filter.accountId)
  if (filter.kind !== undefined) query = query.where((eb) => eb(eb.ref('cause', '->>').key('kind' as never), '=', filter.kind as never))
  if (before !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb('last_seen_at', '<', new Date(before.lastSeenAt)),
        eb.and([eb('last_seen_at', '=', new Date(before.lastSeenAt)), eb('id', '<', before.id)]),
      ]),
    )
  }
  const rows = await query.execute()
  return rows.map(
    ({ account_id: accountId, principal_arn: principalArn, first_seen_at: firstSeenAt, last_seen_at: lastSeenAt, cause, ...rest }) => ({
      ...rest,
      accountId,
      principalArn,
      cause: cause as unknown as Cause,
      firstSeenAt,
      lastSeenAt,
    }),
  )
}
