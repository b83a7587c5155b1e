import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import type { AwsDoor, AwsSession, Work } from './door.ts'
import type { Denial } from './outcome.ts'

/**
 * Opens EC2's encoded reason with `sts:DecodeAuthorizationMessage`, where the session may. What AWS's plain sentence already said stays;
 * the decoded text adds whether the denial was explicit. A denial that cannot be opened comes back as it was.
 */
export async function decodeDenial(
  door: AwsDoor,
  session: AwsSession,
  request: { readonly denial: Denial; readonly work: Work },
): Promise<Denial> {
  const { denial, work } = request
  if (denial.encodedMessage === undefined) return denial
  const command = new DecodeAuthorizationMessageCommand({ EncodedMessage: denial.encodedMessage })
  const answer = await door.call(session, { service: 'sts', command }, work)
  const decoded = answer.kind === 'ok' ? readDecoded(answer.value.DecodedMessage) : undefined
  if (decoded === undefined) return denial
  return { ...denial, source: 'decoded', ...decoded }
}

function readDecoded(text: string | undefined): Partial<Pick<Denial, 'explicit' | 'action' | 'resource'>> | undefined {
  const value = parse(text)
  if (typeof value !== 'object' || value === null) return undefined
  const explicit = 'explicitDeny' in value && typeof value.explicitDeny === 'boolean' ? { explicit: value.explicitDeny } : {}
  const context = 'context' in value && typeof value.context === 'object' && value.context !== null ? value.context : {}
  const action = 'action' in context && typeof context.action === 'string' ? { action: context.action } : {}
  const resource = 'resource' in context && typeof context.resource === 'string' ? { resource: context.resource } : {}
  return { ...explicit, ...action, ...resource }
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
