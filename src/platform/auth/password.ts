import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** OWASP's second profile for argon2id: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const cost = { memoryKiB: 19_456, passes: 2, parallelism: 1 }
const tagBytes = 32
const saltBytes = 16
/** Long enough for a passphrase; bounds the work that a stranger can ask for. */
export const passwordLength = { min: 12, max: 256 }

/** The password in PHC string form, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, so that the cost can be raised without a migration. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const tag = await argon2id(password, { salt, ...cost })
  return `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(tag)}`
}

/** False for a wrong password and for a stored value that is not one of ours. */
export async function verifyPassword({ hash, password }: { readonly hash: string; readonly password: string }): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{16,64})\$([A-Za-z0-9+/]{43})$/.exec(hash)
  if (parts === null) return false
  const [memoryKiB, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number]
  const expected = Buffer.from(parts[5]!, 'base64')
  const actual = await argon2id(password, { salt: Buffer.from(parts[4]!, 'base64'), memoryKiB, passes, parallelism })
  return timingSafeEqual(expected, actual)
}

type Cost = typeof cost & { readonly salt: Buffer }

async function argon2id(password: string, { salt, memoryKiB, passes, parallelism }: Cost): Promise<Buffer> {
  // Without normalization the same password typed on two keyboards may be two.
  const message = Buffer.from(password.normalize('NFKC'))
  return derive('argon2id', { message, nonce: salt, memory: memoryKiB, passes, parallelism, tagLength: tagBytes })
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
