/**
 * The one list of names whose values never leave the process: not in logs, errors, audit events or job payloads.
 * Matched without case, `_` and `-`, anywhere in the name, so that `webhookSecret` and `X-Api-Token` are caught too.
 */
const secretNames = [
  'secret',
  'password',
  'passphrase',
  'token',
  'authorization',
  'cookie',
  'externalid',
  'privatekey',
  'masterkey',
  'sealed',
  'databaseurl',
  'credential',
]

/** Names that contain a secret word but say nothing secret. */
const publicNames = new Set([
  'tokenid',
  'tokenprefix',
  'tokens',
  'nexttoken',
  'tokenname',
  'tokenfile',
  'credentialkind',
  'credentialssource',
  'secretaccesskeyfile',
  'haveexternalid',
  'hasexternalid',
])

export const redacted = '[redacted]'

export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[-_]/g, '')
  return !publicNames.has(plain) && secretNames.some((secret) => plain.includes(secret))
}

/**
 * A copy of `value` that is safe to write down: values under secret names and anything that looks like a Reeve token or an AWS secret
 * in a string are replaced. Total: cycles and unusual objects become a note instead of an exception.
 */
export function redact(value: unknown, seen: ReadonlySet<object> = new Set()): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? '[function]' : value
  if (seen.has(value)) return '[circular]'
  if (value instanceof Date) return value
  const path = new Set(seen).add(value)
  if (value instanceof Error) return redactError(value, path)
  if (Array.isArray(value)) return value.map((item) => redact(item, path))
  if (value instanceof Set || value instanceof Map) return redact([...value], path)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hides(name, item) ? redacted : redact(item, path)]))
}

/** Masks secrets that stand inside free text: bearer tokens, our own tokens, passwords in connection strings. */
export function redactText(text: string): string {
  return text
    .replaceAll(/\breeve_[A-Za-z0-9_-]{20,}/g, redacted)
    .replaceAll(/\b(bearer\s+)[^\s,;]+/gi, `$1${redacted}`)
    .replaceAll(/(\b[a-z][a-z0-9+]*:\/\/[^\s:/@]+:)[^\s@]+@/gi, `$1${redacted}@`)
}

function hides(name: string, item: unknown): boolean {
  return isSecretName(name) && item !== null && item !== undefined && typeof item !== 'boolean'
}

function redactError(error: Error, path: ReadonlySet<object>): Record<string, unknown> {
  const extra = Object.fromEntries(Object.entries(error).filter(([name]) => name !== 'cause'))
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ''),
    ...(redact(extra, path) as Record<string, unknown>),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, path) }),
  }
}
