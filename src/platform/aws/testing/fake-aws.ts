import { HttpResponse, type HttpRequest } from '@smithy/protocol-http'
import type { RequestHandler } from '../transport.ts'

export type FakeRequest = {
  readonly operation: string
  readonly host: string
  readonly region: string | undefined
  readonly accessKeyId: string | undefined
  /** The session token of the instance metadata service. */
  readonly token: string | undefined
  readonly form: URLSearchParams
  readonly body: string
  /** The time the signature claims. */
  readonly signedAtMs: number
}

export type FakeReply = { readonly status?: number; readonly body: string; readonly headers?: Record<string, string> }
export type FakeAnswer = FakeReply | Error

/** Answers real SDK clients in process: each request is read just far enough to know who asks for what. */
export class FakeAws implements RequestHandler {
  readonly requests: FakeRequest[] = []
  readonly #answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>

  constructor(answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>) {
    this.#answer = answer
  }

  async handle(request: HttpRequest) {
    const read = readRequest(request)
    this.requests.push(read)
    const answer = await this.#answer(read)
    if (answer instanceof Error) throw answer
    return {
      response: new HttpResponse({
        statusCode: answer.status ?? 200,
        headers: { 'content-type': 'text/xml', ...answer.headers },
        body: new TextEncoder().encode(answer.body),
      }),
    }
  }

  count(operation: string): number {
    return this.requests.filter((request) => request.operation === operation).length
  }
}

function readRequest(request: HttpRequest): FakeRequest {
  const body = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body as Uint8Array | undefined)
  const form = new URLSearchParams(request.headers['content-type']?.includes('json') === true ? '' : body)
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers['authorization'] ?? '')
  return {
    operation: form.get('Action') ?? request.headers['x-amz-target']?.split('.').at(-1) ?? request.path,
    host: request.hostname,
    region: scope?.[2],
    accessKeyId: scope?.[1],
    token: request.headers['x-aws-ec2-metadata-token'],
    form,
    body,
    signedAtMs: Date.parse((request.headers['x-amz-date'] ?? '').replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5')),
  }
}

export function callerIdentity(accountId: string, arn: string): FakeReply {
  return {
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AIDA</UserId><Account>${accountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  }
}

export type FakeSession = {
  readonly roleArn: string
  readonly sessionName: string
  readonly accessKeyId: string
  readonly expiration: Date
}

export function assumedRole(session: FakeSession, operation = 'AssumeRole'): FakeReply {
  const [, partition, , , accountId, resource] = session.roleArn.split(':')
  const arn = `arn:${partition}:sts::${accountId}:assumed-role/${resource?.split('/').at(-1)}/${session.sessionName}`
  const credentials = `<AccessKeyId>${session.accessKeyId}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${session.expiration.toISOString()}</Expiration>`
  return {
    body: `<${operation}Response><${operation}Result><AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>${arn}</Arn></AssumedRoleUser><Credentials>${credentials}</Credentials></${operation}Result></${operation}Response>`,
  }
}

export function queryError(code: string, message: string, status = 403): FakeReply {
  return {
    status,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  }
}

export function jsonAnswer(value: object, status = 200): FakeReply {
  return { status, body: JSON.stringify(value), headers: { 'content-type': 'application/x-amz-json-1.1' } }
}

export function jsonError(code: string, message: string, status = 400): FakeReply {
  return {
    status,
    body: JSON.stringify({ __type: code, Message: message, message }),
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
  }
}

export function networkError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code })
}
