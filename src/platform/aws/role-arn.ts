import { partitions } from './partitions.ts'

/**
 * IAM's own rules: a path of printable ASCII that begins and ends with `/`, and a name of at most 64 characters.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
 */
const roleName = /^[\w+=,.@-]{1,64}$/
const rolePath = /^\/(?:[\x21-\x2e\x30-\x7e]+\/)*$/

export type RoleArn = {
  readonly partition: string
  readonly accountId: string
  /** With its IAM path, without leading slash. */ readonly name: string
}
export type RoleArnProblem = { readonly rule: string; readonly fix: string }
export type ParsedRoleArn = { readonly kind: 'ok'; readonly arn: RoleArn } | { readonly kind: 'invalid'; readonly problem: RoleArnProblem }

const everyPartition = partitions.map(({ id }) => id)
/** Those with a published Organizations endpoint (ROLE-8). */
export const partitionsWithOrganizations: readonly string[] = partitions
  .filter(({ organizationsRegion }) => organizationsRegion !== undefined)
  .map(({ id }) => id)

const shape = 'arn:<partition>:iam::<12-digit account id>:role/[<path>/]<name>'

/** Parses a role ARN part by part, so that the answer names the part that is wrong: a partition `aw` is told from a missing account id (ROLE-13). */
export function parseRoleArn(value: string, partitionIds: readonly string[] = everyPartition): ParsedRoleArn {
  const [prefix, partition = '', service = '', region = '', accountId = '', ...rest] = value.split(':')
  const resource = rest.join(':')
  if (prefix !== 'arn' || rest.length === 0)
    return invalid(`a role ARN has the form ${shape}`, 'Copy the ARN from the role in the IAM console.')
  if (!partitionIds.includes(partition)) {
    return invalid(
      `the partition must be one of ${partitionIds.join(', ')}`,
      `"${partition}" is no AWS partition; most accounts are in "aws".`,
    )
  }
  if (service === 'sts')
    return invalid(
      `a role ARN has the form ${shape}`,
      'This is the ARN of a session; give the ARN of the role itself (service "iam", resource "role/…").',
    )
  if (service !== 'iam' || region !== '')
    return invalid(`a role ARN has the form ${shape}, with service "iam" and no Region`, 'Copy the ARN from the role in the IAM console.')
  if (!/^\d{12}$/.test(accountId)) return invalid('the account id has twelve digits', 'Write the account id with its leading zeros.')
  if (!resource.startsWith('role/'))
    return invalid('the resource must be a role: "role/…"', 'Users and groups cannot be assumed; give the ARN of a role.')
  const name = resource.slice('role/'.length)
  const problem = findRoleNameProblem(name)
  return problem === undefined ? { kind: 'ok', arn: { partition, accountId, name } } : { kind: 'invalid', problem }
}

/** The rule that a role name, with its optional IAM path (`path/to/RoleName`), breaks. */
export function findRoleNameProblem(value: string): RoleArnProblem | undefined {
  const slash = value.lastIndexOf('/')
  if (!roleName.test(value.slice(slash + 1))) {
    return {
      rule: 'a role name has 1 to 64 characters of A-Z a-z 0-9 _ + = , . @ -',
      fix: 'Give the name of the role, with its IAM path if it has one (path/to/RoleName).',
    }
  }
  const path = slash === -1 ? '/' : `/${value.slice(0, slash + 1)}`
  if (!rolePath.test(path) || path.length > 512) {
    return {
      rule: 'an IAM path has at most 512 printable characters, without leading slash and without empty parts',
      fix: 'Write path/to/RoleName, without a slash at the beginning.',
    }
  }
  return undefined
}

/** The ARN of a role in one account (ROLE-8): partition, account id, and the name with its path. */
export function formatRoleArn({ partition, accountId, name }: RoleArn): string {
  return `arn:${partition}:iam::${accountId}:role/${name}`
}

function invalid(rule: string, fix: string): ParsedRoleArn {
  return { kind: 'invalid', problem: { rule, fix } }
}
