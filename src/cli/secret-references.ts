import { readFile } from 'node:fs/promises'
import type { SecretRef } from '#features/configuration/index.ts'
import type { CommandIo } from './define-command.ts'

export type SecretLookup = { readonly kind: 'found'; readonly secret: string } | { readonly kind: 'missing'; readonly why: string }

/** Reads one secret where the command runs. Never throws, and never says the secret. */
export async function lookUpSecret(ref: SecretRef, { variable }: Pick<CommandIo, 'variable'>): Promise<SecretLookup> {
  if ('env' in ref) {
    const secret = variable?.(ref.env)
    return secret === undefined || secret === ''
      ? { kind: 'missing', why: `the environment variable ${ref.env} is not set` }
      : { kind: 'found', secret }
  }
  try {
    const secret = (await readFile(ref.file, 'utf8')).replace(/\r?\n$/, '')
    return secret === '' ? { kind: 'missing', why: `the file ${ref.file} is empty` } : { kind: 'found', secret }
  } catch (error) {
    return { kind: 'missing', why: `the file ${ref.file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})` }
  }
}

export type Filled = { readonly body: unknown; readonly missing: readonly string[] }

/** The body with every reference replaced by its secret; what is missing is told with its path. */
export async function fillSecrets(body: unknown, io: Pick<CommandIo, 'variable'>, path = ''): Promise<Filled> {
  if (isReference(body)) {
    const found = await lookUpSecret(body, io)
    return found.kind === 'found' ? { body: found.secret, missing: [] } : { body: undefined, missing: [`${path}: ${found.why}`] }
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return { body, missing: [] }
  const missing: string[] = []
  const members: [string, unknown][] = []
  for (const [name, value] of Object.entries(body)) {
    const filled = await fillSecrets(value, io, path === '' ? name : `${path}.${name}`)
    missing.push(...filled.missing)
    members.push([name, filled.body])
  }
  return { body: Object.fromEntries(members), missing }
}

function isReference(value: unknown): value is SecretRef {
  if (value === null || typeof value !== 'object') return false
  const entries = Object.entries(value)
  return entries.length === 1 && entries.every(([name, text]) => (name === 'env' || name === 'file') && typeof text === 'string')
}
