import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { accountArgument } from '../account-options.ts'
import { defineCommand } from '../define-command.ts'

type Preparation = {
  readonly externalId: string
  readonly roleArn: string
  readonly files: readonly { readonly name: string; readonly content: string }[]
}

export const accountPrepareCommand = defineCommand({
  name: 'account prepare',
  summary: 'Generate an ExternalId, and the policies of a role for a single account; nothing is stored',
  arguments: [accountArgument],
  options: {
    role: { type: 'string', value: 'NAME', summary: 'Name of the role to make, with its path', fields: ['roleName'] },
    directory: { type: 'string', value: 'DIR', summary: 'Write template, commands and policies there' },
  },
  run: async ({ api, must, text, io, output }) => {
    const body = { accountId: must('account'), roleName: text('role') }
    const prepared = await (await api()).post<Preparation>('/v1/accounts/prepare', body)
    const directory = text('directory')
    if (directory !== undefined) {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      // Exclusive and private: the files hold the ExternalId, and must not replace what somebody has edited.
      for (const { name, content } of prepared.files) writeFileSync(join(directory, basename(name)), content, { flag: 'wx', mode: 0o600 })
      io.note(`Written to ${resolve(directory)}.`)
    }
    io.note('The ExternalId is shown now only. Make the role with these policies, then: reeve account add --role-arn … --external-id …')
    return { kind: 'item', item: output === 'table' ? { ...prepared, files: prepared.files.map(({ name }) => name) } : prepared }
  },
})
