import type { CompiledOperation, CompiledService } from './compiled-service.ts'
import type { WireRequest, WireResponse } from './message.ts'
import type { Wire, WireError } from './wire.ts'
import type { Member, Shape } from './shape.ts'
import { escapeXml, toXml } from './xml-codec.ts'

/**
 * S3's protocol: a bucket in the host or at the head of the path, a key that is the rest of it, members in headers and query, and a body that
 * is the object itself. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
 */
export const restXmlWire: Wire = { decode, encode, encodeError }

export type BucketPlace = { readonly bucket: string | undefined; readonly key: string }

const virtualHost = /^([a-z0-9][a-z0-9.-]+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?(?::\d+)?$/

/** `bucket.s3.eu-central-1.amazonaws.com/key` and `s3.eu-central-1.amazonaws.com/bucket/key`; the latter at any other address too. */
export function placeOf({ path, headers }: WireRequest): BucketPlace {
  const hosted = virtualHost.exec(headers['host'] ?? '')?.[1]
  const rest = path.replace(/^\//, '')
  if (hosted !== undefined) return { bucket: hosted, key: decodePath(rest) }
  const slash = rest.indexOf('/')
  const [bucket, key] = slash === -1 ? [rest, ''] : [rest.slice(0, slash), rest.slice(slash + 1)]
  return { bucket: bucket === '' ? undefined : decodePath(bucket), key: decodePath(key) }
}

/** What is no escape stands for itself. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The operation whose method, place, query and required members fit; of several the one that asks for most. The SDKs also name it as `x-id`,
 * other tools do not.
 */
export function restXmlOperationName(service: CompiledService, request: WireRequest): string {
  const { bucket, key } = placeOf(request)
  if (bucket === undefined) return 'ListBuckets'
  const query = new URLSearchParams(request.query)
  let [name, most] = [`${request.method} ${request.path}`, -1]
  for (const operation of service.operations.values()) {
    const [method, uri] = operation.http ?? ['', '']
    const [path, asked = ''] = uri.split('?')
    if (method !== request.method || (path === '/') !== (key === '') || operation.name === 'ListBuckets') continue
    const literals = [...new URLSearchParams(asked)].filter(([literal]) => literal !== 'x-id')
    if (!literals.every(([literal, value]) => query.has(literal) && (value === '' || query.get(literal) === value))) continue
    const required = operation.input.required.flatMap((member) => operation.input.byName.get(member)?.traits ?? [])
    const isComplete = required.every(
      ({ httpQuery, httpHeader }) =>
        (httpQuery === undefined || query.has(httpQuery)) &&
        (httpHeader === undefined || request.headers[httpHeader.toLowerCase()] !== undefined),
    )
    const weight = literals.length * 10 + required.length
    if (isComplete && weight > most) [name, most] = [operation.name, weight]
  }
  return name
}

function decode(operation: CompiledOperation, request: WireRequest): Record<string, unknown> {
  const { bucket, key } = placeOf(request)
  const query = new URLSearchParams(request.query)
  const input: Record<string, unknown> = {}
  for (const { name, traits, shape } of operation.input.members) {
    if (traits.httpPayload) {
      input[name] = shape.kind === 'structure' ? Buffer.from(request.body).toString('utf8') : request.body
      continue
    }
    const text = traits.httpLabel
      ? name === 'Bucket'
        ? bucket
        : key
      : traits.httpQuery !== undefined
        ? (query.get(traits.httpQuery) ?? undefined)
        : request.headers[traits.httpHeader?.toLowerCase() ?? '']
    if (text !== undefined) input[name] = fromText(shape, text)
  }
  return input
}

function fromText(shape: Shape, text: string): unknown {
  if (shape.kind === 'number') return Number(text)
  if (shape.kind === 'boolean') return text === 'true'
  return shape.kind === 'timestamp' ? new Date(text) : text
}

function encode(
  _service: CompiledService,
  operation: CompiledOperation,
  { output, requestId }: { output: object; requestId: string },
): WireResponse {
  const value = output as Record<string, unknown>
  const { members } = operation.output
  const headers: Record<string, string> = { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId }
  for (const member of members) {
    const element = value[member.name]
    if (member.traits.httpHeader !== undefined && element !== undefined && member.name !== 'ContentLength')
      headers[member.traits.httpHeader.toLowerCase()] = toText(member.shape, element)
  }
  const status = operation.http?.[2] ?? 200
  const payload = members.find(({ traits }) => traits.httpPayload)
  if (payload !== undefined && payload.shape.kind !== 'structure')
    return { status, headers, body: '', bytes: value[payload.name] as Uint8Array }
  const xml = payload === undefined ? bodyXml(operation, value) : payloadXml(payload, value[payload.name])
  return xml === '' ? { status, headers, body: '' } : { status, headers: { ...headers, 'content-type': 'application/xml' }, body: xml }
}

const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n'
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'

function bodyXml({ output: shape }: CompiledOperation, value: Record<string, unknown>): string {
  const members = shape.members.filter(({ traits }) => traits.httpHeader === undefined)
  if (members.length === 0) return ''
  const root = shape.xmlName ?? shape.name
  return `${prolog}<${root} xmlns="${namespace}">${toXml({ ...shape, members }, value)}</${root}>`
}

function payloadXml({ name, shape, traits }: Member, value: unknown): string {
  if (shape.kind !== 'structure' || value === undefined) return ''
  const root = traits.xmlName ?? name
  return `${prolog}<${root} xmlns="${namespace}">${toXml(shape, value as Record<string, unknown>)}</${root}>`
}

function toText(shape: Shape, value: unknown): string {
  if (shape.kind !== 'timestamp') return String(value)
  return shape.format === 'date-time' ? (value as Date).toISOString() : (value as Date).toUTCString()
}

function encodeError(_service: CompiledService | undefined, error: WireError, requestId: string): WireResponse {
  const fields = Object.entries(error.fields).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, 'x-amz-id-2': requestId },
    body: `${prolog}<Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>${fields.join('')}<RequestId>${requestId}</RequestId><HostId>${requestId}</HostId></Error>`,
  }
}
