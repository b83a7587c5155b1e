import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'
import type { Cause } from './cause.ts'

export type ListedDenial = {
  readonly id: number
  /** The account of whoever was denied. */
  readonly accountId: string
  /** The account that the call was about, where its ARN names one: of a role that was not assumed, the role's. */
  readonly resourceAccountId: string | null
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

export type DenialFilter = {
  /** On either side: of who was denied, or of what they asked for. */
  readonly accountId?: string | undefined
  readonly kind?: string | undefined
  /** Part of the action, of who was denied, or of the resource. */
  readonly text?: string | undefined
  /** False: without what may be disregarded. */
  readonly withDismissed?: boolean | undefined
}

const resourceAccount = sql<string>`split_part(resource, ':', 5)`

/** Denials, the newest first; those seen before `before` when given. */
export async function listDenials(
  db: Db,
  { accountId, kind, text, withDismissed = true }: DenialFilter,
  { limit, before }: { limit: number; before: { readonly lastSeenAt: string; readonly id: number } | undefined },
): Promise<ListedDenial[]> {
  let query = db.selectFrom('denial').selectAll().orderBy('last_seen_at', 'desc').orderBy('id', 'desc').limit(limit)
  if (accountId !== undefined) query = query.where((eb) => eb.or([eb('account_id', '=', accountId), eb(resourceAccount, '=', accountId)]))
  if (kind !== undefined) query = query.where(sql<string>`cause ->> 'kind'`, '=', kind)
  if (!withDismissed) query = query.where(sql<boolean>`(cause ->> 'isDismissed')::boolean`, '=', false)
  if (text !== undefined && text !== '') {
    const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where((eb) =>
      eb.or([eb('action', 'ilike', pattern), eb('principal_arn', 'ilike', pattern), eb('resource', 'ilike', pattern)]),
    )
  }
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
    ({
      account_id: deniedAccountId,
      principal_arn: principalArn,
      first_seen_at: firstSeenAt,
      last_seen_at: lastSeenAt,
      cause,
      ...rest
    }) => ({
      ...rest,
      accountId: deniedAccountId,
      resourceAccountId: /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(rest.resource)?.[1] ?? null,
      principalArn,
      cause: cause as unknown as Cause,
      firstSeenAt,
      lastSeenAt,
    }),
  )
}
