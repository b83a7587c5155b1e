import { type ApiReply, createClient } from '#platform/http/client.ts'
import { type CommandIo, UsageError } from './define-command.ts'

const tokenPattern = /^reeve_[A-Za-z0-9_-]{43}$/
const codePattern = /^[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3}$/i
const totpPattern = /^\d{6}$/

/** What the commands to come sign in with: an API token, or the session of a person. */
export type Credential = { readonly token: string } | { readonly cookie: string }
type Asking = { readonly url: string; readonly io: CommandIo; readonly signal: AbortSignal }

/** A token as it is, or the session that a one-time code opens. Read from stdin, so that neither stands in a shell history. */
export async function signInWithPasted(asking: Asking): Promise<Credential> {
  const pasted = await readSecretLine(asking.io, 'Paste an API token, or a sign-in code from the console, then press Enter: ')
  if (tokenPattern.test(pasted)) return { token: pasted }
  if (!codePattern.test(pasted))
    throw new UsageError(['stdin: an API token is reeve_ and 43 characters, a sign-in code four groups of five.'])
  return { cookie: cookieOf(await post(asking, { path: '/code/use', body: { code: pasted } })) }
}

/** E-mail and password, then the second factor where the person has one: a code of the app or a recovery code. */
export async function signInWithPassword(asking: Asking, email: string): Promise<Credential> {
  const password = await readSecretLine(asking.io, 'Password: ')
  const reply = await post<{ twoFactorRedirect?: boolean } | undefined>(asking, { path: '/sign-in/email', body: { email, password } })
  if (reply.body?.twoFactorRedirect !== true) return { cookie: cookieOf(reply) }
  const code = await readSecretLine(asking.io, 'Code of the second factor, or a recovery code: ')
  const way = totpPattern.test(code) ? 'verify-totp' : 'verify-backup-code'
  return { cookie: cookieOf(await post(asking, { path: `/two-factor/${way}`, body: { code }, cookie: cookieOf(reply) })) }
}

function post<Body>(
  { url, signal }: Asking,
  { path, body, cookie }: { readonly path: string; readonly body: object; readonly cookie?: string },
): Promise<ApiReply<Body>> {
  const client = createClient({ url, ...(cookie !== undefined && { cookie }) })
  return client.send<Body>({ method: 'POST', path: `/api/auth${path}`, body, signal })
}

/** The cookies that a reply sets, as they are sent back. */
function cookieOf({ cookies = [] }: ApiReply<unknown>): string {
  const kept = cookies.flatMap((line) => /^([^=;\s]+=[^;]+)/.exec(line)?.[1] ?? [])
  if (kept.length === 0) throw new Error('The server let nobody in: is this the address of Reeve itself?')
  return kept.join('; ')
}

/** One line: asked for without showing it on a terminal, the next of stdin elsewhere. */
async function readSecretLine(io: CommandIo, question: string): Promise<string> {
  const answer = io.askSecret === undefined ? await nextLine(io) : await io.askSecret(question)
  if (answer.trim() === '') throw new UsageError(['stdin: nothing was given.'])
  return answer.trim()
}

const readers = new WeakMap<CommandIo, AsyncIterator<string>>()

async function nextLine(io: CommandIo): Promise<string> {
  const lines = readers.get(io) ?? linesOf(io.stdin)
  readers.set(io, lines)
  const next = await lines.next()
  return next.done === true ? '' : next.value
}

async function* linesOf(stdin: CommandIo['stdin']): AsyncGenerator<string> {
  let text = ''
  for await (const chunk of stdin) {
    text += String(chunk)
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
      yield text.slice(0, end)
      text = text.slice(end + 1)
    }
  }
  if (text !== '') yield text
}
