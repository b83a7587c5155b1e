import { type CallerSource, callerUnavailable } from './caller-source.ts'

export const storedKeysWarning =
  'These are the long-lived keys of an IAM user, kept sealed in Reeve’s database. They do not expire by themselves; prefer an instance role, a container role or web identity where Reeve runs inside AWS.'

/** Keys of an IAM user that a person stored. Refused unless the installation allows them. */
export function storedKeysCaller(
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  isAllowed: boolean,
): CallerSource {
  return async () => {
    if (!isAllowed)
      return callerUnavailable(
        'Stored IAM user keys are switched off in this installation. Use a role, or allow them in the configuration.',
      )
    return {
      kind: 'ok',
      value: {
        via: 'stored_keys',
        credentials: { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey },
        warning: storedKeysWarning,
      },
    }
  }
}
