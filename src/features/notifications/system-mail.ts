import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { type Sealer, sealedAad } from '#platform/crypto/sealer.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import type { Outgoing } from '#platform/http/outgoing.ts'
import type { MailServer, SystemMailForm } from './channel.ts'
import { notificationErrors } from './errors.ts'
import { type Mail, sendMail } from './send-mail.ts'
import type { SendOutcome } from './send-outcome.ts'

export type SystemMailDeps = { readonly db: Db; readonly sealer: Sealer; readonly now: () => Date }
export type SystemMail = MailServer & { readonly hasPassword: boolean; readonly updatedAt: string; readonly updatedBy: string }
export type SystemMailSendDeps = Pick<SystemMailDeps, 'db' | 'sealer'> & { readonly outgoing: Outgoing }

const aad = sealedAad('system_mail', '1', 'password')

/** The server for letters to people; undefined where none is set. Of its password only whether there is one. */
export async function showSystemMail(db: Db | Tx): Promise<SystemMail | undefined> {
  const row = await db.selectFrom('system_mail').selectAll().executeTakeFirst()
  return row === undefined
    ? undefined
    : {
        ...(row.settings as MailServer),
        hasPassword: row.password_sealed !== null,
        updatedAt: row.updated_at.toISOString(),
        updatedBy: row.updated_by,
      }
}

/** Sets the server for letters to people. Without a password in the form the stored one stays, and is never sent in clear text. */
export async function setSystemMail(deps: SystemMailDeps, actor: Actor, form: SystemMailForm): Promise<SystemMail> {
  const { password, ...settings } = form
  return deps.db.transaction().execute(async (tx) => {
    const at = deps.now()
    const stored = await tx.selectFrom('system_mail').select('password_sealed').forUpdate().executeTakeFirst()
    const before = await showSystemMail(tx)
    const given = password === undefined || password === null ? password : deps.sealer.seal(password, aad)
    const sealed = given === undefined ? (stored?.password_sealed ?? null) : given
    // Otherwise whoever may change the server could have the stored password sent to one of their own.
    if (given === undefined && sealed !== null && before?.host !== settings.host) throw passwordAgain()
    if (settings.security === 'none' && sealed !== null) throw unsafePassword()
    const values = { settings: JSON.stringify(settings), password_sealed: sealed, updated_at: at, updated_by: actor.id }
    await tx
      .insertInto('system_mail')
      .values({ id: 1, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute()
    const after = await showSystemMail(tx)
    if (after === undefined) throw new Error('the mail setting vanished while it was stored')
    await recordAudit(tx, {
      actor,
      action: 'system_mail.set',
      subject: 'system-mail',
      before,
      after: { ...settings, credentialChanged: password !== undefined },
      at,
    })
    return after
  })
}

export async function removeSystemMail({ db, now }: Pick<SystemMailDeps, 'db' | 'now'>, actor: Actor): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await showSystemMail(tx)
    if (before === undefined) throw notSet()
    await tx.deleteFrom('system_mail').execute()
    await recordAudit(tx, { actor, action: 'system_mail.removed', subject: 'system-mail', before, at: now() })
  })
}

/** Sends one letter to one person, once. Throws `system_mail_not_set` where no server is set; everything else is an outcome. */
export async function sendLetter(deps: SystemMailSendDeps, mail: Mail): Promise<SendOutcome> {
  const server = await showSystemMail(deps.db)
  if (server === undefined) throw notSet()
  const row = await deps.db.selectFrom('system_mail').select('password_sealed').executeTakeFirst()
  const sealed = row?.password_sealed ?? null
  const password = sealed === null ? null : deps.sealer.open(sealed, aad)
  return sendMail(deps, mail, { server, password }).catch((error: unknown): SendOutcome => {
    const text = error instanceof Error ? error.message : String(error)
    const said = (password === null ? text : text.replaceAll(password, '[redacted]')).slice(0, 500)
    return { kind: 'failed', error: said, status: null, isFinal: false }
  })
}

/** Sends a test letter now, and says what the mail server said. */
export async function testSystemMail(
  deps: SystemMailSendDeps & Pick<SystemMailDeps, 'now'> & { readonly newId: () => string },
  actor: Actor,
  to: string,
): Promise<{ readonly isSent: boolean; readonly status: number | null; readonly error: string | null }> {
  const outcome = await sendLetter(deps, {
    to: [to],
    subject: '[Reeve] Test letter',
    text: 'This site can send letters to people. Nothing else happened.',
    messageId: `<${deps.newId()}@reeve>`,
  })
  const error = outcome.kind === 'failed' ? outcome.error : null
  await deps.db.transaction().execute((tx) =>
    recordAudit(tx, {
      actor,
      action: 'system_mail.tested',
      subject: 'system-mail',
      result: error === null ? 'done' : 'failed',
      after: { to, error },
      at: deps.now(),
    }),
  )
  return { isSent: outcome.kind === 'sent', status: outcome.status, error }
}

function notSet() {
  return notificationErrors.system_mail_not_set('No mail server is set for letters to people.')
}

function passwordAgain() {
  const message = 'The stored password belongs to another server. Give the password again, or null for none.'
  return httpErrors.invalid_input(message, { fields: [{ field: 'password', rule: 'password_again', message }] })
}

function unsafePassword() {
  const message = 'The stored password is sent only over TLS: choose tls or starttls, or set the password to null.'
  return httpErrors.invalid_input(message, { fields: [{ field: 'security', value: 'none', rule: 'password_needs_tls', message }] })
}
