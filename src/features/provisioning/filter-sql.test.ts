import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as fc from 'fast-check'
import { sql } from 'kysely'
import { AppError } from '#lib/app-error.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { groupColumns, userColumns } from './columns.ts'
import { conditionOf, filterCondition } from './filter-sql.ts'
import type { Filter } from './protocol/filter.ts'
import { listUsers } from './user-store.ts'

const database = await createTestDatabase()
const { db } = database
after(() => database.close())
const at = '2026-11-21T12:00:00.000Z'

type Email = { readonly value: string; readonly type?: string; readonly primary?: boolean }
type Someone = {
  readonly userName: string
  readonly externalId: string | null
  readonly displayName: string | null
  readonly active: boolean | null
  readonly name: { readonly familyName?: string } | null
  readonly emails: readonly Email[]
}
const words = ['ann', 'Bob', 'bobby', 'x%y', '_', "O'Malley", 'back\\slash', '"quoted"', 'Zoe']
/** Every mixture of what is there and what is not. */
const people: readonly Someone[] = words.flatMap((word, i) =>
  [0, 1, 2].map((kind) => ({
    userName: `${word}-${kind}`,
    externalId: kind === 0 ? null : `Id-${i}-${kind}`,
    displayName: kind === 1 ? null : word,
    active: [true, false, null][(i + kind) % 3] ?? null,
    name: kind === 2 ? { familyName: word.toUpperCase() } : null,
    emails:
      kind === 0
        ? []
        : [
            { value: `${word}@work.example`, type: 'work', primary: true },
            ...(kind === 2 ? [{ value: `${word}@home.example`, type: 'HOME' }] : []),
          ],
  })),
)

before(async () => {
  await sql`insert into scim_connection (id, name, provisioned_only, external_id_claim, matches_verified_email, created_at, created_by, updated_at)
    values ('c', 'C', true, 'sub', false, ${at}, 'test', ${at})`.execute(db)
  for (const [i, one] of people.entries()) {
    const id = crypto.randomUUID()
    await db
      .insertInto('person')
      .values({ id, name: one.userName, email: `${i}@example.com` })
      .execute()
    await db
      .insertInto('scim_user')
      .values({
        person_id: id,
        connection_id: 'c',
        user_name: one.userName,
        external_id: one.externalId,
        display_name: one.displayName,
        name: one.name === null ? null : JSON.stringify(one.name),
        emails: JSON.stringify(one.emails),
        active: one.active,
        is_adopted: false,
        created_at: new Date(at),
        updated_at: new Date(Date.parse(at) + i * 1000),
      })
      .execute()
  }
})

const found = async (condition: ReturnType<typeof conditionOf>): Promise<string[]> =>
  (await listUsers(db, { connectionId: 'c', condition, window: { offset: 0, count: 1000 } })).rows
    .map(({ userName }) => userName)
    .toSorted()
const find = (filter: string): Promise<string[]> => found(filterCondition(filter, userColumns))

/** The meaning of a filter once more, without the database: values of an attribute, folded where case does not count. */
function valuesAt(one: Someone, attribute: string): readonly (string | boolean)[] {
  const fold = (value: string | undefined | null): string[] => (value === undefined || value === null ? [] : [value.toLowerCase()])
  if (attribute === 'username') return fold(one.userName)
  if (attribute === 'displayname') return fold(one.displayName)
  if (attribute === 'name.familyname') return fold(one.name?.familyName)
  if (attribute === 'externalid') return one.externalId === null ? [] : [one.externalId]
  if (attribute === 'active') return one.active === null ? [] : [one.active]
  return one.emails.flatMap((email) => fold(attribute === 'emails.type' ? email.type : email.value))
}
function holds(one: Someone, filter: Filter): boolean {
  if (filter.op === 'not') return !holds(one, filter.item)
  if ('items' in filter)
    return filter.op === 'and' ? filter.items.every((item) => holds(one, item)) : filter.items.some((item) => holds(one, item))
  if (filter.op === 'values') return one.emails.some((email) => holds({ ...one, emails: [email] }, inside(filter.filter)))
  const name = filter.path.sub === undefined ? filter.path.attribute : `${filter.path.attribute}.${filter.path.sub}`
  const values = valuesAt(one, name)
  if (filter.op === 'present') return values.length > 0
  const wanted = typeof filter.value === 'string' && name !== 'externalid' ? filter.value.toLowerCase() : filter.value
  const isList = filter.path.attribute === 'emails'
  if (filter.comparison === 'ne') return isList ? values.some((value) => value !== wanted) : values[0] !== wanted
  return values.some((value) => compares(value, filter.comparison, wanted))
}
function compares(value: string | boolean, comparison: string, wanted: unknown): boolean {
  if (comparison === 'eq') return value === wanted
  if (typeof value !== 'string' || typeof wanted !== 'string') return false
  const answers: Record<string, boolean> = {
    co: value.includes(wanted),
    sw: value.startsWith(wanted),
    ew: value.endsWith(wanted),
    gt: value > wanted,
    ge: value >= wanted,
    lt: value < wanted,
    le: value <= wanted,
  }
  return answers[comparison] ?? assert.fail(comparison)
}
/** Names in brackets are parts of the attribute before them. */
function inside(filter: Filter): Filter {
  if ('items' in filter) return { op: filter.op, items: filter.items.map(inside) }
  if (filter.op === 'not') return { op: 'not', item: inside(filter.item) }
  if (filter.op === 'values') return filter
  return { ...filter, path: { attribute: 'emails', sub: filter.path.attribute } }
}

