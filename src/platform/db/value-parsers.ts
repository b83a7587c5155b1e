import pg from 'pg'

const { builtins } = pg.types

/**
 * How PostgreSQL values arrive, the same on every server: int8 (and with it `count(*)`) as a number, refused beyond 2^53
 * rather than rounded; `date` as `YYYY-MM-DD` and interval as text, because the driver's own readings depend on the
 * machine's time zone; timestamptz as Date; numeric as text. Set per connection, so that no other library is affected.
 */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : textParsers.get(oid)
    return own ?? driverParser(oid, format ?? 'text')
  },
}

const textParsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, parseInt8],
  [builtins.DATE, String],
  [builtins.INTERVAL, String],
])

/** The driver types the numbers of the built-in types only, but takes any. */
const driverParser = pg.types.getTypeParser as (oid: number, format: string) => unknown

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`int8 value ${text} does not fit a JavaScript number; select it as text`)
  return value
}
