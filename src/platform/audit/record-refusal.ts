import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { recordAudit } from './audit.ts'

type RefusedWrite = {
  readonly actor: Actor
  readonly method: string
  readonly path: string
  readonly target: string
  readonly code: string
}

/** Writes down that somebody tried to change what they may not. What they sent is left out: it was never even parsed. */
export function createRecordRefusal({ db, now }: { readonly db: Db; readonly now: () => Date }): (refusal: RefusedWrite) => Promise<void> {
  return ({ actor, method, path, target, code }) =>
    db.transaction().execute((tx) =>
      recordAudit(tx, {
        actor,
        action: 'access.refused',
        subject: `route:${method} ${path}`,
        result: 'refused',
        after: { path: target, code },
        at: now(),
      }),
    )
}
