import { readFile } from 'node:fs/promises'
import type { Dispatcher } from '../dispatcher.ts'
import { assumeRoleWithWebIdentity } from '../sts.ts'
import { type CallerSource, callerUnavailable } from './caller-source.ts'

/**
 * A role assumed with an OIDC token from a file (IAM roles for service accounts and the like), at the Regional STS endpoint. The file is
 * read anew each time: the platform rotates it.
 */
export function webIdentityCaller(environment: Readonly<Record<string, string | undefined>>, dispatcher: Dispatcher): CallerSource {
  return async (work) => {
    const tokenFile = environment['AWS_WEB_IDENTITY_TOKEN_FILE']
    const roleArn = environment['AWS_ROLE_ARN']
    if (!tokenFile || !roleArn)
      return { kind: 'absent', looked: 'web identity (AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not both set)' }
    const token = await readFile(tokenFile, 'utf8').catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    if (token instanceof Error) return callerUnavailable(`The web identity token could not be read: ${token.message}`)
    const sessionName = environment['AWS_ROLE_SESSION_NAME'] || 'reeve'
    const issued = await assumeRoleWithWebIdentity(dispatcher, { roleArn, sessionName, token: token.trim() }, work)
    return issued.kind === 'ok'
      ? { kind: 'ok', value: { via: 'web_identity', detail: roleArn, credentials: issued.value.credentials } }
      : issued
  }
}
