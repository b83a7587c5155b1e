import {
  type Account,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
} from '@aws-sdk/client-organizations'
import { accountStateOf } from '#features/accounts/index.ts'
import { placementOfAccountPath } from '#lib/org-path.ts'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import type { AccountState } from '../organization.ts'

export type LiveAccount = {
  readonly accountId: string
  readonly name: string
  readonly state: AccountState
  readonly pathIds: string | null
}
export type LiveRead = { readonly session: AwsSession; readonly work: Work }

/** AWS allows five levels of OUs; a deeper walk would be a loop. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const ouDepthMax = 5

/**
 * Every account of the organization, or no list at all: a half-read one would preview accounts as absent. Places come from `Paths`; where
 * AWS gives none and a scope is set, the OUs of the scope are walked, so that exactly the accounts inside them get a place.
 */
export async function listLiveAccounts(
  door: AwsDoor,
  at: LiveRead,
  scopeOuIds: readonly string[],
): Promise<Outcome<readonly LiveAccount[]>> {
  const listed = await listPages(door, at, (token) => new ListAccountsCommand({ MaxResults: 20, ...token }))
  if (listed.kind !== 'ok') return listed
  const accounts = listed.value.flatMap(({ Accounts = [] }) => Accounts.flatMap(toLiveAccount))
  if (scopeOuIds.length === 0 || accounts.every(({ pathIds }) => pathIds !== null)) return { kind: 'ok', value: accounts }

  const places = new Map<string, string>()
  for (const ouId of scopeOuIds) {
    const walked = await walk(door, at, { ouId, depth: 1, places, scopeOuId: ouId })
    if (walked.kind !== 'ok') return walked
  }
  // The walk saw the whole scope: an account that it did not meet lies outside.
  return {
    kind: 'ok',
    value: accounts.map((account) => ({ ...account, pathIds: account.pathIds ?? places.get(account.accountId) ?? 'outside/' })),
  }
}

type Walk = { readonly ouId: string; readonly depth: number; readonly scopeOuId: string; readonly places: Map<string, string> }

async function walk(door: AwsDoor, at: LiveRead, { ouId, depth, scopeOuId, places }: Walk): Promise<Outcome<undefined>> {
  const members = await listPages(door, at, (token) => new ListAccountsForParentCommand({ ParentId: ouId, MaxResults: 20, ...token }))
  if (members.kind !== 'ok') return members
  for (const { Accounts = [] } of members.value) for (const { Id } of Accounts) if (Id !== undefined) places.set(Id, `${scopeOuId}/`)
  if (depth === ouDepthMax) return { kind: 'ok', value: undefined }
  const children = await listPages(
    door,
    at,
    (token) => new ListOrganizationalUnitsForParentCommand({ ParentId: ouId, MaxResults: 20, ...token }),
  )
  if (children.kind !== 'ok') return children
  for (const { OrganizationalUnits = [] } of children.value) {
    for (const { Id } of OrganizationalUnits) {
      const walked = Id === undefined ? undefined : await walk(door, at, { ouId: Id, depth: depth + 1, scopeOuId, places })
      if (walked !== undefined && walked.kind !== 'ok') return walked
    }
  }
  return { kind: 'ok', value: undefined }
}

type TokenInput = { readonly NextToken?: string }
type PagedCommand<Output> = Parameters<typeof callDoor<Output>>[2]

/** A page may be empty while more follow: only a missing token ends the list. */
export async function listPages<Output extends { NextToken?: string | undefined }>(
  door: AwsDoor,
  at: LiveRead,
  command: (token: TokenInput) => PagedCommand<Output>,
): Promise<Outcome<readonly Output[]>> {
  const pages: Output[] = []
  let token: TokenInput = {}
  for (;;) {
    const outcome = await callDoor(door, at, command(token))
    if (outcome.kind !== 'ok') return outcome
    pages.push(outcome.value)
    if (outcome.value.NextToken === undefined || outcome.value.NextToken === '') return { kind: 'ok', value: pages }
    token = { NextToken: outcome.value.NextToken }
  }
}

function callDoor<Output>(
  door: AwsDoor,
  { session, work }: LiveRead,
  command: Parameters<typeof door.call<Output>>[1]['command'],
): Promise<Outcome<Output>> {
  return door.call<Output>(session, { service: 'organizations', command }, work)
}

function toLiveAccount(account: Account): LiveAccount[] {
  if (account.Id === undefined) return []
  const place = placementOfAccountPath(account.Paths?.[0], account.Id)
  return [{ accountId: account.Id, name: account.Name ?? account.Id, state: accountStateOf(account), pathIds: place?.pathIds ?? null }]
}
