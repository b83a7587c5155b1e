import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Configuration, Provider } from 'oidc-provider'

export type Claims = Readonly<Record<string, unknown>>
export type OidcIssuer = {
  readonly issuer: string
  /** What the issuer says of a subject; change it between sign-ins as a directory would. */
  readonly people: Map<string, Claims>
  /** Signs `subject` in as a person with a browser would, and answers where the browser is sent back to. */
  signIn(authorizationUrl: string, subject: string): Promise<string>
  close(): Promise<void>
}

/** A real OpenID Connect provider (certified implementation) on loopback, for one client. */
export async function startOidcIssuer({
  clientId,
  clientSecret,
  redirectUri,
}: {
  clientId: string
  clientSecret: string
  redirectUri: string
}): Promise<OidcIssuer> {
  const people = new Map<string, Claims>()
  const server: Server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const configuration: Configuration = {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    cookies: { keys: ['test'] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 60, Interaction: 60, Session: 60 },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people.get(sub) }) }),
  }
  const provider = new Provider(issuer, configuration)
  const answer = provider.callback()
  server.on('request', (request, reply) => void answer(request, reply))
  return {
    issuer,
    people,
    signIn: (url, subject) => browse(url, { issuer, subject, redirectUri }),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Follows redirects with a cookie jar, answering the login and consent pages, until it is sent back to the client. */
async function browse(
  start: string,
  { issuer, subject, redirectUri }: { issuer: string; subject: string; redirectUri: string },
): Promise<string> {
  const jar = new Map<string, string>()
  let request: { url: string; form?: Record<string, string> } = { url: start }
  for (let step = 0; step < 12; step += 1) {
    const reply = await fetch(request.url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(request.form === undefined ? {} : { method: 'POST', body: new URLSearchParams(request.form) }),
    })
    for (const line of reply.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const page = await reply.text()
    const location = reply.headers.get('location')
    if (location !== null) {
      const next = new URL(location, issuer).href
      if (next.startsWith(redirectUri)) return next
      request = { url: next }
      continue
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (prompt === undefined) throw new Error(`The issuer shows a page that no test expects: ${reply.status} ${page.slice(0, 300)}`)
    request = { url: reply.url, form: prompt === 'login' ? { prompt, login: subject, password: 'any' } : { prompt } }
  }
  throw new Error('The issuer never sent the browser back.')
}
