import type { Identity } from '../dispatcher.ts'
import type { CallerVia, FoundCaller } from './caller-source.ts'

export type CallerDescription = {
  readonly accountId: string
  readonly principalArn: string
  readonly via: CallerVia
  readonly detail?: string
  readonly expiresAt?: Date
  readonly signInExpiresAt?: Date
  readonly warning?: string
  /** One line for people. */
  readonly text: string
}

const viaNames: { readonly [Via in CallerVia]: string } = {
  environment: 'environment variables',
  profile: 'shared profile',
  sso_profile: 'SSO profile',
  web_identity: 'web identity token',
  container: 'container credentials',
  imds: 'instance role (IMDSv2)',
  stored_keys: 'stored IAM user keys',
}

export function describeFound({ identity, found }: { readonly identity: Identity; readonly found: FoundCaller }): CallerDescription {
  const { via, detail, signInExpiresAt, warning } = found
  const expiresAt = identity.expiresAtMs === undefined ? undefined : new Date(identity.expiresAtMs)
  const parts = [
    `running as ${identity.principalArn}`,
    `via ${viaNames[via]}${detail === undefined ? '' : ` ${detail}`}`,
    expiresAt === undefined ? 'does not expire' : `expires at ${expiresAt.toISOString()}`,
    ...(signInExpiresAt === undefined ? [] : [`sign-in ends at ${signInExpiresAt.toISOString()}`]),
  ]
  return {
    accountId: identity.accountId,
    principalArn: identity.principalArn,
    via,
    ...(detail === undefined ? {} : { detail }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(signInExpiresAt === undefined ? {} : { signInExpiresAt }),
    ...(warning === undefined ? {} : { warning }),
    text: parts.join(', ') + (warning === undefined ? '' : `. ${warning}`),
  }
}
