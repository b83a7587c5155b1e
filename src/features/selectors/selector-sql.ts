import { type RawBuilder, sql } from 'kysely'
import { assertNever } from '#lib/assert-never.ts'
import type { OuTerm, PairTerm, Selector, ValueTerm } from '#lib/selector/index.ts'

export type SelectorSqlOptions = {
  /** The Region of the row, where the query is about cells; accounts alone have none, so `region:` is unknown. */
  readonly region?: RawBuilder<string>
}

type Condition = RawBuilder<boolean | null>

/**
 * The selector as a SQL condition on the table `account`, null where it cannot be decided. SQL's own three-valued logic is Kleene's,
 * so `where` selects exactly the accounts for which `matchSelector` answers true (property-tested against each other).
 */
export function selectorCondition(selector: Selector, options: SelectorSqlOptions = {}): Condition {
  switch (selector.op) {
    case 'all':
      return sql`true`
    case 'not':
      return sql`(not ${selectorCondition(selector.item, options)})`
    case 'and':
      return sql`(${sql.join(
        selector.items.map((item) => selectorCondition(item, options)),
        sql` and `,
      )})`
    case 'or':
      return sql`(${sql.join(
        selector.items.map((item) => selectorCondition(item, options)),
        sql` or `,
      )})`
    case 'term':
      return termCondition(selector.term, options)
    default:
      return assertNever(selector, 'selector')
  }
}

/**
 * True for the same rows as `selectorCondition`, and either false or null for all others: for a `where`, which asks no more. Where a badge or
 * tag is wanted, rather than not wanted, it need not be known whether others are missing, and the planner can begin with the rows that have it.
 */
export function selectorFilter(selector: Selector): Condition {
  switch (selector.op) {
    case 'and':
      return sql`(${sql.join(selector.items.map(selectorFilter), sql` and `)})`
    case 'or':
      return sql`(${sql.join(selector.items.map(selectorFilter), sql` or `)})`
    case 'term':
      return termFilter(selector.term) ?? selectorCondition(selector)
    case 'all':
    case 'not':
      return selectorCondition(selector)
    default:
      return assertNever(selector, 'selector')
  }
}

/** The terms of which the planner can make something better. */
function termFilter(term: PairTerm | ValueTerm | OuTerm): Condition | undefined {
  if (term.kind === 'badge' || term.kind === 'tag') return hasPair(term)
  const state = term.kind === 'state' ? term.pattern.toUpperCase() : '*'
  return state.includes('*') || state === 'UNKNOWN' ? undefined : sql`(account.state = ${state})`
}

/** The table itself, also in a narrowed database: `account` is narrowed, and a row of another account can stand for none of it. */
function hasPair({ kind, key, value }: PairTerm): Condition {
  const matches = value === undefined ? sql`true` : globCondition(sql`pair.value`, value)
  const table = sql.table(kind === 'tag' ? 'public.account_tag' : 'public.badge')
  return sql`(account.id in (select pair.account_uid from ${table} pair where pair.key = ${key} and ${matches}))`
}

/** Only an account's own complete list of tags makes the absence of one known. */
const tagsRead = sql`exists (select 1 from account_observation seen where seen.account_uid = account.id and seen.tags_read_at is not null)`

function termCondition(term: PairTerm | ValueTerm | OuTerm, options: SelectorSqlOptions): Condition {
  switch (term.kind) {
    case 'ou':
      return sql`(case when account.organization_uid is null then false else ${ouCondition(term)} end)`
    case 'tag':
      return pairCondition(term, sql.table('account_tag'), tagsRead)
    case 'badge':
      // Badges mirror tags; an account on its own has only hand-made ones, all of which we know.
      return pairCondition(term, sql.table('badge'), sql`(account.organization_uid is null or ${tagsRead})`)
    case 'account':
      return globCondition(sql`account.account_id`, term.pattern)
    case 'name':
      return globCondition(sql`account.name`, term.pattern)
    case 'state':
      return globCondition(sql`nullif(account.state, 'UNKNOWN')`, term.pattern.toUpperCase())
    case 'status':
      return globCondition(sql`account.status`, term.pattern.toLowerCase())
    case 'organization': {
      const matches = globCondition(sql`named.organization_id`, term.pattern)
      return sql`exists (select 1 from organization named where named.id = account.organization_uid and ${matches})`
    }
    case 'region':
      return options.region === undefined ? sql`null::boolean` : globCondition(options.region, term.pattern)
    default:
      return assertNever(term, 'term')
  }
}

function ouCondition(term: OuTerm): Condition {
  if (term.by === 'path') return sql`('/' || account.org_path) ~ ${pathRegex(term.segments)}`
  // Ids hold no LIKE wildcards.
  return sql`account.path_ids like ${term.below ? `%/${term.id}/%` : `%/${term.id}/`}`
}

function pairCondition({ key, value }: PairTerm, table: RawBuilder<unknown>, complete: RawBuilder<unknown>): Condition {
  const row = sql`from ${table} pair where pair.account_uid = account.id and pair.key = ${key}`
  const found = value === undefined ? sql`true` : sql`(select ${globCondition(sql`pair.value`, value)} ${row})`
  return sql`(case when exists (select 1 ${row}) then ${found} when ${complete} then false else null end)`
}

function globCondition(column: RawBuilder<unknown>, pattern: string): Condition {
  if (!pattern.includes('*')) return sql`(${column} = ${pattern})`
  return sql`(${column} like ${pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%')})`
}

/** One escaped character or one plain one: what a name in `org_path` is made of, where `/` and `\` are written `\/` and `\\`. */
const NAME_CHARACTER = String.raw`(?:[^/\\]|\\.)`

/** Over the path with a leading `/`, so that every segment, the first one too, brings its own slash. */
function pathRegex(segments: readonly string[]): string {
  const parts = segments.map((segment) =>
    segment === '**' ? `(?:/${NAME_CHARACTER}*)*` : `/${segment.split('*').map(literal).join(`${NAME_CHARACTER}*`)}`,
  )
  return `^${parts.join('')}$`
}

/** The characters of a name as they stand in `org_path`, with the regular expression's own characters taken literally. */
function literal(text: string): string {
  return text.replace(/[\\/]/g, '\\$&').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
