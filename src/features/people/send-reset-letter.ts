import { sendLetter, type SystemMailSendDeps } from '#features/notifications/index.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import { armReset, findReset, isLive, resetUrl } from '#platform/auth/password-reset-store.ts'
import { personOf } from '#platform/auth/password-reset.ts'

export type ResetLetterDeps = SystemMailSendDeps & { readonly now: () => Date; readonly newId: () => string }

/** Short, because a mailbox is no safe; long enough for mail that is delayed. */
const linkMinutes = 30

/**
 * Makes the link and mails it. A repeated run makes another link and voids the first. Whoever is unknown gets no letter; nothing else
 * differs. Throws when the mail server did not take it, so that the job tries again.
 */
export async function sendResetLetter(deps: ResetLetterDeps, resetId: string): Promise<void> {
  const reset = await findReset(deps.db, resetId)
  const person = await personOf(deps.db, reset)
  const at = deps.now()
  if (reset === undefined || person === undefined || person.disabledAt !== null || !isLive(reset, at)) return
  const expiresAt = new Date(at.getTime() + linkMinutes * 60_000)
  const secret = await deps.db.transaction().execute((tx) => armReset(tx, { id: reset.id, personId: person.id, at, expiresAt }))
  const outcome = await sendLetter(deps, {
    to: [person.email],
    subject: '[Reeve] A new password',
    text: letterOf({ url: resetUrl(reset.baseUrl, secret), site: reset.baseUrl }),
    messageId: `<${deps.newId()}@reeve>`,
  })
  await deps.db.transaction().execute((tx) =>
    recordAudit(tx, {
      actor: { kind: 'system', id: 'system:letters' },
      action: 'password_reset.letter_sent',
      subject: `person:${person.id}`,
      result: outcome.kind === 'sent' ? 'done' : 'failed',
      after: outcome.kind === 'sent' ? { expiresAt } : { error: outcome.error },
      at: deps.now(),
    }),
  )
  // The reason stands in the trail: what a mail server says names the recipient, and more people see jobs than see people.
  if (outcome.kind === 'failed' && !outcome.isFinal) throw new Error('The mail server did not take the letter; the audit trail says why.')
}

function letterOf({ url, site }: { readonly url: string; readonly site: string }): string {
  return [
    `Somebody asked for a new password for you at ${site}.`,
    '',
    `Choose it here within ${linkMinutes} minutes; the link works once:`,
    url,
    '',
    'It ends every session of yours. Your second factor stays as it is.',
    'If it was not you, do nothing: your password stays, and the link expires.',
  ].join('\n')
}
