import { lookup as lookupHost } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { defineErrors } from '#lib/app-error.ts'
import { isPublicAddress, isRange, rangesOf } from './address-range.ts'

export const outgoingErrors = defineErrors({
  outgoing_refused: { status: 422, title: 'Reeve may not call this address' },
})

export type ResolvedAddress = { readonly address: string; readonly family: 4 | 6 }

export type OutgoingRequest = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
  /** For the whole exchange, name resolution included. */
  readonly timeoutMs?: number
}

/** `body` is cut at 64 KiB: nothing that Reeve asks for is longer. */
export type OutgoingReply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** The only way out of Reeve besides AWS: webhooks, Slack, mail servers, OIDC issuers. */
export type Outgoing = {
  /**
   * The addresses of a host, all of which may be called; throws `outgoing_refused` when one may not. Connect to one of these and to nothing
   * resolved later, or the name may have changed its mind in between (DNS rebinding).
   */
  resolve(host: string): Promise<readonly ResolvedAddress[]>
  /** One exchange, resolved once and checked, without following redirects and without a proxy. Plain `http:` only inside allowed ranges. */
  send(request: OutgoingRequest): Promise<OutgoingReply>
  /** `send` in the shape of `fetch`, for libraries that take one. A redirect is an answer, not followed. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
}

export type OutgoingOptions = {
  /** Ranges (`10.0.0.0/8`, `::1`) and host names that the operator allows though they are not on the open internet. */
  readonly allow: readonly string[]
  readonly lookup?: (host: string) => Promise<readonly ResolvedAddress[]>
}

const timeoutDefaultMs = 10_000
const replyBytesMax = 64 * 1024

/** Loopback, link-local, private and reserved addresses are refused unless allowed: what an outsider can make Reeve call must not be inside. */
export function createOutgoing({ allow, lookup = lookupAll }: OutgoingOptions): Outgoing {
  const isAllowedRange = rangesOf(allow.filter(isRange)) ?? (() => false)
  const allowedHosts = new Set(allow.filter((entry) => !isRange(entry)).map((host) => host.toLowerCase()))

  async function resolve(host: string): Promise<readonly ResolvedAddress[]> {
    const name = host.replace(/^\[|\]$/g, '')
    const literal = isIP(name)
    const found = literal === 0 ? await lookup(name) : [{ address: name, family: literal === 6 ? (6 as const) : (4 as const) }]
    if (found.length === 0) throw new Error(`${host} has no address.`)
    if (allowedHosts.has(name.toLowerCase())) return found
    const refused = found.find(({ address }) => !isPublicAddress(address) && !isAllowedRange(address))
    if (refused === undefined) return found
    const where = literal === 0 ? `${name} is at ${refused.address}, which` : name
    throw outgoingErrors.outgoing_refused(
      `${where} is a loopback, link-local, private or reserved address. Reeve calls such addresses only where REEVE_OUTGOING_ALLOW lists them.`,
    )
  }

  async function send(request: OutgoingRequest): Promise<OutgoingReply> {
    const url = new URL(request.url)
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw outgoingErrors.outgoing_refused(`Reeve speaks https to others, not ${url.protocol}`)
    const deadline = AbortSignal.timeout(request.timeoutMs ?? timeoutDefaultMs)
    const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline])
    const addresses = await untilAborted(resolve(url.hostname), signal)
    if (url.protocol === 'http:' && addresses.some(({ address }) => isPublicAddress(address)))
      throw outgoingErrors.outgoing_refused(
        `${url.hostname} is on the open internet: use https, because http sends everything in clear text.`,
      )
    return exchange(url, { ...request, signal }, addresses)
  }

  return { resolve, send, fetch: (input, init) => fetchThrough(send, new Request(input, init)) }
}

async function lookupAll(host: string): Promise<readonly ResolvedAddress[]> {
  const found = await lookupHost(host, { all: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      const abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('The call was given up.'))
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort, { once: true })
    }),
  ])
}

function exchange(
  url: URL,
  { method, headers, body, signal }: OutgoingRequest,
  addresses: readonly ResolvedAddress[],
): Promise<OutgoingReply> {
  const options: RequestOptions = {
    method,
    // A connection of its own: one kept open for another name would pass the check by.
    agent: false,
    lookup: pinnedTo(addresses),
    headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
    ...(signal !== undefined && { signal }),
  }
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      readReply(response).then(resolve, reject)
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

/** Answers what was resolved and checked before, whoever asks again. */
function pinnedTo(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses
    if (all === true) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }
}

async function readReply(response: IncomingMessage): Promise<OutgoingReply> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    bytes += (chunk as Buffer).length
    if (bytes >= replyBytesMax) break
  }
  const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)])
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).subarray(0, replyBytesMax).toString('utf8'),
  }
}

/** Statuses whose reply has no body, by the Fetch standard. */
const bodiless = new Set([204, 205, 304])

async function fetchThrough(send: Outgoing['send'], request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'POST')
    throw outgoingErrors.outgoing_refused(`Reeve sends GET and POST to others, not ${request.method}.`)
  const body = request.method === 'POST' ? await request.text() : undefined
  const {
    status,
    headers,
    body: text,
  } = await send({
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    signal: request.signal,
    ...(body !== undefined && { body }),
  })
  return new Response(bodiless.has(status) ? null : text, { status, headers })
}
