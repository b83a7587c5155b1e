import { renameSingleAccount, requireSingleAccount } from '#features/accounts/index.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Work } from '#platform/aws/door.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import type { AddAccountDeps, FormRequest, SavedConnection } from './add-account.ts'
import { auditView } from './audit-view.ts'
import { checkConnection, type ReachedAccount, refusalError } from './check-connection.ts'
import { checkForm } from './check-form.ts'
import type { Connection, ConnectionCredentials } from './connection.ts'
import { type ConnectionEdit, type FormContext, parseConnectionEdit } from './connection-form.ts'
import { getConnection } from './get-connection.ts'
import { updateConnection } from './queries.ts'
import { openCredentials, sealCredentials } from './secrets.ts'
import { storeVerdict } from './store-verdict.ts'
import { targetOf } from './target.ts'
import { listWarnings } from './warnings.ts'

export type EditConnectionDeps = Omit<AddAccountDeps, 'newId'>
export type EditRequest = FormRequest & { readonly accountId: string; readonly ifMatch?: string }

/**
 * Edits a connection. Name and strategy alone never ask AWS; credentials, when given, are complete, pass the same checks as at the addition
 * and must lead to the same account. Two editors cannot overwrite each other unseen.
 */
export async function editConnection(deps: EditConnectionDeps, actor: Actor, request: EditRequest): Promise<SavedConnection> {
  const work = { actor: actor.id, signal: request.signal }
  const current = await getConnection(deps.db, request.accountId)
  requireMatch(request.ifMatch, String(current.version), { isOptional: true })
  const edit = await checkForm(deps, parseEditOf(current), { input: request.input, work })
  const { credentials } = edit
  const reached = credentials === undefined ? undefined : await reach(deps, { credentials, current, work })
  const warnings = credentials === undefined || reached === undefined ? [] : await listWarnings(deps, credentials, reached)
  const connection = await store(deps, actor, { current, edit, reached, request })
  if (reached === undefined) return { connection, warnings, runningAs: null, session: null }
  if (current.role !== null) deps.door.forget(targetOf(openCredentials(deps.sealer, current)))
  const { runningAs, session } = reached
  return { connection, warnings, runningAs, session }
}

/** The rules of an edit of this very connection. */
export function parseEditOf({ accountId, caller }: Connection) {
  return (input: unknown, context: FormContext) =>
    parseConnectionEdit(input, { ...context, accountId, isCallerOptional: caller.kind === 'default' })
}

type Renewal = { readonly credentials: ConnectionCredentials; readonly current: Connection; readonly work: Work }

async function reach({ door }: EditConnectionDeps, { credentials, current, work }: Renewal): Promise<ReachedAccount> {
  const checked = await checkConnection(door, { credentials, accountId: current.accountId, work })
  if (checked.kind === 'refused') throw refusalError(checked)
  return checked
}

type Edit = {
  readonly current: Connection
  readonly edit: ConnectionEdit
  readonly reached: ReachedAccount | undefined
  readonly request: EditRequest
}

async function store(
  { db, sealer, now }: EditConnectionDeps,
  actor: Actor,
  { current, edit, reached, request }: Edit,
): Promise<Connection> {
  const { accountId, accountUid } = current
  const at = now()
  return db.transaction().execute(async (tx) => {
    // Locks the account, and refuses one that an organization has adopted meanwhile (ORG-17, ORG-27).
    await requireSingleAccount(tx, accountId)
    const locked = await getConnection(tx, accountId)
    // The checks above took seconds: what they were made for must still be what is stored.
    if (locked.version !== current.version || locked.accountUid !== accountUid)
      throw httpErrors.precondition_failed(
        'The connection was changed while your edit was being checked. Read it again and repeat your edit.',
      )
    const sealed = edit.credentials === undefined ? locked : sealCredentials(sealer, accountUid, edit.credentials)
    const row = { caller: sealed.caller, role: sealed.role, harvestingStrategy: edit.harvestingStrategy ?? locked.harvestingStrategy }
    await updateConnection(tx, row, { accountUid, at })
    if (edit.name !== undefined) await renameSingleAccount(tx, accountUid, { name: edit.name, at })
    if (reached !== undefined) await storeVerdict(tx, [{ accountUid, verdict: reached.verdict }], at)
    const connection = await getConnection(tx, accountId)
    await recordAudit(tx, {
      actor,
      action: 'account.edited',
      subject: `account:${accountId}`,
      before: auditView(locked),
      after: auditView(connection),
      at,
      ...(request.requestId !== undefined && { requestId: request.requestId }),
    })
    return connection
  })
}
