import { timingSafeEqual } from 'node:crypto'
import type { SimulatedAws } from '../state.ts'
import type { WireRequest, WireResponse } from '../wire/message.ts'
import { hostedCredentials, type HostedRole } from './role-session.ts'

export type Container = HostedRole & {
  /** `/v2/credentials/<id>` for an ECS task, `/v1/credentials` for EKS Pod Identity. */
  readonly path: string
  /** What the Authorization header must say; EKS Pod Identity always wants one, ECS only where the task was given one. */
  readonly authorizationToken?: string
}

/**
 * The credential endpoint beside a container. https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export function containerCredentials(aws: SimulatedAws, container: Container): (request: WireRequest) => WireResponse {
  return ({ method, path, headers }) => {
    if (method !== 'GET' || path !== container.path) return json(404, { code: 'NotFound', message: `No credentials at ${path}` })
    if (container.authorizationToken !== undefined && !same(headers['authorization'] ?? '', container.authorizationToken))
      return json(401, { code: 'AccessDeniedException', message: 'The authorization token is missing or wrong' })
    const hosted = hostedCredentials(aws, container)
    if (hosted === undefined) return json(404, { code: 'ResourceNotFoundException', message: 'The role does not exist' })
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = hosted.credentials
    return json(200, {
      RoleArn: hosted.roleArn,
      AccountId: container.accountId,
      AccessKeyId,
      SecretAccessKey,
      Token: SessionToken,
      Expiration: `${Expiration.toISOString().slice(0, 19)}Z`,
    })
  }
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
