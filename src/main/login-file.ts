import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A server, and what to sign in with there: an API token, or the session of a person. */
export type Login = { readonly url: string } & ({ readonly token: string } | { readonly cookie: string })

/** Appears whole or not at all, readable by its owner only; answers where it is. */
export function writeLogin(file: string, login: Login): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${process.pid}`
  // One left behind by a killed command could have been made by somebody else, with other rights.
  rmSync(fresh, { force: true })
  writeFileSync(fresh, `${JSON.stringify(login)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(fresh, file)
  return file
}

/** Undefined when nobody logged in here, or when what is there is no login. */
export function readLogin(file: string): Login | undefined {
  try {
    const { url, token, cookie } = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>
    if (typeof url !== 'string') return undefined
    if (typeof token === 'string') return { url, token }
    return typeof cookie === 'string' ? { url, cookie } : undefined
  } catch {
    return undefined
  }
}

/** Forgets the login, and answers what it was. */
export function removeLogin(file: string): Login | undefined {
  const login = readLogin(file)
  rmSync(file, { force: true })
  return login
}
