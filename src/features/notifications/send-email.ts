import type { Outgoing } from '#platform/http/outgoing.ts'
import type { EmailSettings } from './channel.ts'
import { describeEvents } from './compose-message.ts'
import type { Message } from './message.ts'
import { sendMail } from './send-mail.ts'
import type { SendOutcome } from './send-outcome.ts'

type Letter = { readonly deliveryId: string; readonly message: Message }
type Way = { readonly settings: EmailSettings; readonly password: string | null }

/** Mails a message. The delivery's id is the Message-ID, so that a second copy can be told from another message. */
export function sendEmail(
  deps: { readonly outgoing: Outgoing },
  { deliveryId, message }: Letter,
  { settings, password }: Way,
): Promise<SendOutcome> {
  const mail = {
    to: settings.to,
    subject: `[Reeve] ${message.title}`,
    messageId: `<${deliveryId}@reeve>`,
    headers: { 'X-Reeve-Event': message.kind },
    text: textOf(message),
  }
  return sendMail(deps, mail, { server: settings, password })
}

/** Text alone: nothing to escape, nothing to load, the same in every mail program. */
function textOf(message: Message): string {
  return [message.title, '', ...describeEvents(message), '', `Kind: ${message.kind}`].join('\n')
}
