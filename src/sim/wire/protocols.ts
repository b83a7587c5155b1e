import { SimError } from '../define-operation.ts'
import type { Protocol } from '../define-service.ts'
import type { CompiledOperation, CompiledService } from './compiled-service.ts'
import { fromJson, toJson } from './json-codec.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { fromQuery } from './query-codec.ts'
import type { Wire, WireError } from './wire.ts'
import { restXmlWire } from './rest-xml.ts'
import { escapeXml, toXml } from './xml-codec.ts'

/** How each protocol reads a request and writes an answer or an error. https://smithy.io/2.0/aws/protocols/index.html */
export const wires: Readonly<Record<Protocol, Wire>> = {
  awsJson1_0: jsonWire('application/x-amz-json-1.0'),
  awsJson1_1: jsonWire('application/x-amz-json-1.1'),
  restJson1: { ...jsonWire('application/json'), decode: decodeRest, encodeError: encodeRestError },
  restXml: restXmlWire,
  awsQuery: {
    decode: (operation, request) => fromQuery(operation.input, parametersOf(request), 'awsQuery'),
    encode: encodeQuery,
    encodeError: encodeQueryError,
  },
  ec2Query: {
    decode: (operation, request) => fromQuery(operation.input, parametersOf(request), 'ec2Query'),
    encode: encodeEc2,
    encodeError: encodeEc2Error,
  },
}

function jsonWire(contentType: string): Wire {
  return {
    decode: (operation, request) => fromJson(operation.input, parseJson(request.body)) as Record<string, unknown>,
    encode: (_service, operation, { output, requestId }) => ({
      status: operation.http?.[2] ?? 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: JSON.stringify(toJson(operation.output, output)),
    }),
    encodeError: (service, error, requestId) => ({
      status: error.status,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: JSON.stringify({ __type: error.code, ...errorMembers(service, error) }),
    }),
  }
}

function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch {
    throw new SimError('SerializationException', 'The request body is not valid JSON')
  }
}

/** Services spell the message member either way; the error's own shape says which. */
function errorMembers(service: CompiledService | undefined, error: WireError): Record<string, unknown> {
  const shape = service?.errors.get(error.code)?.shape
  const name = shape === undefined || shape.byName.has('Message') ? 'Message' : 'message'
  return { [name]: error.message, ...error.fields }
}

function decodeRest(operation: CompiledOperation, request: WireRequest): Record<string, unknown> {
  const input = fromJson(operation.input, parseJson(request.body)) as Record<string, unknown>
  const labels = matchUri(operation.http?.[1] ?? '/', request.path) ?? {}
  const query = new URLSearchParams(request.query)
  for (const { name, traits, shape } of operation.input.members) {
    const text = traits.httpLabel ? labels[name] : traits.httpQuery === undefined ? undefined : (query.get(traits.httpQuery) ?? undefined)
    if (text !== undefined)
      input[name] = shape.kind === 'number' ? Number(text) : shape.kind === 'list' ? query.getAll(traits.httpQuery ?? '') : text
  }
  return input
}

/** Label values of a path that fits the URI template, or undefined where it does not. */
export function matchUri(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split('?')[0]!.split('/')
  const actual = path.split('/')
  if (expected.length !== actual.length) return undefined
  const labels: Record<string, string> = {}
  for (const [index, part] of expected.entries()) {
    const label = /^\{(\w+)\+?\}$/.exec(part)?.[1]
    if (label !== undefined) labels[label] = decodeURIComponent(actual[index]!)
    else if (part !== actual[index]) return undefined
  }
  return labels
}

function encodeRestError(service: CompiledService | undefined, error: WireError, requestId: string): WireResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code },
    body: JSON.stringify(errorMembers(service, error)),
  }
}

/** Query protocols take their parameters from the body of a POST and from the query string of a GET. */
export function parametersOf(request: WireRequest): URLSearchParams {
  const body = Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength).toString('utf8')
  return new URLSearchParams(request.query === '' ? body : body === '' ? request.query : `${request.query}&${body}`)
}

function encodeQuery(
  service: CompiledService,
  operation: CompiledOperation,
  { output, requestId }: { output: object; requestId: string },
): WireResponse {
  const { name } = operation
  const members = toXml(operation.output, output as Record<string, unknown>)
  const result = operation.output.members.length === 0 ? '' : `<${name}Result>${members}</${name}Result>`
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<${name}Response xmlns="${service.definition.xmlNamespace ?? ''}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`,
  }
}

function encodeQueryError(service: CompiledService | undefined, error: WireError, requestId: string): WireResponse {
  const type = error.status >= 500 ? 'Receiver' : 'Sender'
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<ErrorResponse xmlns="${service?.definition.xmlNamespace ?? ''}"><Error><Type>${type}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  }
}

function encodeEc2(
  service: CompiledService,
  operation: CompiledOperation,
  { output, requestId }: { output: object; requestId: string },
): WireResponse {
  const { name } = operation
  return {
    status: 200,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<${name}Response xmlns="${service.definition.xmlNamespace ?? ''}"><requestId>${requestId}</requestId>${toXml(operation.output, output as Record<string, unknown>)}</${name}Response>`,
  }
}

function encodeEc2Error(_service: CompiledService | undefined, error: WireError, requestId: string): WireResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  }
}
