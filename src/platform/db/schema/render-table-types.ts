import type { ColumnFacts, Schema, TableFacts } from './describe-schema.ts'

/** How a column of a PostgreSQL type is read and written; the counterpart of `value-parsers.ts`. */
const TYPES: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  'double precision': 'number',
  real: 'number',
  numeric: 'string',
  text: 'string',
  uuid: 'string',
  inet: 'string',
  cidr: 'string',
  date: 'string',
  interval: 'string',
  tsvector: 'string',
  bytea: 'Buffer',
  jsonb: 'Json',
  json: 'Json',
  'timestamp with time zone': 'Timestamp',
}

/** Kysely's view of the schema. A text column whose check lists its values becomes the union of them. */
export function renderTableTypes({ tables, views }: Schema): string {
  const own = tables.filter((table) => table.partitionOf === null)
  const body = own.map(
    (table) =>
      `export type ${typeName(table.name)} = {\n${table.columns.map((column) => `  ${column.name}: ${columnType(table, column)}`).join('\n')}\n}`,
  )
  const index = `export type Tables = {\n${own.map((table) => `  ${table.name}: ${typeName(table.name)}`).join('\n')}\n}`
  if (views.length > 0) throw new Error('Views have no generated types yet: select from tables, or teach render-table-types.ts')
  const used = ['Generated', 'GeneratedAlways', 'Json', 'Timestamp'].filter((name) =>
    body.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
  )
  return `// Generated from db/migrations by scripts/gen-db.ts: do not edit.\nimport type { ${used.join(', ')} } from './column-types.ts'\n\n${[...body, index].join('\n\n')}\n`
}

function columnType(table: TableFacts, column: ColumnFacts): string {
  const nullable = column.isNullable ? ' | null' : ''
  const type = `${valuesOf(table, column) ?? scalar(table, column)}${nullable}`
  if (column.isGenerated || column.identity === 'always') return `GeneratedAlways<${type}>`
  return column.defaultSql !== null || column.identity !== null ? `Generated<${type}>` : type
}

function scalar(table: TableFacts, column: ColumnFacts): string {
  const isArray = column.type.endsWith('[]')
  const base = column.type.replace(/\[\]$/, '').replace(/\(.*\)/, '')
  const type = TYPES[base]
  if (type === undefined)
    throw new Error(`${table.name}.${column.name}: type ${column.type} has no TypeScript counterpart; add it to render-table-types.ts`)
  return isArray ? `${type}[]` : type
}

/** `CHECK ((status = ANY (ARRAY['a'::text, 'b'::text])))` → `'a' | 'b'`. */
function valuesOf(table: TableFacts, column: ColumnFacts): string | undefined {
  for (const { definition } of table.constraints) {
    const match = /^CHECK \(\((\w+) = ANY \(ARRAY\[(.+)\]\)\)\)$/.exec(definition)
    if (match?.[1] !== column.name || column.type !== 'text') continue
    const values = match[2]!.match(/'(?:[^']|'')*'(?=::text)/g) ?? []
    return values.map((value) => `'${value.slice(1, -1).replaceAll("''", "'").replaceAll("'", "\\'")}'`).join(' | ')
  }
  return undefined
}

function typeName(table: string): string {
  return `${table.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Table`
}
