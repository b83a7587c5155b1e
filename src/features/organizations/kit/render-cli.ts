import { formatRoleArn } from '#platform/aws/role-arn.ts'
import {
  defaultOrgRoleName,
  jsonFile,
  type KitFile,
  type KitTerms,
  maxSessionDuration,
  memberStackSetName,
  orgStackName,
  splitRoleName,
} from './kit.ts'
import { kitTagKey, kitVersion } from './permissions.ts'
import { callerPolicy, delegationPolicy, instanceTrustPolicy, rolePolicy } from './policies.ts'
import { trustOf } from './render-cloudformation.ts'

/** The AWS CLI commands in the order in which they are run, and the policy files that they and the single-account way name. */
export function renderCli(terms: KitTerms): KitFile[] {
  const { partition, variant, orgRole, memberRole } = terms
  const orgAccount = terms.orgRoleAccountId
  const orgRoleArn = orgAccount === undefined ? undefined : formatRoleArn({ partition, accountId: orgAccount, name: orgRole.name })
  return [
    { name: 'commands.sh', purpose: 'AWS CLI commands that set everything up, in order', content: commands(terms) },
    jsonFile(
      'caller-policy.json',
      'STS policy of the caller: it may become the two roles and nothing else',
      callerPolicy({ partition, roleNames: [memberRole.name], orgRoleArn }),
    ),
    jsonFile('instance-trust.json', 'Trust of the instance role in the account that hosts Reeve on EC2', instanceTrustPolicy(partition)),
    jsonFile(
      'organization-trust.json',
      'Trust policy of the organization role',
      trustOf(terms, orgRole.externalId ?? 'REPLACE-WITH-YOUR-EXTERNAL-ID'),
    ),
    jsonFile(
      'organization-policy.json',
      'What the organization role may do',
      rolePolicy('organization', anyAccountArn(terms, orgRole.name)),
    ),
    jsonFile(
      'member-trust.json',
      'Trust policy of the member role',
      trustOf(terms, memberRole.externalId ?? 'REPLACE-WITH-YOUR-EXTERNAL-ID'),
    ),
    jsonFile(
      'read-only-policy.json',
      'Read-only policy of a member role or of a single account',
      rolePolicy('member', anyAccountArn(terms, memberRole.name)),
    ),
    jsonFile(
      'power-user-policy.json',
      'Power-user policy. This version writes nothing in member accounts, so it equals the read-only one',
      rolePolicy('member', anyAccountArn(terms, memberRole.name)),
    ),
    ...(variant === 'delegated_administrator' && orgAccount !== undefined
      ? [
          jsonFile(
            'delegation-policy.json',
            'Resource-based delegation policy, attached in the management account',
            delegationPolicy({ partition, accountId: orgAccount, roleName: orgRole.name }),
          ),
        ]
      : []),
  ]
}

/** Where the account is not known before rendering, the policy binds the role's name and leaves the account open. */
function anyAccountArn({ partition }: KitTerms, name: string): string {
  return formatRoleArn({ partition, accountId: '*', name })
}

function commands(terms: KitTerms): string {
  const isDelegated = terms.variant === 'delegated_administrator'
  const callAs = isDelegated ? ' --call-as DELEGATED_ADMIN' : ''
  const where = isDelegated ? 'the delegated administrator account' : 'the management account'
  return [
    '#!/bin/sh',
    `# Sets up the roles of Reeve (kit ${kitVersion}). Run each part in the account it names.`,
    'set -eu',
    '',
    ...(isDelegated ? delegation(terms) : []),
    `# 1. In ${where}: the organization role.`,
    `aws cloudformation deploy --region ${terms.homeRegion} --stack-name ${orgStackName} --template-file organization-role.template.json \\`,
    '  --parameter-overrides file://organization-role.parameters.json --capabilities CAPABILITY_NAMED_IAM',
    '',
    `# 2. In ${where}: the member role in every member account, new ones included.`,
    ...(isDelegated ? [] : ['aws cloudformation activate-organizations-access']),
    `ROOT_ID=$(aws organizations list-roots --query 'Roots[0].Id' --output text)`,
    `aws cloudformation create-stack-set --region ${terms.homeRegion} --stack-set-name ${memberStackSetName}${callAs} \\`,
    '  --template-body file://member-role.template.json --parameters file://member-role.parameters.json \\',
    '  --capabilities CAPABILITY_NAMED_IAM --permission-model SERVICE_MANAGED \\',
    '  --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false --managed-execution Active=true',
    `aws cloudformation create-stack-instances --region ${terms.homeRegion} --stack-set-name ${memberStackSetName}${callAs} \\`,
    `  --deployment-targets OrganizationalUnitIds="$ROOT_ID" --regions ${terms.homeRegion} \\`,
    '  --operation-preferences FailureTolerancePercentage=10,MaxConcurrentPercentage=100,ConcurrencyMode=SOFT_FAILURE_TOLERANCE',
    '',
    '# 3. In the management account: the member role once more. Service-managed StackSets skip the management account.',
    `aws cloudformation deploy --region ${terms.homeRegion} --stack-name ${memberStackSetName} --template-file member-role.template.json \\`,
    '  --parameter-overrides file://member-role.parameters.json --capabilities CAPABILITY_NAMED_IAM',
    '',
    '# 4. In the account that hosts Reeve: let its caller become these roles.',
    ...callerCommands(terms),
    '',
    '# A single account instead of an organization: steps in that account only.',
    ...singleAccountCommands(terms),
    '',
  ].join('\n')
}

function delegation({ orgRoleAccountId, orgRole }: KitTerms): string[] {
  return [
    `# 0. In the management account: let account ${orgRoleAccountId ?? '<account>'} read the organization through role ${orgRole.name || defaultOrgRoleName}.`,
    '# An organization has one such policy: merge the statement into an existing one (aws organizations describe-resource-policy).',
    'aws organizations put-resource-policy --content file://delegation-policy.json',
    'aws cloudformation activate-organizations-access',
    `aws organizations register-delegated-administrator --account-id ${orgRoleAccountId ?? '<account>'} --service-principal member.org.stacksets.cloudformation.amazonaws.com`,
    '',
  ]
}

function callerCommands({ caller }: KitTerms): string[] {
  const [principal = ''] = caller.principalArns
  const name = principal.slice(principal.lastIndexOf('/') + 1)
  const isUser = principal.includes(':user/')
  return [
    `aws iam ${isUser ? `put-user-policy --user-name ${name}` : `put-role-policy --role-name ${name}`} --policy-name reeve-sts --policy-document file://caller-policy.json`,
  ]
}

function singleAccountCommands({ memberRole }: KitTerms): string[] {
  const { path, roleName } = splitRoleName(memberRole.name)
  return [
    `# aws iam create-role --role-name ${roleName} --path ${path} --max-session-duration ${maxSessionDuration(memberRole.durationSeconds)} \\`,
    `#   --assume-role-policy-document file://member-trust.json --tags Key=${kitTagKey},Value=${kitVersion}`,
    `# aws iam put-role-policy --role-name ${roleName} --policy-name reeve-member --policy-document file://read-only-policy.json`,
  ]
}
