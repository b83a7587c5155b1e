import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type Login = { readonly url: string; readonly token: string }

/** Appears whole or not at all, readable by its owner only; answers where it is. */
export function writeLogin(file: string, { url, token }: Login): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify({ url, token })}\n`, { mode: 0o600 })
  renameSync(fresh, file)
  return file
}

/** Undefined when nobody logged in here, or when what is there is no login. */
export function readLogin(file: string): Login | undefined {
  try {
    const { url, token } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Login>
    return typeof url === 'string' && typeof token === 'string' ? { url, token } : undefined
  } catch {
    return undefined
  }
}
