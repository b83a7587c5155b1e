import { z } from 'zod'
import { parseSelector } from '#lib/selector/index.ts'
import { eventKinds, isKindPattern } from './event-kinds.ts'

const kindPattern = z
  .string()
  .max(100)
  .refine(isKindPattern, {
    message: `An event kind is *, a family such as sync.* or one of ${Object.keys(eventKinds).join(', ')}.`,
    params: { rule: 'event_kind' },
  })

const selectorText = z
  .string()
  .max(4000)
  .superRefine((text, context) => {
    const parsed = parseSelector(text)
    if (parsed.kind === 'ok') return
    const { message, offset, suggestion } = parsed.error
    context.addIssue({
      code: 'custom',
      message: `${message} (at character ${offset + 1})${suggestion === undefined ? '' : ` ${suggestion}`}`,
      params: { rule: 'selector' },
    })
  })

const subscriptionMax = 20

export const subscriptionSchema = z
  .strictObject({
    kinds: z.array(kindPattern).min(1).max(50).describe('Event kinds; `sync.*` for a family, `*` for all'),
    selector: selectorText.default('*').describe('Which accounts; what is unknown of an account never matches'),
  })
  .meta({ id: 'NotificationSubscription' })
export type Subscription = z.output<typeof subscriptionSchema>

/** No control characters, so that no header can be smuggled in; the rest is the mail server's to judge. */
const mailAddress = z
  .string()
  .max(320)
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  .regex(/^[^\s@<>,;"\u0000-\u001f\u007f]+@[^\s@<>,;"\u0000-\u001f\u007f]+$/, { message: 'Write an address such as reeve@example.com.' })

const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45})$/

export const mailServer = z.strictObject({
  host: z.string().regex(hostPattern, { message: 'Write the host name or address of the mail server, without a scheme or port.' }),
  port: z.int().min(1).max(65_535).default(587),
  security: z
    .enum(['tls', 'starttls', 'none'])
    .default('starttls')
    .describe('`tls` from the first byte (465), `starttls` demanded (587), or `none`, which is refused together with a password'),
  username: z.string().min(1).max(320).nullable().default(null),
  from: mailAddress,
})
export type MailServer = z.output<typeof mailServer>

export const emailSettings = mailServer.extend({ to: z.array(mailAddress).min(1).max(50) }).meta({ id: 'NotificationEmail' })
export type EmailSettings = z.output<typeof emailSettings>

/** The server for letters to people. Without a password the stored one is kept. */
export const systemMailForm = mailServer
  .extend({ password: z.string().min(1).max(1000).nullable().optional().describe('Absent: kept') })
  .refine(({ security, password }) => security !== 'none' || password === undefined || password === null, unsafePassword(['security']))
  .meta({ id: 'SystemMailForm' })
export type SystemMailForm = z.output<typeof systemMailForm>
export const systemMailReply = mailServer
  .extend({ hasPassword: z.boolean(), updatedAt: z.iso.datetime(), updatedBy: z.string() })
  .meta({ id: 'SystemMail' })
export const mailRecipient = z.strictObject({ to: mailAddress })

const webUrl = z
  .string()
  .max(2000)
  .refine((text) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text), {
    message: 'Write an https:// address.',
    params: { rule: 'url' },
  })

const withoutCredentials = webUrl.refine(
  (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === '' && new URL(text).hash === ''),
  { message: 'Leave user, password and # out: receivers verify the signature instead.', params: { rule: 'url_without_credentials' } },
)

export const webhookSettings = z.strictObject({ url: withoutCredentials }).meta({ id: 'NotificationWebhook' })
export type WebhookSettings = z.output<typeof webhookSettings>

const secretText = z.string().min(1).max(1000)
const signingKey = z.string().min(16).max(200)

