import { randomBytes } from 'node:crypto'
import type { SimulatedAws } from '../state.ts'
import type { WireRequest, WireResponse } from '../wire/message.ts'
import { hostedCredentials, type HostedRole } from './role-session.ts'

/** Seconds. */
const tokenTtlMax = 21_600
const credentialsPath = '/latest/meta-data/iam/security-credentials/'

export type Instance = Omit<HostedRole, 'sessionName'> & { readonly instanceId: string; readonly region: string }

/**
 * The instance metadata service of one EC2 instance, version 2 only: without a session token every GET is refused with 401.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export function imds(aws: SimulatedAws, instance: Instance): (request: WireRequest) => WireResponse {
  const tokens = new Map<string, number>()
  return (request) => {
    if (request.headers['x-forwarded-for'] !== undefined) return text(403, '')
    if (request.method === 'PUT' && request.path === '/latest/api/token') return issueToken(aws, tokens, request)
    if (request.method !== 'GET') return text(405, '')
    const expiresAt = tokens.get(request.headers['x-aws-ec2-metadata-token'] ?? '')
    if (expiresAt === undefined || expiresAt <= aws.now()) return text(401, '')
    return metadata(aws, instance, request.path)
  }
}

function issueToken(aws: SimulatedAws, tokens: Map<string, number>, { headers }: WireRequest): WireResponse {
  const ttl = Number(headers['x-aws-ec2-metadata-token-ttl-seconds'])
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > tokenTtlMax) return text(400, '')
  const token = `${randomBytes(40).toString('base64url')}==`
  tokens.set(token, aws.now() + ttl * 1000)
  return { ...text(200, token), headers: { 'content-type': 'text/plain', 'x-aws-ec2-metadata-token-ttl-seconds': String(ttl) } }
}

function metadata(aws: SimulatedAws, instance: Instance, path: string): WireResponse {
  const { accountId, instanceId, region, roleName, durationSeconds } = instance
  if (path === credentialsPath || `${path}/` === credentialsPath) return text(200, roleName)
  if (path === `${credentialsPath}${roleName}`) {
    const hosted = hostedCredentials(aws, { accountId, roleName, durationSeconds, sessionName: instanceId })
    if (hosted === undefined) return text(404, '')
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = hosted.credentials
    return text(
      200,
      JSON.stringify({
        Code: 'Success',
        LastUpdated: stamp(aws.date()),
        Type: 'AWS-HMAC',
        AccessKeyId,
        SecretAccessKey,
        Token: SessionToken,
        Expiration: stamp(Expiration),
      }),
    )
  }
  if (path === '/latest/meta-data/placement/region') return text(200, region)
  if (path === '/latest/meta-data/instance-id') return text(200, instanceId)
  if (path === '/latest/dynamic/instance-identity/document')
    return text(200, JSON.stringify({ accountId, instanceId, region, version: '2017-09-30' }))
  return text(404, '')
}

function stamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

function text(status: number, body: string): WireResponse {
  return { status, headers: { 'content-type': 'text/plain' }, body }
}
