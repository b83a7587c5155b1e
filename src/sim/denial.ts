import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { Decision, Layer } from '#iam/types.ts'
import { type Authorization, type Caller, SimError } from './define-operation.ts'
import type { ServiceDefinition } from './define-service.ts'
import type { SimulatedAws } from './state.ts'

const policyNouns: Readonly<Record<Layer, readonly [withArticle: string, bare: string]>> = {
  identity: ['an identity-based policy', 'identity-based policy'],
  boundary: ['a permissions boundary', 'permissions boundary'],
  session: ['a session policy', 'session policy'],
  resource: ['a resource-based policy', 'resource-based policy'],
  vpcEndpoint: ['a VPC endpoint policy', 'VPC endpoint policy'],
  scp: ['a service control policy', 'service control policy'],
  rcp: ['a resource control policy', 'resource control policy'],
}
/** Which layer AWS names when several do not allow: it tells of one only. */
const implicitOrder: readonly Layer[] = ['rcp', 'scp', 'resource', 'identity', 'boundary', 'session', 'vpcEndpoint']

/**
 * AWS's words for a denial: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html, and since January 2026 with
 * the ARN of an explicitly denying policy within one account or organization.
 */
export function denialMessage(aws: SimulatedAws, caller: Caller, { action, resource }: Authorization, decision: Decision): string {
  const start = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`
  if (decision.decision === 'explicit_deny') {
    const denying = decision.decidedBy[0]
    if (denying === undefined) return `${start} with an explicit deny`
    const arn = aws.settings.denialMessages === 'arn' && denying.policy.startsWith('arn:') ? `: ${denying.policy}` : ''
    return `${start} with an explicit deny in ${policyNouns[denying.layer][0]}${arn}`
  }
  const layer = implicitOrder.find((candidate) => decision.blockedBy.includes(candidate)) ?? 'identity'
  return `${start} because no ${policyNouns[layer][1]} allows the ${action} action`
}

/** The service's denial: its own code and, at EC2, the reason once more as an encoded message that DecodeAuthorizationMessage opens. */
export function denialError(aws: SimulatedAws, service: ServiceDefinition, message: string, details: object): SimError {
  const { code, status } = service.errors.denied
  if (service.protocol !== 'ec2Query') return new SimError(code, message, { status })
  const encoded = encodeAuthorizationMessage(aws, JSON.stringify(details))
  return new SimError(
    code,
    `You are not authorized to perform this operation. ${message}. Encoded authorization failure message: ${encoded}`,
    { status },
  )
}

/** What DecodeAuthorizationMessage shows for a decision. */
export function denialDetails(caller: Caller, { action, resource }: Authorization, decision: Decision): object {
  return {
    allowed: false,
    explicitDeny: decision.decision === 'explicit_deny',
    matchedStatements: {
      items: decision.decidedBy.map(({ policy, sid }) => ({ statementId: sid ?? '', sourcePolicyId: policy, effect: 'DENY' })),
    },
    failures: { items: [] },
    context: { principal: { id: caller.userId, arn: caller.arn }, action, resource, conditions: { items: [] } },
  }
}

export function encodeAuthorizationMessage(aws: SimulatedAws, text: string): string {
  const key = messageKey(aws)
  const nonce = createHash('sha256').update(text).digest().subarray(0, 12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text, or undefined for a message that this cloud did not encode. */
export function decodeAuthorizationMessage(aws: SimulatedAws, message: string): string | undefined {
  const bytes = Buffer.from(message, 'base64url')
  if (bytes.length < 28) return undefined
  const decipher = createDecipheriv('aes-256-gcm', messageKey(aws), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  try {
    return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

function messageKey(aws: SimulatedAws): Buffer {
  return createHash('sha256').update(`authorization message/${aws.settings.seed}`).digest()
}
