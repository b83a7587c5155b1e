import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { FieldError } from '#lib/app-error.ts'

export type ApiRequest = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  readonly body?: unknown
  readonly ifMatch?: string
  readonly signal?: AbortSignal
}

export type ApiReply<Body> = {
  readonly status: number
  readonly body: Body
  readonly etag?: string
  /** `Set-Cookie` lines, from sign-in alone. */
  readonly cookies?: readonly string[]
}

/** A typed way to ask Reeve's HTTP API; refusals arrive as `ApiProblem`, a server that cannot be reached as `ApiUnreachable`. */
export type ApiClient = {
  readonly url: string
  send<Body>(request: ApiRequest): Promise<ApiReply<Body>>
  get<Body>(path: string, query?: ApiRequest['query']): Promise<Body>
  post<Body>(path: string, body?: unknown): Promise<Body>
  /** Every item of a paged list, page after page, holding one page at a time. */
  list<Item>(path: string, query?: ApiRequest['query']): AsyncGenerator<Item>
  /** Text of a route that offers it in this media type, piece by piece. */
  text(request: ApiRequest, accept: string): AsyncGenerator<string>
  /** Server-sent events of a route that offers them. */
  events(request: ApiRequest): AsyncGenerator<{ readonly event: string; readonly data: unknown }>
}

/** The server said no, in its own words. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly fields: readonly FieldError[]

  constructor(problem: {
    status: number
    code?: string
    title?: string
    detail?: string
    requestId?: string
    errors?: readonly FieldError[]
  }) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.code = problem.code ?? 'unknown'
    this.requestId = problem.requestId
    this.fields = problem.errors ?? []
  }
}

export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable'
}

export type ClientOptions = {
  /** `http(s)://host:port` or `unix:/path/to/socket`. */
  readonly url: string
  /** Absent on the in-process socket, whose directory is the credential. */
  readonly token?: string
  /** The session of somebody who signed in, where there is no token. */
  readonly cookie?: string
}

export function createClient(options: ClientOptions): ApiClient {
  const { url } = options
  const open = (request: ApiRequest, accept: string) => openRequest(options, request, accept)

  async function send<Body>(request: ApiRequest): Promise<ApiReply<Body>> {
    const response = await open(request, 'application/json')
    const text = await readText(response)
    const status = response.statusCode ?? 0
    if (status >= 400) throw problemFrom(status, text)
    const { etag, 'set-cookie': cookies } = response.headers
    return {
      status,
      body: (text === '' ? undefined : parse(text)) as Body,
      ...(etag === undefined ? {} : { etag }),
      ...(cookies && { cookies }),
    }
  }

  return {
    url,
    send,
    get: async <Body>(path: string, query?: ApiRequest['query']) =>
      (await send<Body>({ path, ...(query === undefined ? {} : { query }) })).body,
    post: async <Body>(path: string, body: unknown = {}) => (await send<Body>({ method: 'POST', path, body })).body,
    async *list<Item>(path: string, query: ApiRequest['query'] = {}) {
      let cursor: string | undefined
      do {
        const page: { items: Item[]; nextCursor: string | null } = (
          await send<{ items: Item[]; nextCursor: string | null }>({ path, query: { ...query, cursor } })
        ).body
        yield* page.items
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
    },
    async *text(request: ApiRequest, accept: string) {
      const response = await open(request, accept)
      const status = response.statusCode ?? 0
      if (status >= 400) throw problemFrom(status, await readText(response))
      response.setEncoding('utf8')
      for await (const piece of response) yield piece as string
      // A stream that breaks off is an error here, and not the end of the text.
      if (!response.complete) throw new ApiUnreachable(`The answer of ${url} broke off.`)
    },
    async *events(request: ApiRequest) {
      const response = await open(request, 'text/event-stream')
      const status = response.statusCode ?? 0
      if (status >= 400) throw problemFrom(status, await readText(response))
      for await (const event of readEvents(response)) {
        // What a new request would be told: the session ended, a role was taken away, the thing is gone.
        if (event.event === 'problem') throw problemFrom(statusIn(event.data), JSON.stringify(event.data))
        yield event
      }
    },
  }
}

function openRequest({ url, token, cookie }: ClientOptions, request: ApiRequest, accept: string): Promise<IncomingMessage> {
  const { target, isTls } = targetOf(url)
  const payload = request.body === undefined ? undefined : JSON.stringify(request.body)
  const options: RequestOptions = {
    ...target,
    method: request.method ?? 'GET',
    path: request.path + queryString(request.query),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    headers: {
      accept,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(request.ifMatch === undefined ? {} : { 'if-match': request.ifMatch }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    },
  }
  return new Promise((resolve, reject) => {
    const outgoing = (isTls ? httpsRequest : httpRequest)(options, resolve)
    outgoing.once('error', (cause) =>
      reject(request.signal?.aborted === true ? cause : new ApiUnreachable(`No Reeve answers at ${url} (${cause.message}).`, { cause })),
    )
    outgoing.end(payload)
  })
}

function targetOf(url: string): { readonly target: RequestOptions; readonly isTls: boolean } {
  if (url.startsWith('unix:')) return { target: { socketPath: url.slice('unix:'.length), host: 'localhost' }, isTls: false }
  const { hostname, port, protocol } = new URL(url)
  return { target: { hostname: hostname.replaceAll(/^\[|\]$/g, ''), ...(port === '' ? {} : { port }) }, isTls: protocol === 'https:' }
}

function queryString(query: ApiRequest['query'] = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    for (const each of typeof value === 'object' ? value : [String(value)]) search.append(name, each)
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function problemFrom(status: number, text: string): ApiProblem {
  const parsed = parse(text)
  return new ApiProblem({ ...(typeof parsed === 'object' && parsed !== null ? parsed : { detail: text.slice(0, 500) }), status })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function statusIn(problem: unknown): number {
  return typeof problem === 'object' && problem !== null && 'status' in problem && typeof problem.status === 'number' ? problem.status : 0
}

async function* readEvents(response: IncomingMessage): AsyncGenerator<{ readonly event: string; readonly data: unknown }> {
  let pending = ''
  response.setEncoding('utf8')
  for await (const chunk of response) {
    const blocks = (pending + String(chunk)).split('\n\n')
    pending = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (event !== undefined && data !== undefined) yield { event, data: parse(data) }
    }
  }
}

/** Whether a credential sent to this address would cross a network in clear text: anything but TLS, this machine, or a socket file. */
export function crossesNetworkInClear(url: string): boolean {
  const target = URL.parse(url)
  if (target === null) return true
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
  return !(target.protocol === 'https:' || target.protocol === 'unix:' || (target.protocol === 'http:' && isHere))
}
