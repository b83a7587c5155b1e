import { type ArgumentSpec, type CommandCall, type OptionSpec } from './define-command.ts'
import { present } from './present.ts'
import { readSecretFile } from './read-secret-file.ts'

export const channelArgument: ArgumentSpec = { name: 'channel', summary: 'name or id of the channel' }

/** What to tell and how, as flags of a new channel and of an edit. */
export const channelOptions: Readonly<Record<string, OptionSpec>> = {
  kind: {
    type: 'string',
    multiple: true,
    value: 'KIND',
    summary: 'Event kind to tell: one of "reeve notification kinds", a family such as sync.*, or *',
    fields: ['subscriptions', 'subscriptions.kinds'],
  },
  selector: { type: 'string', value: 'SELECTOR', summary: 'Only of these accounts; without it of all', fields: ['subscriptions.selector'] },
  email: { type: 'string', multiple: true, value: 'ADDRESS', summary: 'Send mail to this address', fields: ['email', 'email.to'] },
  from: { type: 'string', value: 'ADDRESS', summary: 'Sender of the mail', fields: ['email.from'] },
  'smtp-host': { type: 'string', value: 'HOST', summary: 'Mail server', fields: ['email.host'] },
  'smtp-port': { type: 'integer', value: 'PORT', summary: 'Its port; 587 without it', fields: ['email.port'] },
  'smtp-security': { type: 'string', choices: ['tls', 'starttls', 'none'], summary: 'starttls without it', fields: ['email.security'] },
  'smtp-user': { type: 'string', value: 'NAME', summary: 'Name to sign in with', fields: ['email.username'] },
  'smtp-password-file': { type: 'string', value: 'FILE', summary: 'File that holds the password', fields: ['email.password'] },
  'slack-url-file': {
    type: 'string',
    value: 'FILE',
    summary: "File that holds the address of Slack's incoming webhook",
    fields: ['slack', 'slack.secretUrl'],
  },
  webhook: { type: 'string', value: 'URL', summary: 'Post signed JSON to this address', fields: ['webhook', 'webhook.url'] },
  'webhook-secret-file': {
    type: 'string',
    value: 'FILE',
    summary: 'File that holds the signing key; without it a new channel gets one, shown once',
    fields: ['webhook.secret'],
  },
}

/** The body that these flags stand for; absent flags leave their fields out. */
export async function channelBody(call: CommandCall): Promise<Record<string, unknown>> {
  const { text, texts, integer } = call
  const [password, secretUrl, secret] = await Promise.all(
    ['smtp-password-file', 'slack-url-file', 'webhook-secret-file'].map((flag) => readSecretFile(flag, text(flag))),
  )
  const email = present({
    to: texts('email').length === 0 ? undefined : texts('email'),
    from: text('from'),
    host: text('smtp-host'),
    port: integer('smtp-port'),
    security: text('smtp-security'),
    username: text('smtp-user'),
    password,
  })
  const webhook = present({ url: text('webhook'), secret })
  const kinds = texts('kind')
  return present({
    subscriptions: kinds.length === 0 && text('selector') === undefined ? undefined : [present({ kinds, selector: text('selector') })],
    email: Object.keys(email).length === 0 ? undefined : email,
    slack: secretUrl === undefined ? undefined : { secretUrl },
    webhook: Object.keys(webhook).length === 0 ? undefined : webhook,
  })
}
