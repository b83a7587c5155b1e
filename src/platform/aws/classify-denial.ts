import type { Denial, DeniedBy } from './outcome.ts'

/** Codes by which AWS's services say "no permission": every protocol and generation has its own. */
export const deniedCodes: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AccessDeniedFault',
  'UnauthorizedOperation',
  'Client.UnauthorizedOperation',
  'UnauthorizedException',
  'UnauthorizedAccess',
  'NotAuthorized',
  'NotAuthorizedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'ForbiddenException',
  'Forbidden',
  'InsufficientPrivilegesException',
])

/** AWS's names of policy types, in "because no … allows" and "with an explicit deny in …". */
const policyTypes: readonly { readonly words: RegExp; readonly by: DeniedBy }[] = [
  { words: /service control polic/, by: 'scp' },
  { words: /resource control polic/, by: 'rcp' },
  { words: /permissions? boundar/, by: 'boundary' },
  { words: /session polic/, by: 'session' },
  { words: /identity-based polic/, by: 'identity' },
  { words: /vpc endpoint polic/, by: 'vpc_endpoint' },
  { words: /trust polic/, by: 'trust' },
  { words: /resource-based polic/, by: 'resource' },
]

const policyArnPattern = /arn:aws[\w-]*:(?:organizations|iam)::[^\s,;]*policy\/[^\s,;]*[^\s,;.]/

/**
 * Reads AWS's sentence of refusal: the form in use since 2021, which names the type of policy, and the form of 2026, which adds the
 * policy's ARN. What the sentence does not say stays `unknown`: wrong ExternalId, missing role and missing MFA are told alike.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function classifyDenial(refusal: { readonly code: string; readonly message: string; readonly action: string }): Denial {
  const { code, message } = refusal
  const action = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1] ?? refusal.action
  const resource = /on resource:? (\S+?)(?=[\s,]|\.?$)/.exec(message)?.[1]
  const encodedMessage = /Encoded authorization failure message: ?(\S+)/.exec(message)?.[1]
  const explicitWords = /with an explicit deny in (?:an? |the )?(.+)/i.exec(message)?.[1]
  // Some services say "with an explicit deny" and leave it at that.
  const isExplicit = /with an explicit deny\b/i.test(message)
  const implicitWords = /because no (.+?) allows?\b/i.exec(message)?.[1]
  const by = findPolicyType(explicitWords ?? implicitWords)
  const policyArn = by === 'unknown' ? undefined : policyArnPattern.exec(explicitWords ?? '')?.[0]
  return {
    by,
    source: 'aws-message',
    code,
    message: message.replace(/ ?Encoded authorization failure message: ?\S+/, ''),
    action,
    ...(resource === undefined ? {} : { resource }),
    ...(isExplicit || implicitWords !== undefined ? { explicit: isExplicit } : {}),
    ...(policyArn === undefined ? {} : { policyArn }),
    ...(encodedMessage === undefined ? {} : { encodedMessage }),
  }
}

function findPolicyType(words: string | undefined): DeniedBy {
  const lower = words?.toLowerCase() ?? ''
  return policyTypes.find(({ words }) => words.test(lower.slice(0, 60)))?.by ?? 'unknown'
}
