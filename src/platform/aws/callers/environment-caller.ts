import type { CallerSource } from './caller-source.ts'

/** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, from the environment the configuration was read from. */
export function environmentCaller(environment: Readonly<Record<string, string | undefined>>): CallerSource {
  return async () => {
    const accessKeyId = environment['AWS_ACCESS_KEY_ID']
    const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY']
    if (!accessKeyId || !secretAccessKey) return { kind: 'absent', looked: 'the environment (AWS_ACCESS_KEY_ID is not set)' }
    const sessionToken = environment['AWS_SESSION_TOKEN']
    const expiration = environment['AWS_CREDENTIAL_EXPIRATION']
    return {
      kind: 'ok',
      value: {
        via: 'environment',
        credentials: {
          accessKeyId,
          secretAccessKey,
          ...(sessionToken ? { sessionToken } : {}),
          ...(expiration ? { expiration: new Date(expiration) } : {}),
        },
      },
    }
  }
}
