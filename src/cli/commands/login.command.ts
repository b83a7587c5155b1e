import { createClient, crossesNetworkInClear } from '#platform/http/client.ts'
import { defineCommand, UsageError } from '../define-command.ts'
import { signInWithPassword, signInWithPasted } from '../sign-in.ts'

export const loginCommand = defineCommand({
  name: 'login',
  summary: 'Sign in to a server and remember it for the commands to come',
  details:
    'Three ways; nothing secret stands on the command line:\n  reeve login https://reeve.example < token.txt              an API token\n  reeve login https://reeve.example                          paste a token, or a sign-in code that the console makes (identity providers)\n  reeve login https://reeve.example --email pat@example.com  password, then the second factor; without a terminal one per line of stdin\nA person’s session lasts as long as in the browser, is listed there, and ends with: reeve logout',
  arguments: [{ name: 'url', summary: 'where the server answers' }],
  options: { email: { type: 'string', value: 'ADDRESS', summary: 'Sign in with the password of this person' } },
  run: async ({ must, text, io, launcher, signal }) => {
    const url = must('url').replace(/\/$/, '')
    if (crossesNetworkInClear(url)) throw new UsageError([`${url}: credentials are sent only over https, or to this machine.`])
    const email = text('email')
    const credential =
      email === undefined ? await signInWithPasted({ url, io, signal }) : await signInWithPassword({ url, io, signal }, email)
    const { body } = await createClient({ url, ...credential }).send<{ id: string; name: string }>({ path: '/v1/me', signal })
    const file = await launcher.remember?.({ url, ...credential })
    return { kind: 'item', item: { url, id: body.id, name: body.name, file } }
  },
})
