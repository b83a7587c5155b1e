import {
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Kysely,
  type Transaction,
} from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.gen.ts'
import { assertOutsideTransaction, GuardedKysely } from './transaction-guard.ts'
import { valueParsers } from './value-parsers.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>
export type { JsonValue } from './column-types.ts'

export type DatabaseOptions = {
  /** `postgres://…`; a unix socket directory goes into `?host=`. */
  readonly url: string
  readonly connectionsMax?: number
  readonly applicationName?: string
  /** Told of errors on idle connections (a restart of the server, say); the pool replaces them by itself. */
  readonly onConnectionError?: (error: Error) => void
}

export type Database = {
  readonly db: Db
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * A pool with Kysely on top. Using `db` inside one of its own transactions throws. A lost server is not fatal: calls fail
 * while it is away and succeed once it is back. Waiting for a connection is bounded, so that an exhausted pool is an error
 * and not a silence.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    ...connectionConfig(options.url),
    max: options.connectionsMax ?? CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: options.applicationName ?? 'reeve',
  })
  const report = (error: Error) => options.onConnectionError?.(error)
  pool.on('error', report)
  // The pool listens to idle connections only: one lost while in use would end the process without this.
  pool.on('connect', (client) => client.on('error', report))
  const db = new GuardedKysely<Tables>({ dialect: guardedDialect(pool) }, pool)
  return { db, url: options.url, close: once(() => db.destroy()) }
}

/** The driver's settings for a database URL, with the value parsers that all of Reeve relies on. */
export function connectionConfig(url: string): pg.ClientConfig {
  return { connectionString: url, types: valueParsers, keepAlive: true }
}

/** Ten serve one process of an embedded database well; more only queue inside PostgreSQL on a small machine. */
const CONNECTIONS_MAX = 10
const CONNECT_TIMEOUT_MS = 15_000

function guardedDialect(pool: pg.Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new GuardedDriver(pool),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

class GuardedDriver extends PostgresDriver {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }

  override acquireConnection(...args: Parameters<PostgresDriver['acquireConnection']>): Promise<DatabaseConnection> {
    assertOutsideTransaction(this.#pool)
    return super.acquireConnection(...args)
  }
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined
  return () => (closing ??= close())
}
