import { pino, type DestinationStream, type Logger } from 'pino'
import { redact } from './redact.ts'

/** Constant message, variable fields. `error` is for what a human must look at; an expected refusal is `info`. */
export type Log = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  child(fields: object): Log
}

export type LogOptions = {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Where lines go; the CLI and every script keep stdout for data, so the default is stderr. */
  readonly destination?: DestinationStream
  readonly name?: string
}

/** JSON lines on stderr, every field through the one redaction list before it is written. */
export function createLog({ level, destination, name = 'reeve' }: LogOptions): Log {
  const options = {
    level,
    base: { name },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }), log: (fields: object) => redact(fields) as Record<string, unknown> },
  }
  return wrap(pino(options, destination ?? pino.destination({ fd: 2, sync: true })))
}

/** A log that says nothing, for tests and for generators. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
}

function wrap(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => wrap(logger.child(redact(fields) as Record<string, unknown>)),
  }
}
