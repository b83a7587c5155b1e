import type { Denial } from '../../../api/operations.gen.ts'

type Kind = Denial['cause']['kind']

/** What denied, in AWS's terms. */
export const causeWords: Readonly<Record<Kind, string>> = {
  identity: 'The role’s own policies',
  boundary: 'A permissions boundary',
  session: 'A session policy',
  scp: 'An SCP of the organization',
  rcp: 'An RCP of the organization',
  resource: 'The resource’s policy',
  trust: 'The role’s trust policy',
  vpc_endpoint: 'A VPC endpoint policy',
  region_disabled: 'A Region that is not enabled',
  account_inactive: 'An account that is not active',
  simulator_artefact: 'The simulator alone',
  resolved: 'Nothing any more',
  unknown: 'Not known yet',
}

/** How the cause is known: AWS's word weighs more than a conclusion. */
export const sourceWords: Readonly<Record<string, string>> = {
  'aws-message': 'AWS says so',
  decoded: 'AWS’s decoded message says so',
  probed: 'Tried by a call',
  inferred: 'Concluded from the policies as last read',
}

/** The account that somebody has to look at: of a role that was not assumed, the role's. */
export function accountConcerned({
  action,
  accountId,
  resourceAccountId,
}: Pick<Denial, 'action' | 'accountId' | 'resourceAccountId'>): string {
  return action.startsWith('sts:') && resourceAccountId !== null ? resourceAccountId : accountId
}

/** The way to the statement that denied, as far as it is known. */
export function statementHref({ policy }: Pick<Denial['cause'], 'policy'>): string | undefined {
  const id = policy?.id ?? policy?.arn?.split('/').at(-1)
  if (id === undefined || !/^p-[a-zA-Z0-9]+$/.test(id)) return undefined
  return `/policies/${id}${policy?.statement === undefined ? '' : `?statement=${policy.statement}`}`
}
