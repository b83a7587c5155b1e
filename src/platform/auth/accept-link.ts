import { randomUUID } from 'node:crypto'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Db } from '#platform/db/db.ts'
import { findLiveLink, findLiveLinkForUpdate, type OneTimeLink, updateLinkUsed } from './one-time-links.ts'
import { hashPassword } from './password.ts'
import { hasAdministrator, insertBinding, insertPerson } from './people-store.ts'
import type { LinkOutcome, LinkUse } from './sign-in-library.ts'
import { withOrigin } from './sign-in-origin.ts'
import { getSignInSettings } from './sign-in-settings.ts'

type LinkDeskDeps = { readonly db: Db; readonly now: () => Date }

export type LinkFacts = {
  readonly kind: OneTimeLink['kind']
  readonly email: string | null
  readonly role: string
  readonly expiresAt: string
  readonly asksPassword: boolean
}

/** Where one-time links are looked at and used. Using one makes the person, their role and the link's end in one transaction. */
export function createLinkDesk({ db, now }: LinkDeskDeps) {
  return {
    look: async (secret: string): Promise<LinkFacts | undefined> => {
      const link = await findLiveLink(db, secret, now())
      if (link === undefined) return undefined
      const { kind, email, role, expiresAt } = link
      return { kind, email, role, expiresAt: expiresAt.toISOString(), asksPassword: kind !== 'sign_in' }
    },

    accept: async (use: LinkUse): Promise<LinkOutcome> => {
      // Outside the transaction: the hash takes a while on purpose.
      const passwordHash = use.password === undefined ? null : await hashPassword(use.password)
      return db.transaction().execute(async (tx) => {
        const at = now()
        const link = await findLiveLinkForUpdate(tx, use.secret, at)
        if (link === undefined) return refused('This link was used before, has expired or was revoked.')
        if (link.kind === 'first_administrator' && (await hasAdministrator(tx))) return refused('An administrator exists already.')
        if (link.kind === 'invitation' && !(await getSignInSettings(tx)).passwordEnabled)
          return refused('Password sign-in is switched off here. Sign in through the identity provider.')
        const personId = randomUUID()
        const { name, email } = whoIs(link, use, personId)
        if (email === undefined) return refused('Say under which e-mail you want to sign in.')
        if (link.kind !== 'sign_in' && passwordHash === null) return refused('Choose a password.')
        if (!(await insertPerson(tx, { id: personId, name, email, passwordHash: link.kind === 'sign_in' ? null : passwordHash, at })))
          return refused('Somebody with this e-mail signs in here already.')
        await insertBinding(tx, { id: randomUUID(), personId, role: link.role, scope: link.scope, at, by: link.createdBy })
        await updateLinkUsed(tx, link.id, { at, by: personId })
        await recordAudit(tx, {
          actor: { kind: 'person', id: `user:${personId}`, ...withOrigin() },
          action: 'person.created',
          subject: `person:${personId}`,
          after: { name, email, role: link.role, scope: link.scope, through: link.kind, link: link.id, invitedBy: link.createdBy },
          at,
        })
        return { kind: 'accepted', personId }
      })
    },
  }
}

function whoIs(link: OneTimeLink, use: LinkUse, personId: string): { readonly name: string; readonly email: string | undefined } {
  // A link that signs in at once asks nothing: `.invalid` can never be anybody's address (RFC 2606).
  if (link.kind === 'sign_in') return { name: use.name ?? 'Newcomer', email: `newcomer-${personId}@reeve.invalid` }
  const email = link.email ?? use.email
  return { name: use.name ?? email ?? '', email }
}

function refused(reason: string): LinkOutcome {
  return { kind: 'refused', reason }
}
