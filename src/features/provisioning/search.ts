import { type RawBuilder, sql } from 'kysely'
import { AppError } from '#lib/app-error.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { groupColumns, userColumns } from './columns.ts'
import { filterCondition } from './filter-sql.ts'
import { findGroup, listGroups } from './group-store.ts'
import { groupPageMax, pageMax } from './protocol/discovery.ts'
import { readProjection, shows } from './protocol/projection.ts'
import { groupResource, type Resource, userResource } from './protocol/resource.ts'
import { connectionOf } from './provision.ts'
import { refuseUnknown } from './provision-user.ts'
import { listResponse, windowOf } from './scim-messages.ts'
import { findUser, listUsers } from './user-store.ts'

type SearchDeps = { readonly db: Db; readonly baseUrl: () => string }
type Asked = {
  readonly filter?: string | undefined
  readonly startIndex: number
  readonly count?: number | undefined
  readonly attributes?: unknown
  readonly excludedAttributes?: unknown
}

/** The directory's own people, a page of those that the filter finds. */
export async function searchUsers({ db, baseUrl }: SearchDeps, actor: Actor, asked: Asked) {
  const window = windowOf(asked, pageMax)
  const condition = filterCondition(asked.filter, userColumns)
  const { total, rows } = await listUsers(db, { connectionId: connectionOf(actor), condition, window })
  return listResponse({ total, offset: window.offset, items: rows.map((row) => userResource(row, baseUrl())) })
}

/** The directory's own groups; a page with members is shorter, because each may have thousands. */
export async function searchGroups({ db, baseUrl }: SearchDeps, actor: Actor, asked: Asked) {
  const withMembers = shows(readProjection(asked), 'members')
  const window = windowOf(asked, withMembers ? groupPageMax : pageMax)
  const condition = filterCondition(asked.filter, groupColumns)
  const { total, rows } = await listGroups(db, { connectionId: connectionOf(actor), condition, window, withMembers })
  return listResponse({ total, offset: window.offset, items: rows.map((row) => groupResource(row, baseUrl())) })
}

/** People first, then groups, as one list (RFC 7644, 3.4.2.1). A filter by what only one kind has finds none of the other. */
export async function searchAll({ db, baseUrl }: SearchDeps, actor: Actor, asked: Asked) {
  const connectionId = connectionOf(actor)
  const withMembers = shows(readProjection(asked), 'members')
  const window = windowOf(asked, pageMax)
  const { user, group } = conditionsOf(asked.filter)
  const people = await listUsers(db, { connectionId, condition: user, window })
  const rest = {
    offset: Math.max(window.offset - people.total, 0),
    count: Math.min(window.count - people.rows.length, withMembers ? groupPageMax : pageMax),
  }
  const groups = await listGroups(db, { connectionId, condition: group, window: rest, withMembers })
  return listResponse({
    total: people.total + groups.total,
    offset: window.offset,
    items: [...people.rows.map((row) => userResource(row, baseUrl())), ...groups.rows.map((row) => groupResource(row, baseUrl()))],
  })
}

function conditionsOf(filter: string | undefined): { readonly user: RawBuilder<boolean>; readonly group: RawBuilder<boolean> } {
  const [user, group] = [userColumns, groupColumns].map((columns) => {
    try {
      return filterCondition(filter, columns)
    } catch (error) {
      if (error instanceof AppError && error.code === 'scim_invalid_filter') return error
      throw error
    }
  })
  if (user instanceof AppError && group instanceof AppError) throw user
  const none = sql<boolean>`false`
  return {
    user: user === undefined || user instanceof AppError ? none : user,
    group: group === undefined || group instanceof AppError ? none : group,
  }
}

export async function showUser({ db, baseUrl }: SearchDeps, actor: Actor, id: string): Promise<Resource> {
  return userResource((await findUser(db, connectionOf(actor), id)) ?? refuseUnknown(id), baseUrl())
}

export async function showGroup(
  { db, baseUrl }: SearchDeps,
  actor: Actor,
  { id, ...asked }: { readonly id: string } & Omit<Asked, 'startIndex'>,
) {
  const withMembers = shows(readProjection(asked), 'members')
  const row = await findGroup(db, { connectionId: connectionOf(actor), id, withMembers })
  return groupResource(row ?? refuseUnknown(id), baseUrl())
}
