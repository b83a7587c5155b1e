import { connection } from './connection.ts'
import { credential } from '../auth/credential.ts'
import type { Operations } from './operations.gen.ts'
import { ConnectionLost, Problem } from './problem.ts'

type Key = keyof Operations
type Needed<Name extends string, Value> = {} extends Value ? { readonly [K in Name]?: Value } : { readonly [K in Name]: Value }
type BodyOf<K extends Key> = undefined extends Operations[K]['body'] ? {} : Needed<'body', Operations[K]['body']>

export type CallOptions<K extends Key> = Needed<'path', Operations[K]['path']> &
  Needed<'query', Operations[K]['query']> &
  BodyOf<K> & { readonly signal?: AbortSignal; readonly ifMatch?: string }
export type Reply<K extends Key> = Operations[K]['reply']

type Loose = {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly ifMatch?: string
}

/** Calls one operation of the API. Throws `Problem` for what the server refused and `ConnectionLost` when no answer came. */
export async function call<K extends Key>(
  key: K,
  ...[options]: {} extends CallOptions<K> ? [CallOptions<K>?] : [CallOptions<K>]
): Promise<Reply<K>> {
  const response = await send(key, options ?? {})
  return (response.status === 204 ? undefined : await response.json()) as Reply<K>
}

/** Reads what the console needs to know of the person and the installation; not part of the API. */
export async function readJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await request(url, { method: 'GET', headers: headersFor({}), ...(signal === undefined ? {} : { signal }) })
  return (await response.json()) as T
}

/** Posts to what is not part of the API: sign-in. Its refusals are answers, not ends of a session. */
export async function postJson(url: string, body: object): Promise<unknown> {
  const response = await request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const text = await response.text()
  return text === '' ? null : (JSON.parse(text) as unknown)
}

/** Sends an operation and answers the raw response of a success; streams use it. */
export async function send(key: Key, options: Loose, accept = 'application/json'): Promise<Response> {
  const [method = 'GET', template = ''] = key.split(' ')
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(options.path?.[name] ?? ''))
  const query = new URLSearchParams(
    Object.entries(options.query ?? {}).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, `${value}`]])),
  ).toString()
  return request(`${path}${query === '' ? '' : `?${query}`}`, {
    method,
    headers: { ...headersFor(options), accept },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
}

function headersFor({ body, ifMatch }: Loose): Record<string, string> {
  const token = credential.get()
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
  }
}

async function request(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, credentials: 'same-origin' }).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error
    connection.lost()
    throw new ConnectionLost('no answer', { cause: error })
  })
  if (response.ok) return response
  const problem = await problemOf(response)
  if (problem.status === 401 && url.startsWith('/v1/')) credential.refused()
  throw problem
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = {
    type: 'about:blank',
    title: 'Unexpected answer',
    status: response.status,
    detail: `Something between this browser and Reeve answered ${response.status} ${response.statusText}.`,
    code: 'unreadable_answer',
    requestId: response.headers.get('x-request-id') ?? '',
  }
  return new Problem(await response.json().catch(() => fallback))
}
