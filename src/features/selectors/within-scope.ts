import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Selector } from '#lib/selector/index.ts'
import type { Db } from '#platform/db/db.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { selectorFilter } from './selector-sql.ts'

/** Whom a database is narrowed for: what they reach, and who they are, for what is theirs alone. */
export type Bound = { readonly scope: Selector; readonly actorId: string }

/**
 * Runs `body` with a database that holds only what the scope selects: every query on the estate, whoever wrote it, meets the views of
 * `reeve_scoped` instead of the tables. Which accounts those are is as true as asking anew each time: a kept set counts only while nothing
 * that could change it was committed, which the database decides in the statement that enters. An account that cannot be decided is not
 * among them. One connection serves the whole of `body`, and is as before when it ends.
 */
export async function withinScope<T>(db: Db, bound: Bound, body: (narrowed: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const entered = await enter(connection, bound)
    let result: T
    try {
      result = await body(connection)
    } catch (error) {
      await leave(connection, entered)
      throw error
    }
    // A connection that cannot even do this is broken, and its pool throws it away.
    const isIntact = await leave(connection, entered)
    if (!isIntact) throw httpErrors.unavailable('This took so long that what it saw of your scope is no longer kept. Try again.')
    return result
  })
}

type Entered = { readonly setId: number; readonly searchPath: string }

/** Others that find a set missing while it is made wait for that, instead of making it as well. */
const making = new Map<string, Promise<void>>()

async function enter(connection: Db, { scope, actorId }: Bound): Promise<Entered> {
  const key = keyOf(connection, scope)
  for (;;) {
    const entered = await enterCurrent(connection, { key, actorId })
    if (entered !== undefined) return entered
    const underWay = making.get(key)
    if (underWay === undefined) break
    await underWay
  }
  const made = make(connection, { key, scope })
  const settled = made.then(
    () => undefined,
    () => undefined,
  )
  making.set(key, settled)
  void settled.then(() => making.delete(key))
  // Made from a moment after this request came: as good as current, whatever has changed since.
  return enterSet(connection, { id: await made, actorId })
}

/** Enters the set that was made at the revision of just now, if there is one. */
async function enterCurrent(
  connection: Db,
  { key, actorId }: { readonly key: string; readonly actorId: string },
): Promise<Entered | undefined> {
  const { rows } = await sql<Entered>`${enteringAs(actorId)} from (
    select id from reeve_scoped.scope_set
    where key = ${key} and revision = (select reeve_scoped.revision_of('membership')) and made_at > now() - ${kept.whileCurrent}::interval
    order by id desc limit 1) found`.execute(connection)
  return rows[0]
}

async function enterSet(connection: Db, { id, actorId }: { readonly id: number; readonly actorId: string }): Promise<Entered> {
  const { rows } = await sql<Entered>`${enteringAs(actorId)} from (select ${id}::integer as id) found`.execute(connection)
  return rows[0]!
}

const enteringAs = (actorId: string) =>
  sql`select id as "setId", current_setting('search_path') as "searchPath", set_config('reeve.scope', id::text, false),
  set_config('reeve.actor', ${actorId}, false), set_config('search_path', 'reeve_scoped, ' || current_setting('search_path'), false)`

/** Answers whether the set was there to the end. */
async function leave(connection: Db, { setId, searchPath }: Entered): Promise<boolean> {
  const { rows } = await sql<{ isIntact: boolean }>`
    select exists (select 1 from reeve_scoped.scope_set where id = ${setId}) as "isIntact",
      set_config('search_path', ${searchPath}, false), set_config('reeve.scope', '', false), set_config('reeve.actor', '', false)`.execute(
    connection,
  )
  return rows[0]?.isIntact === true
}

/** A set that is current is made anew twice a day; one that is not is removed when no request can be reading it any more, or is told. */
const kept = { whileCurrent: '12 hours', atMost: '1 day', whenOutdated: '2 minutes' }

/** Members, their places and the revision they are of, from one snapshot. */
async function make(connection: Db, { key, scope }: { readonly key: string; readonly scope: Selector }): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with hit as materialized (
      select account.id, account.account_id, account.path_ids, account.organization_uid from account where ${selectorFilter(scope)}
    ), made as (
      insert into reeve_scoped.scope_set (key, revision) values (${key}, reeve_scoped.revision_of('membership')) returning id
    ), members as (
      insert into reeve_scoped.scope_member select made.id, hit.id, hit.account_id from made, hit
    ), targets as (
      insert into reeve_scoped.scope_target select made.id, target from made,
        (select account_id as target from hit union
          select unnest(string_to_array(path_ids, '/')) from (select distinct path_ids from hit) placed) targets
        where target <> ''
    ), organizations as (
      insert into reeve_scoped.scope_organization
        select made.id, organization_uid from made, (select distinct organization_uid from hit where organization_uid is not null) known
    )
    select id from made`.execute(connection)
  await removeOutdated(connection)
  // Fresh sets are unknown to the planner, which then takes five thousand members for twenty.
  await sql`analyze (skip_locked) reeve_scoped.scope_member, reeve_scoped.scope_target`.execute(connection)
  return rows[0]!.id
}

async function removeOutdated(connection: Db): Promise<void> {
  await sql`
    with gone as (
      delete from reeve_scoped.scope_set old
      where made_at < now() - ${kept.atMost}::interval or (made_at < now() - ${kept.whenOutdated}::interval
        and exists (select 1 from reeve_scoped.scope_set newer where newer.key = old.key and newer.id > old.id and newer.made_at < now() - ${kept.whenOutdated}::interval))
      returning id
    ), members as (
      delete from reeve_scoped.scope_member using gone where set_id = gone.id
    ), targets as (
      delete from reeve_scoped.scope_target using gone where set_id = gone.id
    )
    delete from reeve_scoped.scope_organization using gone where set_id = gone.id`.execute(connection)
}

const keys = new WeakMap<Selector, string>()

/** The condition as compiled, so that sets of a Reeve that reads selectors otherwise are not taken for ours. */
function keyOf(db: Db, scope: Selector): string {
  const known = keys.get(scope)
  if (known !== undefined) return known
  const { sql: text, parameters } = sql`select 1 from account where ${selectorFilter(scope)}`.compile(db)
  const key = createHash('sha256')
    .update(JSON.stringify([text, parameters]))
    .digest('base64')
  keys.set(scope, key)
  return key
}