const common = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    // oxlint-disable-next-line no-control-regex -- they are what is refused
    .regex(/^[^\u0000-\u001f\u007f]+$/, { message: 'A name has no control characters.' }),
  isEnabled: z.boolean(),
  subscriptions: z.array(subscriptionSchema).max(subscriptionMax),
}
const emailForm = emailSettings.extend({ password: secretText.nullable().optional().describe('Absent in an edit: kept') })
const slackForm = z.strictObject({
  secretUrl: webUrl.optional().describe('The incoming webhook of Slack, a credential. Absent in an edit: kept'),
})
const webhookForm = webhookSettings.extend({
  secret: signingKey.optional().describe('Signing key. Absent: a new channel gets one, which its reply shows once; in an edit: kept'),
})

/** A new channel, or with everything optional an edit; exactly one of the three kinds in a new one. */
export const channelForm = z
  .strictObject({
    name: common.name,
    isEnabled: common.isEnabled.default(true),
    subscriptions: common.subscriptions.default([]),
    email: emailForm.optional(),
    slack: slackForm.required().optional(),
    webhook: webhookForm.optional(),
  })
  .refine(({ email, slack, webhook }) => [email, slack, webhook].filter((kind) => kind !== undefined).length === 1, {
    message: 'Give exactly one of email, slack and webhook.',
    params: { rule: 'one_kind' },
  })
  .refine(({ email }) => keepsPasswordSafe(email), unsafePassword())
  .meta({ id: 'NotificationChannelForm' })
export type ChannelForm = z.output<typeof channelForm>

export const channelEdit = z
  .strictObject({
    name: common.name.optional(),
    isEnabled: common.isEnabled.optional(),
    subscriptions: common.subscriptions.optional(),
    email: emailForm.optional(),
    slack: slackForm.optional(),
    webhook: webhookForm.optional(),
  })
  .refine(({ email }) => keepsPasswordSafe(email), unsafePassword())
  .meta({ id: 'NotificationChannelEdit' })
export type ChannelEdit = z.output<typeof channelEdit>

function keepsPasswordSafe(email: z.output<typeof emailForm> | undefined): boolean {
  return email === undefined || email.security !== 'none' || email.password === undefined || email.password === null
}

function unsafePassword(path = ['email', 'security']) {
  return {
    path,
    message: 'A password is sent only over TLS: choose tls or starttls.',
    params: { rule: 'password_needs_tls' },
  }
}

export type ChannelKind = 'email' | 'slack' | 'webhook'
export type ChannelTarget =
  | { readonly kind: 'email'; readonly settings: EmailSettings }
  | { readonly kind: 'slack'; readonly settings: Readonly<Record<string, never>> }
  | { readonly kind: 'webhook'; readonly settings: WebhookSettings }

/** A channel as stored; the secret stays sealed until a message is sent. */
export type Channel = {
  readonly id: string
  readonly name: string
  readonly isEnabled: boolean
  readonly subscriptions: readonly Subscription[]
  readonly target: ChannelTarget
  readonly secretSealed: string | null
  /** Whose reach bounds what it is told, as it stands when it is told; null: it is told of everything. */
  readonly boundTo: string | null
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
  readonly updatedAt: Date
}

export const channelReply = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(['email', 'slack', 'webhook']),
    isEnabled: z.boolean(),
    subscriptions: z.array(subscriptionSchema).readonly(),
    email: emailSettings.optional(),
    webhook: webhookSettings.optional(),
    hasSecret: z.boolean(),
    boundTo: z
      .string()
      .nullable()
      .describe('Made by somebody bound to a scope: it is told of what they reach, as of then, and of nothing else'),
    version: z.number(),
    createdAt: z.date(),
    createdBy: z.string(),
    updatedAt: z.date(),
  })
  .meta({ id: 'NotificationChannel' })

/** A channel as everybody may see it: of the secret only whether there is one. */
export function toChannelReply({ target, secretSealed, ...channel }: Channel): z.input<typeof channelReply> {
  return {
    ...channel,
    kind: target.kind,
    subscriptions: [...channel.subscriptions],
    ...(target.kind === 'email' && { email: target.settings }),
    ...(target.kind === 'webhook' && { webhook: target.settings }),
    hasSecret: secretSealed !== null,
  }
}
