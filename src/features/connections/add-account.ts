import { attachSingleAccount, findSingleStanding } from '#features/accounts/index.ts'
import { dropHarvestedBadges, setBadgeWithin } from '#features/badges/index.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import { type Actor, holdsEverywhere } from '#platform/auth/actor.ts'
import type { CallerDescription } from '#platform/aws/callers/describe-caller.ts'
import type { AwsSession } from '#platform/aws/door.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { auditView } from './audit-view.ts'
import { checkConnection, type ConnectionDoor, type ReachedAccount, refusalError } from './check-connection.ts'
import { checkForm } from './check-form.ts'
import type { Connection } from './connection.ts'
import { type NewConnection, parseConnectionForm } from './connection-form.ts'
import { connectionErrors } from './errors.ts'
import { getConnection, managedError } from './get-connection.ts'
import { insertConnection } from './queries.ts'
import { sealCredentials } from './secrets.ts'
import { listWarnings, type Warning } from './warnings.ts'

export type AddAccountDeps = {
  readonly db: Db
  readonly door: ConnectionDoor
  readonly sealer: Sealer
  readonly now: () => Date
  readonly newId: () => string
  readonly storedKeysAllowed: boolean
}

/** `input` is the untyped form; `signal` ends the calls to AWS when the caller goes away. */
export type FormRequest = { readonly input: unknown; readonly signal: AbortSignal; readonly requestId?: string }
export type SavedConnection = {
  readonly connection: Connection
  readonly warnings: readonly Warning[]
  /** Null where an edit did not need AWS. */
  readonly runningAs: CallerDescription | null
  readonly session: AwsSession | null
}

/**
 * Connects one account: the form, then AWS, then the account's row, connection, badges and audit events in one transaction. Nothing is
 * stored unless every step passed. Of two requests for the same account one is refused, also when they race.
 */
export async function addAccount(deps: AddAccountDeps, actor: Actor, request: FormRequest): Promise<SavedConnection> {
  const work = { actor: actor.id, signal: request.signal }
  const form = await checkForm(deps, parseConnectionForm, { input: request.input, work })
  if (form.badges.length > 0 && !holdsEverywhere(actor, 'badges:write'))
    throw httpErrors.forbidden(
      `Badges need the permission badges:write, which ${actor.id} does not have everywhere. Leave them out, or ask for it.`,
    )
  if (form.accountId !== undefined) await requireConnectable(deps.db, form.accountId, { lock: false })
  const checked = await checkConnection(deps.door, { credentials: form.credentials, accountId: form.accountId, work })
  if (checked.kind === 'refused') throw refusalError(checked)
  const warnings = await listWarnings(deps, form.credentials, checked)
  const connection = await store(deps, actor, {
    form,
    reached: checked,
    ...(request.requestId !== undefined && { requestId: request.requestId }),
  })
  const { runningAs, session } = checked
  return { connection, warnings, runningAs, session }
}

type Addition = { readonly form: NewConnection; readonly reached: ReachedAccount; readonly requestId?: string }

async function store(deps: AddAccountDeps, actor: Actor, addition: Addition): Promise<Connection> {
  try {
    return await deps.db.transaction().execute((tx) => storeWithin(tx, deps, { actor, ...addition }))
  } catch (error) {
    if (isTakenMeanwhile(error)) throw alreadyConnected(addition.reached.accountId, error)
    throw error
  }
}

async function storeWithin(
  tx: Tx,
  { sealer, now, newId }: AddAccountDeps,
  { actor, form, reached, requestId }: Addition & { readonly actor: Actor },
): Promise<Connection> {
  const { accountId, session, verdict } = reached
  const standing = await requireConnectable(tx, accountId, { lock: true })
  const accountUid = standing.kind === 'detached' ? standing.uid : newId()
  const at = now()
  if (standing.kind === 'detached') await dropHarvestedBadges(tx, { accountUid, accountId }, { actor, at })
  await attachSingleAccount(tx, { uid: accountUid, accountId, partition: session.partition, name: form.name, ...verdict }, at)
  const row = { ...sealCredentials(sealer, accountUid, form.credentials), harvestingStrategy: form.harvestingStrategy }
  await insertConnection(tx, row, { accountUid, at, by: actor.id })
  for (const badge of form.badges) await setBadgeWithin(tx, { accountId, ...badge }, { actor, at })
  const connection = await getConnection(tx, accountId)
  await recordAudit(tx, {
    actor,
    action: 'account.added',
    subject: `account:${accountId}`,
    after: auditView(connection),
    at,
    ...(requestId !== undefined && { requestId }),
  })
  return connection
}

/** Refuses an account that is here already, by whichever way. */
export async function requireConnectable(db: Db | Tx, accountId: string, { lock }: { readonly lock: boolean }) {
  const standing = await findSingleStanding(db, accountId, { lock })
  if (standing.kind === 'managed') throw managedError(accountId, standing.organizationId)
  if (standing.kind === 'connected') throw alreadyConnected(accountId)
  return standing
}

function alreadyConnected(accountId: string, cause?: unknown) {
  return connectionErrors.account_already_connected(
    `${accountId} is connected already. Edit its connection ("reeve account edit ${accountId}"), or remove it first.`,
    { cause },
  )
}

/** SQLSTATE unique_violation. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isTakenMeanwhile(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { readonly code?: string; readonly constraint?: string }
  return code === '23505' && (constraint === 'account_once' || constraint === 'account_connection_pkey')
}
