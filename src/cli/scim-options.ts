import { type ApiClient, ApiProblem } from '#platform/http/client.ts'
import { type ArgumentSpec, type CommandCall, UsageError } from './define-command.ts'

export const connectionArgument: ArgumentSpec = {
  name: 'connection',
  summary: 'id of the SCIM connection: small letters, digits and hyphens',
}

type Grant = { readonly claim: 'displayName' | 'externalId'; readonly value: string; readonly role: string; readonly scope: string | null }
export type ConnectionForm = {
  readonly name: string
  readonly identityProvider: string | null
  readonly provisionedOnly: boolean
  readonly match: { readonly externalIdClaim: string; readonly userNameClaim: string | null; readonly verifiedEmail: boolean }
  readonly grants: readonly Grant[]
}

export function connectionPath(call: Pick<CommandCall, 'must'>, rest = ''): string {
  return `/v1/scim-connections/${encodeURIComponent(call.must('connection'))}${rest}`
}

/** The connection as it is, with its version; undefined where there is none yet. */
export async function findConnection(client: ApiClient, path: string): Promise<{ form: ConnectionForm; etag?: string } | undefined> {
  try {
    const { body, etag } = await client.send<ConnectionForm>({ path })
    const { name, identityProvider, provisionedOnly, match, grants } = body
    return { form: { name, identityProvider, provisionedOnly, match, grants }, ...(etag !== undefined && { etag }) }
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'scim_connection_not_found') return undefined
    throw error
  }
}

/** `aws-admins=editor=badge:team=blue`, from --grant by the group's name and from --grant-id by its id in the directory. */
export function grantsOf({ texts }: Pick<CommandCall, 'texts'>): Grant[] {
  return [
    ...texts('grant').map((text) => readGrant('grant', text)),
    ...texts('grant-id').map((text) => ({ ...readGrant('grant-id', text), claim: 'externalId' as const })),
  ]
}

function readGrant(flag: string, text: string): Grant {
  const [value, role, ...scope] = text.split('=')
  if (value === undefined || value === '' || role === undefined || role === '')
    throw new UsageError([`--${flag} ${text}: write GROUP=ROLE, and =SELECTOR where it does not reach everywhere.`])
  return { claim: 'displayName', value, role, scope: scope.length === 0 ? null : scope.join('=') }
}
