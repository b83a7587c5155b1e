import type { ColumnType } from 'kysely'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/**
 * A jsonb column: read as a value, written as the text of `JSON.stringify`. The driver would turn a bare array into a
 * PostgreSQL array, so the type leaves only the safe way.
 */
export type Json = ColumnType<JsonValue, string, string>

/** A timestamptz column: read as a Date, written as a Date or an ISO 8601 text. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>

/**
 * A column with a default: may be left out of an insert. Unlike Kysely's own, it also wraps `Json` and `Timestamp`, nullable
 * or not.
 */
export type Generated<T> = ColumnType<Selectable<T>, Insertable<T> | undefined, Updateable<T>>

/** A column that only the database writes. */
export type GeneratedAlways<T> = ColumnType<Selectable<T>, never, never>

type Selectable<T> = T extends ColumnType<infer Select, unknown, unknown> ? Select : T
type Insertable<T> = T extends ColumnType<unknown, infer Insert, unknown> ? Insert : T
type Updateable<T> = T extends ColumnType<unknown, unknown, infer Update> ? Update : T
