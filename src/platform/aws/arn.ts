import { idPatterns } from '#lib/ids.ts'
import { findPartition, partitions } from './partitions.ts'
import { findRoleNameProblem } from './role-arn.ts'

/** One thing wrong with one field: what was given, and the rule it breaks. */
export type FieldProblem = { readonly field: string; readonly value: string; readonly rule: string }

export type Arn = {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly accountId: string
  readonly resource: string
}

/** Splits an ARN; `undefined` when it is none. The resource keeps its colons. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, accountId, ...resource] = text.split(':')
  if (
    prefix !== 'arn' ||
    partition === undefined ||
    service === undefined ||
    region === undefined ||
    accountId === undefined ||
    resource.length === 0
  )
    return undefined
  return { partition, service, region, accountId, resource: resource.join(':') }
}

/** Everything wrong with a role's ARN, each with field, value and rule; empty when it is right. A misspelt partition is refused here (ROLE-13). */
export function checkRoleArn(text: string, field = 'roleArn'): FieldProblem[] {
  const arn = parseArn(text)
  if (arn === undefined) return [{ field, value: text, rule: 'must be an ARN: arn:<partition>:iam::<account id>:role/<path and name>' }]
  const problems: FieldProblem[] = []
  if (findPartition(arn.partition) === undefined)
    problems.push({
      field: `${field} (partition)`,
      value: arn.partition,
      rule: `must be one of ${partitions.map(({ id }) => id).join(', ')}`,
    })
  if (arn.service !== 'iam') problems.push({ field: `${field} (service)`, value: arn.service, rule: 'must be iam' })
  if (arn.region !== '') problems.push({ field: `${field} (Region)`, value: arn.region, rule: 'must be empty: IAM is global' })
  if (!idPatterns.account.test(arn.accountId))
    problems.push({ field: `${field} (account)`, value: arn.accountId, rule: 'must be twelve digits' })
  if (!arn.resource.startsWith('role/') || findRoleNameProblem(arn.resource.slice('role/'.length)) !== undefined)
    problems.push({
      field: `${field} (resource)`,
      value: arn.resource,
      rule: 'must be role/ and a name of 1 to 64 letters, digits or +=,.@_- with an optional path before it',
    })
  return problems
}
