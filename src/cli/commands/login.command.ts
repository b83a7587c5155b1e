import { isIP } from 'node:net'
import { createClient } from '#platform/http/client.ts'
import { type CommandIo, defineCommand, UsageError } from '../define-command.ts'

export const loginCommand = defineCommand({
  name: 'login',
  summary: 'Remember a server and an API token for the commands to come',
  details: 'The token is read from stdin, so that it stands in no shell history: reeve login https://reeve.example < token.txt',
  arguments: [{ name: 'url', summary: 'where the server answers' }],
  run: async ({ must, io, launcher, signal }) => {
    const url = must('url').replace(/\/$/, '')
    if (!isSafe(url)) throw new UsageError([`${url}: a token is sent only over https, or to this machine.`])
    const token = await readToken(io)
    const reply = await createClient({ url, token }).send<{ id: string; name: string }>({ path: '/v1/me', signal })
    const file = await launcher.remember?.({ url, token })
    return { kind: 'item', item: { url, id: reply.body.id, name: reply.body.name, file } }
  },
})

function isSafe(url: string): boolean {
  const target = URL.parse(url)
  if (target === null) return false
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
  return target.protocol === 'https:' || target.protocol === 'unix:' || (target.protocol === 'http:' && isHere)
}

async function readToken(io: CommandIo): Promise<string> {
  if (io.isTerminal) io.note('Paste an API token, then press Enter:')
  let text = ''
  for await (const chunk of io.stdin) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  const token = text.trim()
  if (!/^reeve_[A-Za-z0-9_-]{43}$/.test(token)) throw new UsageError(['stdin: an API token is reeve_ and 43 characters.'])
  return token
}
