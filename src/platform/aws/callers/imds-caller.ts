import { HttpRequest } from '@smithy/protocol-http'
import type { Clock } from '../clock.ts'
import type { RequestHandler } from '../transport.ts'
import { type CallerResult, type CallerSource, callerUnavailable, type FoundCaller } from './caller-source.ts'

export type ImdsOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly handler: RequestHandler
  readonly clock: Clock
}

const tokenPath = '/latest/api/token'
const rolePath = '/latest/meta-data/iam/security-credentials/'
const tokenSeconds = 21_600
const triesMax = 3
/** While the metadata service has nothing newer, AWS accepts what it last issued; we ask again after this. */
const extensionMs = 5 * 60_000

/**
 * The role of the EC2 instance Reeve runs on, by IMDSv2 only (ROLE-2): without a session token nothing is asked, because version 1
 * answers anyone who can make the server fetch a URL. The SDK's own provider reads its endpoint from the process and falls back.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */
export function imdsCaller({ environment, handler, clock }: ImdsOptions): CallerSource {
  let last: FoundCaller | undefined

  return async ({ signal }) => {
    if (environment['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true')
      return { kind: 'absent', looked: 'instance metadata (switched off by AWS_EC2_METADATA_DISABLED)' }
    const read = await readRole({ endpoint: endpointOf(environment), handler, signal })
    if (read.kind !== 'ok') return last === undefined ? read : { kind: 'ok', value: extended(last, clock) }
    last = read.value
    const { expiration } = last.credentials
    return { kind: 'ok', value: expiration !== undefined && expiration.getTime() <= clock.now() ? extended(last, clock) : last }
  }
}

type Metadata = { readonly endpoint: URL; readonly handler: RequestHandler; readonly signal: AbortSignal }

async function readRole(metadata: Metadata): Promise<CallerResult> {
  const token = await ask(metadata, {
    method: 'PUT',
    path: tokenPath,
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': String(tokenSeconds) },
  })
  if (token.kind === 'failed')
    return callerUnavailable(
      `Instance metadata gave no IMDSv2 session token (${token.why}). Reeve never uses version 1. On EC2, allow metadata; in a container, set the instance's metadata hop limit to 2 or more.`,
    )
  const headers = { 'x-aws-ec2-metadata-token': token.text }
  const role = await ask(metadata, { method: 'GET', path: rolePath, headers })
  const roleName = role.kind === 'ok' ? role.text.trim().split('\n')[0] : undefined
  if (roleName === undefined || roleName === '')
    return callerUnavailable('The EC2 instance has no instance profile: attach one whose role may assume the target roles.')
  const answer = await ask(metadata, { method: 'GET', path: rolePath + encodeURIComponent(roleName), headers })
  if (answer.kind === 'failed') return callerUnavailable(`Instance metadata gave no credentials for role ${roleName} (${answer.why}).`)
  return readCredentials(roleName, answer.text)
}

function readCredentials(roleName: string, text: string): CallerResult {
  const given = parseObject(text)
  const { Code: code, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken, Expiration: expiration } = given
  if (code !== undefined && code !== 'Success')
    return callerUnavailable(
      `Instance metadata answered ${JSON.stringify(code)} for role ${roleName}: its trust policy must name ec2.amazonaws.com.`,
    )
  if (
    typeof accessKeyId !== 'string' ||
    typeof secretAccessKey !== 'string' ||
    typeof sessionToken !== 'string' ||
    typeof expiration !== 'string'
  ) {
    return callerUnavailable(`Instance metadata gave incomplete credentials for role ${roleName}.`)
  }
  return {
    kind: 'ok',
    value: { via: 'imds', detail: roleName, credentials: { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiration) } },
  }
}

type Ask = { readonly method: 'PUT' | 'GET'; readonly path: string; readonly headers: Record<string, string> }

async function ask(
  metadata: Metadata,
  request: Ask,
): Promise<{ readonly kind: 'ok'; readonly text: string } | { readonly kind: 'failed'; readonly why: string }> {
  let why = ''
  for (let attempt = 0; attempt < triesMax; attempt++) {
    metadata.signal.throwIfAborted()
    try {
      const { response } = await metadata.handler.handle(toHttp(metadata.endpoint, request), { abortSignal: metadata.signal })
      const text = await readBody(response.body)
      if (response.statusCode === 200) return { kind: 'ok', text }
      why = `HTTP ${response.statusCode}`
      if (response.statusCode < 500) break
    } catch (error) {
      metadata.signal.throwIfAborted()
      why = error instanceof Error ? error.message : String(error)
    }
  }
  return { kind: 'failed', why }
}

function toHttp(endpoint: URL, { method, path, headers }: Ask): HttpRequest {
  return new HttpRequest({
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    ...(endpoint.port === '' ? {} : { port: Number(endpoint.port) }),
    method,
    path,
    headers: { host: endpoint.host, ...headers },
  })
}

function endpointOf(environment: Readonly<Record<string, string | undefined>>): URL {
  const mode = environment['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE']?.toLowerCase()
  const fallback = mode === 'ipv6' ? 'http://[fd00:ec2::254]' : 'http://169.254.169.254'
  const given = environment['AWS_EC2_METADATA_SERVICE_ENDPOINT']
  return new URL(given === undefined || given === '' ? fallback : given)
}

async function readBody(body: AsyncIterable<Uint8Array> | Uint8Array | string | undefined): Promise<string> {
  if (body === undefined || typeof body === 'string') return body ?? ''
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** AWS's own tools keep using the last credentials through an outage of the metadata service: its credentials outlive their date then. */
function extended(last: FoundCaller, clock: Clock): FoundCaller {
  return {
    ...last,
    credentials: {
      ...last.credentials,
      expiration: new Date(Math.max(clock.now() + extensionMs, last.credentials.expiration?.getTime() ?? 0)),
    },
    warning: 'Instance metadata has no newer credentials; the last ones are kept in use, as AWS’s own tools do.',
  }
}
