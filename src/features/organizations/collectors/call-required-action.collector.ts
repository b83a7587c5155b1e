import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-organizations'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import type { OrganizationsAction } from '../required-actions.ts'

/** Real ids to ask about. */
export type ProbeIds = { readonly rootId: string; readonly accountId: string }

const scpType = 'SERVICE_CONTROL_POLICY'
/** AWS's own policy: every organization with all features has it. */
const knownPolicyId = 'p-FullAWSAccess'

type Probe = (door: AwsDoor, at: { readonly session: AwsSession; readonly work: Work }, ids: ProbeIds) => Promise<Outcome<unknown>>

/** One harmless read per action: one page at most, and an OU that need not exist, because AWS checks the permission before it looks. */
const probes: Readonly<Record<OrganizationsAction, Probe>> = {
  'organizations:DescribeOrganization': (door, at) => call(door, at, new DescribeOrganizationCommand({})),
  'organizations:ListRoots': (door, at) => call(door, at, new ListRootsCommand({})),
  'organizations:ListAccounts': (door, at) => call(door, at, new ListAccountsCommand({ MaxResults: 1 })),
  'organizations:DescribeAccount': (door, at, { accountId }) => call(door, at, new DescribeAccountCommand({ AccountId: accountId })),
  'organizations:ListAccountsForParent': (door, at, { rootId }) =>
    call(door, at, new ListAccountsForParentCommand({ ParentId: rootId, MaxResults: 1 })),
  'organizations:ListParents': (door, at, { accountId }) => call(door, at, new ListParentsCommand({ ChildId: accountId })),
  'organizations:ListChildren': (door, at, { rootId }) =>
    call(door, at, new ListChildrenCommand({ ParentId: rootId, ChildType: 'ACCOUNT', MaxResults: 1 })),
  'organizations:ListOrganizationalUnitsForParent': (door, at, { rootId }) =>
    call(door, at, new ListOrganizationalUnitsForParentCommand({ ParentId: rootId, MaxResults: 1 })),
  'organizations:DescribeOrganizationalUnit': (door, at, { rootId }) =>
    call(door, at, new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: `ou-${rootId.slice('r-'.length)}-00000000` })),
  'organizations:ListTagsForResource': (door, at, { accountId }) =>
    call(door, at, new ListTagsForResourceCommand({ ResourceId: accountId })),
  'organizations:ListPolicies': (door, at) => call(door, at, new ListPoliciesCommand({ Filter: scpType, MaxResults: 1 })),
  'organizations:DescribePolicy': (door, at) => call(door, at, new DescribePolicyCommand({ PolicyId: knownPolicyId })),
  'organizations:ListPoliciesForTarget': (door, at, { rootId }) =>
    call(door, at, new ListPoliciesForTargetCommand({ TargetId: rootId, Filter: scpType, MaxResults: 1 })),
  'organizations:ListTargetsForPolicy': (door, at) =>
    call(door, at, new ListTargetsForPolicyCommand({ PolicyId: knownPolicyId, MaxResults: 1 })),
}

/** Calls the action itself. Anything that AWS answers besides a denial proves the permission: a missing OU is not a missing right. */
export async function callRequiredAction(
  door: AwsDoor,
  at: { readonly session: AwsSession; readonly work: Work },
  { action, ids }: { readonly action: OrganizationsAction; readonly ids: ProbeIds },
): Promise<Outcome<unknown>> {
  return probes[action](door, at, ids)
}

/** The id of the organization's root, for the calls that need one. */
export async function findRootId(door: AwsDoor, session: AwsSession, work: Work): Promise<Outcome<string | undefined>> {
  const outcome = await door.call(session, { service: 'organizations', command: new ListRootsCommand({}) }, work)
  return outcome.kind === 'ok' ? { kind: 'ok', value: outcome.value.Roots?.[0]?.Id } : outcome
}

type OrganizationsCommand = Parameters<AwsDoor['call']>[1]['command']

function call(
  door: AwsDoor,
  { session, work }: { readonly session: AwsSession; readonly work: Work },
  command: OrganizationsCommand,
): Promise<Outcome<unknown>> {
  return door.call(session, { service: 'organizations', command }, work)
}
