import type { Work } from '../door.ts'
import { type CallerSource, callerUnavailable } from './caller-source.ts'

/**
 * Credentials of an ECS task (relative or full URI) or an EKS pod (Pod Identity: full URI and a token file), by the SDK's own provider,
 * which also refuses plain-HTTP hosts other than AWS's and the loopback.
 */
export function containerCaller(environment: Readonly<Record<string, string | undefined>>): CallerSource {
  return async (work: Work) => {
    const relativeUri = environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']
    const fullUri = environment['AWS_CONTAINER_CREDENTIALS_FULL_URI']
    if (!relativeUri && !fullUri)
      return { kind: 'absent', looked: 'container credentials (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI are not set)' }
    work.signal.throwIfAborted()
    const { fromHttp } = await import('@aws-sdk/credential-providers')
    const tokenFile = environment['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE']
    const token = environment['AWS_CONTAINER_AUTHORIZATION_TOKEN']
    try {
      const credentials = await fromHttp({
        ...(relativeUri ? { awsContainerCredentialsRelativeUri: relativeUri } : {}),
        ...(!relativeUri && fullUri ? { awsContainerCredentialsFullUri: fullUri } : {}),
        ...(tokenFile ? { awsContainerAuthorizationTokenFile: tokenFile } : {}),
        ...(!tokenFile && token ? { awsContainerAuthorizationToken: token } : {}),
      })()
      return { kind: 'ok', value: { via: 'container', detail: tokenFile === undefined ? 'of the task' : 'of the pod', credentials } }
    } catch (error) {
      work.signal.throwIfAborted()
      return callerUnavailable(`The container's credential endpoint gave none: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
