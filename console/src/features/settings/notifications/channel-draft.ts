import type { NotificationChannel, NotificationChannelEditInput, NotificationChannelFormInput } from '../../../api/operations.gen.ts'
import { refusal } from '../../../api/refusal.ts'
import { type MailServerDraft, mailServerDraftOf, mailServerOf, newMailServer } from '../mail-server.ts'
import type { SecretIs } from '../secret-field.tsx'

export type ChannelKind = NotificationChannel['kind']
/** What is told: kinds of events, about accounts that the selector takes in. `id` only tells rows apart. */
export type SubscriptionDraft = { readonly id: number; readonly kinds: readonly string[]; readonly selector: string }

export type ChannelDraft = {
  readonly kind: ChannelKind
  readonly name: string
  readonly isEnabled: boolean
  readonly subscriptions: readonly SubscriptionDraft[]
  readonly mail: MailServerDraft
  readonly to: string
  readonly url: string
  readonly secretIs: SecretIs
  readonly secret: string
}

let counter = 0

export function newSubscription(kinds: readonly string[] = []): SubscriptionDraft {
  return { id: ++counter, kinds, selector: '*' }
}

export function newChannel(kind: ChannelKind): ChannelDraft {
  return {
    kind,
    name: '',
    isEnabled: true,
    subscriptions: [newSubscription(['attention.*', 'sync.*'])],
    mail: newMailServer,
    to: '',
    url: '',
    // Without a key from here, a webhook gets one from Reeve, shown once.
    secretIs: kind === 'webhook' ? 'none' : 'given',
    secret: '',
  }
}

export function channelDraftOf(channel: NotificationChannel): ChannelDraft {
  const { kind, name, isEnabled, subscriptions, email, webhook, hasSecret } = channel
  return {
    ...newChannel(kind),
    name,
    isEnabled,
    subscriptions: subscriptions.map(({ kinds, selector }) => ({ ...newSubscription(kinds), selector })),
    mail: email === undefined ? newMailServer : mailServerDraftOf(email, hasSecret),
    to: email?.to.join('\n') ?? '',
    url: webhook?.url ?? '',
    secretIs: 'kept',
  }
}

/** A new channel as the API takes it. */
export function channelFormOf(draft: ChannelDraft): NotificationChannelFormInput {
  const { kind, secretIs, secret, url } = draft
  refuseIncomplete(draft)
  return {
    ...commonOf(draft),
    ...(kind === 'email' ? { email: emailOf(draft) } : {}),
    ...(kind === 'slack' ? { slack: { secretUrl: secret.trim() } } : {}),
    ...(kind === 'webhook' ? { webhook: { url: url.trim(), ...(secretIs === 'given' ? { secret } : {}) } } : {}),
  }
}

/** An edit as the API takes it: a stored secret stays unless another was typed, or a password is to be removed. */
export function channelEditOf(draft: ChannelDraft): NotificationChannelEditInput {
  const { kind, secretIs, secret, url } = draft
  refuseIncomplete(draft)
  return {
    ...commonOf(draft),
    ...(kind === 'email' ? { email: emailOf(draft) } : {}),
    ...(kind === 'slack' && secretIs === 'given' ? { slack: { secretUrl: secret.trim() } } : {}),
    ...(kind === 'webhook' ? { webhook: { url: url.trim(), ...(secretIs === 'given' ? { secret } : {}) } } : {}),
  }
}

const secretNames: Readonly<Record<ChannelKind, readonly [field: string, message: string] | undefined>> = {
  email: undefined,
  slack: ['slack.secretUrl', 'Paste the address of the incoming webhook.'],
  webhook: ['webhook.secret', 'Enter the signing key.'],
}

function refuseIncomplete({ kind, secretIs, secret, subscriptions }: ChannelDraft): void {
  const named = secretNames[kind]
  const faults = [
    ...(named !== undefined && secretIs === 'given' && secret.trim() === '' ? [{ field: named[0], message: named[1] }] : []),
    ...subscriptions.flatMap(({ kinds }, index) =>
      kinds.length > 0 ? [] : [{ field: `subscriptions.${index}.kinds`, message: 'Choose at least one kind of event.' }],
    ),
  ]
  if (faults.length > 0) throw refusal(faults)
}

function commonOf({ name, isEnabled, subscriptions }: ChannelDraft) {
  return {
    name: name.trim(),
    isEnabled,
    subscriptions: subscriptions.map(({ kinds, selector }) => ({
      kinds: [...kinds],
      selector: selector.trim() === '' ? '*' : selector.trim(),
    })),
  }
}

function emailOf({ mail, to }: ChannelDraft) {
  return { ...mailServerOf(mail, 'email.'), to: to.split(/[\s,;]+/).filter((address) => address !== '') }
}
