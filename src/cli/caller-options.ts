import { readFileSync } from 'node:fs'
import { type CommandCall, type OptionSpec, UsageError } from './define-command.ts'
import { present } from './present.ts'

const caller = 'credentials.caller'

/** Whose credentials assume roles, as flags; without any the server's own follow its environment. */
export const callerOptions: Readonly<Record<string, OptionSpec>> = {
  profile: {
    type: 'string',
    value: 'NAME',
    summary: "Profile of the server's AWS configuration to call from",
    fields: [`${caller}.profile`, caller, `${caller}.kind`],
  },
  'access-key-id': {
    type: 'string',
    value: 'KEY',
    summary: 'IAM user to call from; roles are better, and the server must allow this',
    fields: [`${caller}.accessKeyId`],
  },
  'secret-access-key-file': {
    type: 'string',
    value: 'FILE',
    summary: "File with that user's secret access key",
    fields: [`${caller}.secretAccessKey`],
  },
}

/** `credentials.caller` of a form; undefined where no flag names one. */
export function callerBody(call: CommandCall): object | undefined {
  const profile = call.text('profile')
  const accessKeyId = call.text('access-key-id')
  const file = call.text('secret-access-key-file')
  if (profile !== undefined && accessKeyId !== undefined)
    throw new UsageError(['--profile and --access-key-id exclude each other: Reeve calls from one place.'])
  if (profile !== undefined) return { kind: 'profile', profile }
  if (accessKeyId === undefined && file === undefined) return undefined
  return present({ kind: 'stored_keys', accessKeyId, secretAccessKey: file === undefined ? undefined : readSecret(file) })
}

/** From a file, because a flag would stand in the process listing and the shell's history. */
function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new UsageError([
      `--secret-access-key-file ${file}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
    ])
  }
}
