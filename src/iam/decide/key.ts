import type { Facts } from './facts.ts'

export type ContextValue = string | readonly string[]

/** Known not to be in the request, as opposed to not known. */
export const absent = Symbol('absent')

/** A condition key as a policy writes it, ready to be looked up. Key names are compared without regard to case. */
export type KeyRef = {
  readonly written: string
  readonly lower: string
  /** A name with a colon cannot collide with what objects inherit, so it may be read directly. */
  readonly isPlain: boolean
  readonly derive: Derivation | undefined
}

type Derivation = (facts: Facts) => string | typeof absent | undefined

export function keyRef(written: string): KeyRef {
  const lower = written.toLowerCase()
  return { written, lower, isPlain: written.includes(':'), derive: derivations.get(lower) }
}

/**
 * Keys that follow from the request itself. `undefined` where the request does not tell; `absent` where AWS does not send the key for
 * such a principal. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const derivations: ReadonlyMap<string, Derivation> = new Map<string, Derivation>([
  // An empty ARN asks about any principal of the account: which one is then not known.
  [
    'aws:principalarn',
    ({ principal }) => (principal.hasIdentity ? (principal.roleArn ?? (principal.arn === '' ? undefined : principal.arn)) : absent),
  ],
  ['aws:principalaccount', ({ principal }) => (principal.hasIdentity ? principal.accountId : absent)],
  ['aws:principaltype', ({ principal }) => principalTypes[principal.kind]],
  ['aws:username', ({ principal }) => (principal.kind === 'user' ? principal.name : principal.kind === 'unknown' ? undefined : absent)],
  ['aws:principalisawsservice', ({ principal }) => (principal.kind === 'anonymous' ? absent : String(principal.kind === 'service'))],
  ['aws:principalservicename', ({ principal }) => (principal.kind === 'service' ? principal.arn : absent)],
  ['aws:principalorgid', ({ principal, principalOrganizationId }) => (principal.hasIdentity ? principalOrganizationId : absent)],
  ['aws:principalorgpaths', ({ principal }) => (principal.hasIdentity ? undefined : absent)],
  ['aws:resourceaccount', ({ resourceAccountId }) => resourceAccountId],
  ['aws:resourceorgid', ({ resourceOrganizationId }) => resourceOrganizationId],
])

const principalTypes: Readonly<Record<string, string | undefined>> = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  session: 'AssumedRole',
  federated_user: 'FederatedUser',
  anonymous: 'Anonymous',
}
