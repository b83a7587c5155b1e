import { loadSharedConfigFiles, loadSsoSessionData } from '@smithy/core/config'
import type { Credentials } from '../clients.ts'
import type { Failure } from '../classify-error.ts'
import { type Dispatcher, unprovenAccount } from '../dispatcher.ts'
import type { Work } from '../door.ts'
import type { IdentityGuard } from '../identity-guard.ts'
import type { Outcome } from '../outcome.ts'
import { assumeRole, assumeRoleWithWebIdentity, type IssuedSession } from '../sts.ts'
import { type CallerResult, type CallerSource, callerUnavailable } from './caller-source.ts'
import { findSignInEnd } from './sso-sign-in.ts'

export type ProfileOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly dispatcher: Dispatcher
  readonly guard: IdentityGuard
}

type Profile = Readonly<Record<string, string | undefined>>

/**
 * A profile of the shared configuration files: static keys, `role_arn` with `source_profile` or `credential_source`, web identity,
 * `credential_process` or SSO. The SDK reads the files; the AssumeRole calls on the way go through the door's own STS, so that they are
 * limited, Regional and told as outcomes. Without a name only a `default` profile that holds credentials counts as configured.
 */
export function profileCaller(name: string | undefined, options: ProfileOptions): CallerSource {
  return async (work) => {
    const profileName = name ?? options.environment['AWS_PROFILE'] ?? 'default'
    const isNamed = name !== undefined || Boolean(options.environment['AWS_PROFILE'])
    const profile = (await readProfiles(options.environment))[profileName]
    if (profile === undefined)
      return isNamed
        ? callerUnavailable(`The shared configuration files have no profile ${profileName}.`)
        : { kind: 'absent', looked: 'shared configuration files (no default profile)' }
    if (!isNamed && !holdsCredentials(profile))
      return { kind: 'absent', looked: 'shared configuration files (the default profile holds no credentials)' }
    return resolveProfile({ profileName, profile }, options, work)
  }
}

async function resolveProfile(
  chosen: { readonly profileName: string; readonly profile: Profile },
  options: ProfileOptions,
  work: Work,
): Promise<CallerResult> {
  const { profileName, profile } = chosen
  const isSso = profile['sso_session'] !== undefined || profile['sso_start_url'] !== undefined
  try {
    const credentials = await (isSso ? fromSsoProfile(profileName, options) : fromSharedProfile(profileName, options, work))
    const signInExpiresAt = isSso ? await findSignInEnd(profile, () => loadSsoSessionData(files(options.environment))) : undefined
    return {
      kind: 'ok',
      value: {
        via: isSso ? 'sso_profile' : 'profile',
        detail: profileName,
        credentials,
        ...(signInExpiresAt === undefined ? {} : { signInExpiresAt }),
      },
    }
  } catch (error) {
    work.signal.throwIfAborted()
    if (error instanceof StepFailed) return error.failure
    return profileFailure(profileName, error)
  }
}

async function fromSsoProfile(profile: string, { environment }: ProfileOptions): Promise<Credentials> {
  const { fromSSO } = await import('@aws-sdk/credential-providers')
  return fromSSO({ profile, ...files(environment), ignoreCache: true })()
}

async function fromSharedProfile(profile: string, { environment, dispatcher, guard }: ProfileOptions, work: Work): Promise<Credentials> {
  const { fromIni } = await import('@aws-sdk/credential-providers')
  // A profile with `credential_source = Ec2InstanceMetadata` hands these options on to the SDK's own metadata reader: version 2 only there too.
  const metadataOptions = { ec2MetadataV1Disabled: true }
  return fromIni({
    profile,
    ...files(environment),
    ...metadataOptions,
    ignoreCache: true,
    roleAssumer: async (credentials, input) => {
      const owner = { accountId: unprovenAccount, identity: `profile/${profile}/${credentials.accessKeyId}` }
      guard.enter(credentials.accessKeyId, owner)
      const identity = {
        ...owner,
        credentials,
        partition: input.RoleArn?.split(':')[1] ?? 'aws',
        principalArn: '',
        expiresAtMs: undefined,
        callerAccountId: unprovenAccount,
        organizationId: undefined,
      }
      return credentialsOf(await assumeRole(dispatcher, async () => ({ kind: 'ok', value: identity }), { input, work }))
    },
    roleAssumerWithWebIdentity: async ({ RoleArn: roleArn, RoleSessionName: sessionName, WebIdentityToken: token }) =>
      credentialsOf(await assumeRoleWithWebIdentity(dispatcher, { roleArn, sessionName, token }, work)),
  })()
}

/** Carries an outcome through the SDK's provider, which knows exceptions only. */
class StepFailed extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

function credentialsOf(issued: Outcome<IssuedSession>): Credentials {
  if (issued.kind !== 'ok') throw new StepFailed(issued)
  return issued.value.credentials
}

function profileFailure(profileName: string, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  if (/SSO session .*(?:expired|invalid)|Token is expired|aws sso login/i.test(message)) {
    return {
      kind: 'expired',
      code: 'SsoSignInExpired',
      message: `The sign-in of SSO profile ${profileName} has ended: run "aws sso login --profile ${profileName}".`,
    }
  }
  return callerUnavailable(`Profile ${profileName} gave no credentials: ${message}`)
}

async function readProfiles(environment: ProfileOptions['environment']): Promise<Readonly<Record<string, Profile>>> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ...files(environment), ignoreCache: true })
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])
  return Object.fromEntries([...names].map((name) => [name, { ...configFile[name], ...credentialsFile[name] }]))
}

function files(environment: ProfileOptions['environment']): { readonly filepath?: string; readonly configFilepath?: string } {
  const filepath = environment['AWS_SHARED_CREDENTIALS_FILE']
  const configFilepath = environment['AWS_CONFIG_FILE']
  return { ...(filepath ? { filepath } : {}), ...(configFilepath ? { configFilepath } : {}) }
}

function holdsCredentials(profile: Profile): boolean {
  return ['aws_access_key_id', 'role_arn', 'sso_session', 'sso_start_url', 'credential_process', 'login_session'].some(
    (key) => profile[key] !== undefined,
  )
}
