import { defineCommand, UsageError } from '../define-command.ts'
import { present } from '../present.ts'
import { readSecretFile } from '../read-secret-file.ts'

export const mailSetCommand = defineCommand({
  name: 'mail set',
  summary: 'Set the mail server for letters to people',
  details: 'Without --smtp-password-file the stored password stays, as long as the server is the same.',
  options: {
    from: { type: 'string', required: true, value: 'ADDRESS', summary: 'Sender of the letters' },
    'smtp-host': { type: 'string', required: true, value: 'HOST', summary: 'Mail server', fields: ['host'] },
    'smtp-port': { type: 'integer', value: 'PORT', summary: 'Its port; 587 without it', fields: ['port'] },
    'smtp-security': { type: 'string', choices: ['tls', 'starttls', 'none'], summary: 'starttls without it', fields: ['security'] },
    'smtp-user': { type: 'string', value: 'NAME', summary: 'Name to sign in with', fields: ['username'] },
    'smtp-password-file': { type: 'string', value: 'FILE', summary: 'File that holds the password', fields: ['password'] },
    'no-smtp-password': { type: 'boolean', summary: 'The server asks for none: store none' },
  },
  run: async ({ api, must, text, integer, flag }) => {
    if (flag('no-smtp-password') === true && text('smtp-password-file') !== undefined)
      throw new UsageError(['--no-smtp-password: not together with --smtp-password-file.'])
    const password = await readSecretFile('smtp-password-file', text('smtp-password-file'))
    const body = present({
      from: must('from'),
      host: must('smtp-host'),
      port: integer('smtp-port'),
      security: text('smtp-security'),
      username: text('smtp-user'),
      password: flag('no-smtp-password') === true ? null : password,
    })
    return { kind: 'item', item: (await (await api()).send<object>({ method: 'PUT', path: '/v1/system-mail', body })).body }
  },
})
