import type { ChannelKind } from './channel-draft.ts'

export const channelKinds: Readonly<Record<ChannelKind, { readonly text: string; readonly description: string }>> = {
  email: { text: 'E-mail', description: 'Through a mail server (SMTP)' },
  slack: { text: 'Slack', description: 'Through an incoming webhook of Slack' },
  webhook: { text: 'Webhook', description: 'A signed POST to an address of yours' },
}

export function isChannelKind(text: string | undefined): text is ChannelKind {
  return text !== undefined && Object.hasOwn(channelKinds, text)
}
