import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { insertLink, linkUrl, type OneTimeLink, updateLinkRevoked } from '#platform/auth/one-time-links.ts'
import { signInErrors } from '#platform/auth/sign-in-errors.ts'
import { getSignInSettings } from '#platform/auth/sign-in-settings.ts'
import type { Db } from '#platform/db/db.ts'
import { requireGrantable } from './change-person.ts'
import { peopleErrors } from './errors.ts'
import { requireHeld } from './require-held.ts'

export type InviteDeps = { readonly db: Db; readonly now: () => Date; readonly baseUrl: () => string }
export type Invitation = {
  readonly kind: Exclude<OneTimeLink['kind'], 'first_administrator'>
  readonly email: string | null
  readonly role: string
  readonly scope: string | null
  readonly expiresInHours: number
}

const hourMs = 3_600_000

/** Makes a link that works once, and answers it, the only time it is ever seen. Whoever has it is let in as the role says. */
export async function invitePerson(
  deps: InviteDeps,
  actor: Actor,
  invitation: Invitation,
): Promise<{ readonly id: string; readonly url: string; readonly expiresAt: Date }> {
  const { kind, email, role, scope, expiresInHours } = invitation
  const createdAt = deps.now()
  const expiresAt = new Date(createdAt.getTime() + expiresInHours * hourMs)
  return deps.db.transaction().execute(async (tx) => {
    if (kind === 'invitation' && !(await getSignInSettings(tx)).passwordEnabled)
      throw signInErrors.password_sign_in_off(
        'Password sign-in is switched off, and an invitation asks for a password. People come through the provider.',
      )
    await requireGrantable(tx, [{ role, scope }])
    await requireHeld(tx, actor, [{ role, scope }])
    const { id, secret } = await insertLink(tx, { kind, email, role, scope, createdBy: actor.id, createdAt, expiresAt })
    await recordAudit(tx, {
      actor,
      action: 'invitation.created',
      subject: `invitation:${id}`,
      after: { kind, email, role, scope, expiresAt },
      at: createdAt,
    })
    return { id, url: linkUrl(deps.baseUrl(), secret), expiresAt }
  })
}

export async function revokeInvitation({ db, now }: Pick<InviteDeps, 'db' | 'now'>, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const at = now()
    if (!(await updateLinkRevoked(tx, id, at))) throw peopleErrors.invitation_not_found(`There is no live invitation ${id}.`)
    await recordAudit(tx, { actor, action: 'invitation.revoked', subject: `invitation:${id}`, at })
  })
}
