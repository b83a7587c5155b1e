import type { AssumeRoleCommandInput, Credentials as StsCredentials } from '@aws-sdk/client-sts'
import { parseArn } from './arn.ts'
import type { Credentials } from './clients.ts'
import type { Dispatcher, IdentitySource } from './dispatcher.ts'
import type { Work } from './door.ts'
import type { Outcome } from './outcome.ts'

/** A session as STS issued it, with the account that STS itself named. */
export type IssuedSession = {
  readonly credentials: Credentials
  readonly principalArn: string
  readonly accountId: string
  readonly partition: string
}

export type ProvenCaller = { readonly accountId: string; readonly principalArn: string; readonly partition: string }

/** Needs no permission, so whoever holds working credentials gets an answer. */
export async function getCallerIdentity(dispatcher: Dispatcher, source: IdentitySource, work: Work): Promise<Outcome<ProvenCaller>> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
  const answer = await dispatcher.send(source, { service: 'sts', command: new GetCallerIdentityCommand({}) }, work)
  if (answer.kind !== 'ok') return answer
  const { Account: accountId, Arn: principalArn } = answer.value
  const partition = parseArn(principalArn ?? '')?.partition
  if (accountId === undefined || principalArn === undefined || partition === undefined)
    return unreadable('GetCallerIdentity answered without an account.')
  return { kind: 'ok', value: { accountId, principalArn, partition } }
}

export async function assumeRole(
  dispatcher: Dispatcher,
  source: IdentitySource,
  request: { readonly input: AssumeRoleCommandInput; readonly work: Work },
): Promise<Outcome<IssuedSession>> {
  const { AssumeRoleCommand } = await import('@aws-sdk/client-sts')
  const answer = await dispatcher.send(source, { service: 'sts', command: new AssumeRoleCommand(request.input) }, request.work)
  return answer.kind === 'ok' ? readSession(answer.value) : answer
}

export type WebIdentityRequest = { readonly roleArn: string; readonly sessionName: string; readonly token: string }

/** The one call that carries no signature: the token is the proof. */
export async function assumeRoleWithWebIdentity(
  dispatcher: Dispatcher,
  request: WebIdentityRequest,
  work: Work,
): Promise<Outcome<IssuedSession>> {
  const { AssumeRoleWithWebIdentityCommand } = await import('@aws-sdk/client-sts')
  const role = parseArn(request.roleArn)
  if (role === undefined) return { kind: 'rejected', code: 'CallerUnavailable', message: `AWS_ROLE_ARN is not an ARN: ${request.roleArn}` }
  const anonymous: IdentitySource = async () => ({
    kind: 'ok',
    value: {
      identity: 'web-identity',
      accountId: role.accountId,
      partition: role.partition,
      principalArn: request.roleArn,
      credentials: undefined,
      expiresAtMs: undefined,
      callerAccountId: role.accountId,
      organizationId: undefined,
    },
  })
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: request.roleArn,
    RoleSessionName: request.sessionName,
    WebIdentityToken: request.token,
  })
  const answer = await dispatcher.send(anonymous, { service: 'sts', command }, work)
  return answer.kind === 'ok' ? readSession(answer.value) : answer
}

function readSession(answer: {
  readonly Credentials?: StsCredentials | undefined
  readonly AssumedRoleUser?: { readonly Arn: string | undefined } | undefined
}): Outcome<IssuedSession> {
  const credentials = readCredentials(answer.Credentials)
  const principalArn = answer.AssumedRoleUser?.Arn
  const arn = parseArn(principalArn ?? '')
  if (credentials === undefined || principalArn === undefined || arn === undefined)
    return unreadable('AssumeRole answered without credentials.')
  return { kind: 'ok', value: { credentials, principalArn, accountId: arn.accountId, partition: arn.partition } }
}

function readCredentials(given: StsCredentials | undefined): Credentials | undefined {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiration } = given ?? {}
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) return undefined
  return { accessKeyId, secretAccessKey, sessionToken, ...(expiration === undefined ? {} : { expiration }) }
}

function unreadable(message: string): Outcome<never> {
  return { kind: 'rejected', code: 'UnreadableAnswer', message }
}