const comparison = fc.constantFrom(
  'eq' as const,
  'ne' as const,
  'co' as const,
  'sw' as const,
  'ew' as const,
  'gt' as const,
  'ge' as const,
  'lt' as const,
  'le' as const,
)
const text = fc.oneof(
  fc.constantFrom(...words, 'BOB-1', 'Id-1-2', 'work', '', '@work.example', '%', '\\'),
  fc.string({ unit: 'binary-ascii', maxLength: 3 }).filter((word) => !word.includes('\u0000')),
)
const path = fc.constantFrom(
  { attribute: 'username' },
  { attribute: 'displayname' },
  { attribute: 'externalid' },
  { attribute: 'name', sub: 'familyname' },
  { attribute: 'emails', sub: 'type' },
  { attribute: 'emails' },
)
const leaf = fc.oneof(
  fc.record({ op: fc.constant('compare' as const), path, comparison, value: text }),
  fc.record({
    op: fc.constant('compare' as const),
    path: fc.constant({ attribute: 'active' }),
    comparison: fc.constantFrom('eq' as const, 'ne' as const),
    value: fc.boolean(),
  }),
  fc.record({ op: fc.constant('present' as const), path: fc.oneof(path, fc.constant({ attribute: 'active' })) }),
)
const part = fc.record({
  op: fc.constant('compare' as const),
  path: fc.constantFrom({ attribute: 'type' }, { attribute: 'value' }),
  comparison,
  value: text,
})
const values = fc.record({
  op: fc.constant('values' as const),
  path: fc.constant({ attribute: 'emails' }),
  filter: fc.oneof(part, fc.record({ op: fc.constantFrom('and' as const, 'or' as const), items: fc.tuple(part, part) })),
})
const tree = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    leaf,
    values,
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), items: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ op: fc.constant('not' as const), item: tie('filter') }),
  ),
})).filter

test('whatever the filter, the database finds whom its meaning finds: no more, no less', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (filter) => {
      const expected = people.filter((one) => holds(one, filter)).map(({ userName }) => userName)
      assert.deepEqual(await found(conditionOf(filter, userColumns)), expected.toSorted())
    }),
    { numRuns: 300 },
  )
})

test('people are found by times, ids and versions of names that directories use', async () => {
  const [first] = (
    await listUsers(db, { connectionId: 'c', condition: filterCondition(undefined, userColumns), window: { offset: 0, count: 1 } })
  ).rows
  assert.deepEqual(await find(`id eq "${first?.id}"`), [first?.userName])
  assert.deepEqual(await find(`id eq "${first?.id.toUpperCase()}"`), [first?.userName])
  assert.deepEqual(await find('id eq "nobody"'), [])
  assert.equal((await find('meta.lastModified gt "2026-11-21T12:00:25Z"')).length, people.length - 26)
  assert.equal((await find('meta.created le "2026-11-21T13:00:00+01:00"')).length, people.length)
  assert.equal((await find('meta.resourceType eq "User"')).length, people.length)
  assert.equal(
    (await find('urn:ietf:params:scim:schemas:core:2.0:User:active eq "True"')).length,
    people.filter(({ active }) => active === true).length,
  )
  assert.equal((await find('externalId eq null')).length, people.filter(({ externalId }) => externalId === null).length)
})

test('what cannot be asked is refused by name rather than passed over', () => {
  const refusals = [
    'title pr',
    'urn:other:User:userName eq "x"',
    'active gt true',
    'userName eq 5',
    'emails[colour eq "red"]',
    'userName[value eq "x"]',
    'meta.created co "2026"',
    'name eq "x"',
    'constructor pr',
    '__proto__ eq "x"',
    'userName eq "a\\u0000"',
  ]
  for (const filter of refusals)
    assert.throws(
      () => filterCondition(filter, userColumns),
      (error) => error instanceof AppError && error.code === 'scim_invalid_filter',
      filter,
    )
  assert.throws(() => filterCondition('userName eq "x"', groupColumns), /Nothing can be found here by username/)
})
