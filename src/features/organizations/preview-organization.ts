import type { Actor } from '#platform/auth/actor.ts'
import type { AwsDoor } from '#platform/aws/door.ts'
import type { Db } from '#platform/db/db.ts'
import { checkForm } from './check-form.ts'
import { listLiveAccounts } from './collectors/list-live-accounts.collector.ts'
import { listLiveOus, type LiveOu } from './collectors/list-live-ous.collector.ts'
import { organizationErrors } from './errors.ts'
import { listTreeAccounts } from './estate-queries.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import { getOrganization } from './get-organization.ts'
import type { AccountState } from './organization.ts'
import { parseOrganizationEdit, parseOrganizationForm } from './organization-form.ts'
import type { FormRequest } from './register-organization.ts'
import { decideInclusion, type Inclusion, type ScopeSettings } from './scope.ts'
import { refusalError, validateOrganization } from './validate-organization.ts'

export type PreviewDeps = { readonly db: Db; readonly door: AwsDoor; readonly storedKeysAllowed: boolean }

export type PreviewedAccount = {
  readonly accountId: string
  readonly name: string
  readonly state: string
  readonly inclusion: Inclusion | 'unknown'
  readonly reason: string
  /** What the stored settings decided; null where nothing is stored. */
  readonly current: string | null
  readonly isManagementAccount: boolean
  /** `o-…/r-…/ou-…/`, so that a scope can be chosen by place before names are known; null where the place is unknown. */
  readonly pathIds: string | null
}

export type Preview = {
  readonly organizationId: string
  /** `aws`: read just now. `estate`: as of the last sync. */
  readonly source: 'aws' | 'estate'
  readonly counts: Readonly<Record<Inclusion | 'unknown', number>>
  /** How many accounts the previewed settings would treat differently from the stored ones. */
  readonly changes: number
  readonly accounts: readonly PreviewedAccount[]
  /** The OUs by name where they were asked for; null where they were not, or could not be read. */
  readonly organizationalUnits: readonly LiveOu[] | null
}

type Candidate = {
  readonly accountId: string
  readonly name: string
  readonly state: AccountState
  readonly pathIds: string | null
  readonly isManagementAccount: boolean
  readonly current: string | null
}

/** What prefixes and scope of an unsaved form would import, account by account with the reason, read from AWS. Stores nothing. */
export async function previewRegistration(
  deps: PreviewDeps,
  actor: Actor,
  { withTree = false, ...request }: FormRequest & { readonly withTree?: boolean },
): Promise<Preview> {
  const work = { actor: actor.id, signal: request.signal }
  const form = await checkForm(deps, parseOrganizationForm, { input: request.input, work })
  const { credentials, settings } = form.value
  const validation = await validateOrganization(deps.door, credentials, work)
  if (validation.kind === 'refused') throw refusalError(validation)
  const { session, organization } = validation
  const listed = await listLiveAccounts(deps.door, { session, work }, settings.scopeOuIds)
  if (listed.kind !== 'ok')
    throw organizationErrors.organization_checks_incomplete(
      `The accounts could not be listed completely, so nothing is previewed. ${explainFailure(listed)}`,
    )
  const candidates = listed.value.map((account): Candidate => ({
    ...account,
    isManagementAccount: account.accountId === organization.managementAccountId,
    current: null,
  }))
  const ous = withTree ? await listLiveOus(deps.door, { session, work }) : undefined
  const organizationalUnits = ous?.kind === 'ok' ? ous.value : null
  return { organizationId: organization.organizationId, source: 'aws', ...previewOf(candidates, settings), organizationalUnits }
}

/** What changed settings of a registered organization would import, from the estate as last synced; asks AWS nothing. */
export async function previewEdit(
  deps: PreviewDeps,
  actor: Actor,
  { ref, ...request }: FormRequest & { readonly ref: string },
): Promise<Preview> {
  const organization = await getOrganization(deps.db, ref)
  const form = await checkForm(deps, parseOrganizationEdit, { input: request.input, work: { actor: actor.id, signal: request.signal } })
  const accounts = await listTreeAccounts(deps.db, organization.uid)
  if (accounts.length === 0)
    throw organizationErrors.organization_tree_unknown(
      `${organization.organizationId} has not completed a sync yet, so there is nothing to preview from.`,
    )
  const candidates = accounts.map((account): Candidate => ({
    ...account,
    state: account.state as AccountState,
    current: account.inclusion,
  }))
  return {
    organizationId: organization.organizationId,
    source: 'estate',
    ...previewOf(candidates, { ...organization, ...form.value.settings }),
    organizationalUnits: null,
  }
}

/** Decides every account; one whose place is unknown stays `unknown` where the scope would have decided. */
export function previewOf(candidates: readonly Candidate[], settings: ScopeSettings): Pick<Preview, 'counts' | 'changes' | 'accounts'> {
  const accounts = candidates.map(({ pathIds, ...account }): PreviewedAccount => {
    const { inclusion, reason } = decide({ ...account, pathIds }, settings)
    return {
      accountId: account.accountId,
      name: account.name,
      state: account.state,
      isManagementAccount: account.isManagementAccount,
      current: account.current,
      inclusion,
      reason,
      pathIds: pathIds === 'outside/' ? null : pathIds,
    }
  })
  const counts = { imported: 0, excluded_prefix: 0, excluded_scope: 0, suspended: 0, unknown: 0 }
  for (const { inclusion } of accounts) counts[inclusion] += 1
  const changes = accounts.filter(({ current, inclusion }) => current !== null && inclusion !== 'unknown' && current !== inclusion).length
  return { counts, changes, accounts }
}

function decide(
  { pathIds, ...account }: Candidate,
  settings: ScopeSettings,
): { readonly inclusion: Inclusion | 'unknown'; readonly reason: string } {
  const decision = decideInclusion({ ...account, pathIds: pathIds ?? '' }, settings)
  if (pathIds === null && decision.inclusion === 'excluded_scope')
    return { inclusion: 'unknown', reason: 'Its place in the organization is not known, so the scope cannot be applied.' }
  return decision
}
