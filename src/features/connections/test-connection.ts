import { findSingleStanding } from '#features/accounts/index.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { FieldError } from '#lib/app-error.ts'
import type { CallerDescription } from '#platform/aws/callers/describe-caller.ts'
import type { AwsSession } from '#platform/aws/door.ts'
import type { AddAccountDeps, FormRequest } from './add-account.ts'
import { checkConnection, type CheckStep, type ConnectionCheck } from './check-connection.ts'
import { checkForm } from './check-form.ts'
import type { ConnectionCredentials } from './connection.ts'
import { parseConnectionForm } from './connection-form.ts'
import { type ConnectionVerdict } from './decide-connection-status.ts'
import { parseEditOf } from './edit-connection.ts'
import { getConnection } from './get-connection.ts'
import { openCredentials } from './secrets.ts'
import { listWarnings, type Warning } from './warnings.ts'

export type TestDeps = Omit<AddAccountDeps, 'now' | 'newId'>

/** What a connection would come to, or comes to now. */
export type ConnectionReport = {
  readonly isReached: boolean
  readonly accountId: string | null
  readonly failedStep: CheckStep | 'already_connected' | 'managed' | null
  readonly detail: string
  readonly problems: readonly FieldError[]
  readonly verdict: ConnectionVerdict
  readonly runningAs: CallerDescription | null
  readonly session: AwsSession | null
  readonly warnings: readonly Warning[]
}

/** The checks of an addition without storing anything ("test only"). A form that breaks its rules is refused as at the addition. */
export async function testNewAccount(deps: TestDeps, actor: Actor, request: FormRequest): Promise<ConnectionReport> {
  const work = { actor: actor.id, signal: request.signal }
  const form = await checkForm(deps, parseConnectionForm, { input: request.input, work })
  const checked = await checkConnection(deps.door, { credentials: form.credentials, accountId: form.accountId, work })
  const report = await reportOf(deps, checked, { credentials: form.credentials, accountId: form.accountId })
  if (checked.kind === 'refused') return report
  const standing = await findSingleStanding(deps.db, checked.accountId, { lock: false })
  if (standing.kind === 'connected')
    return {
      ...report,
      failedStep: 'already_connected',
      detail: `${checked.accountId} is reached, but connected already. Edit its connection instead.`,
    }
  if (standing.kind === 'managed')
    return {
      ...report,
      failedStep: 'managed',
      detail: `${checked.accountId} is reached, but managed by ${standing.organizationId}; it cannot be connected singly.`,
    }
  return { ...report, detail: `${checked.accountId} can be connected.` }
}

/** Tries a stored connection now, or, where `input` has credentials, what an edit would make of it. Stores nothing. */
export async function testConnection(
  deps: TestDeps,
  actor: Actor,
  { accountId, input, signal }: FormRequest & { readonly accountId: string },
): Promise<ConnectionReport> {
  const work = { actor: actor.id, signal }
  const current = await getConnection(deps.db, accountId)
  const edit = await checkForm(deps, parseEditOf(current), { input, work })
  const credentials = edit.credentials ?? openCredentials(deps.sealer, current)
  const checked = await checkConnection(deps.door, { credentials, accountId, work })
  return reportOf(deps, checked, { credentials, accountId })
}

type Asked = { readonly credentials: ConnectionCredentials; readonly accountId: string | undefined }

async function reportOf(deps: TestDeps, checked: ConnectionCheck, { credentials, accountId }: Asked): Promise<ConnectionReport> {
  const { runningAs, verdict } = checked
  if (checked.kind === 'refused') {
    const { step, detail, fields } = checked
    return {
      isReached: false,
      accountId: accountId ?? null,
      failedStep: step,
      detail,
      problems: fields,
      verdict,
      runningAs,
      session: null,
      warnings: [],
    }
  }
  return {
    isReached: true,
    accountId: checked.accountId,
    failedStep: null,
    detail: verdict.statusReason ?? `${checked.accountId} is reached.`,
    problems: [],
    verdict,
    runningAs,
    session: checked.session,
    warnings: await listWarnings(deps, credentials, checked),
  }
}
