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
