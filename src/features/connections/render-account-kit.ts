import {
  callerPolicy,
  jsonFile,
  type KitFile,
  kitTagKey,
  kitVersion,
  type PolicyText,
  splitRoleName,
} from '#features/organizations/index.ts'

export type AccountKitTerms = {
  readonly partition: string
  readonly accountId: string
  /** With its IAM path. */
  readonly roleName: string
  readonly externalId: string
  readonly trustPolicy: PolicyText
  readonly permissionsPolicy: PolicyText
}

const stackName = 'reeve-role'
const policyName = 'reeve-member'

/**
 * The role of a single account as files: a CloudFormation template without the ExternalId, so that it may be shared, the commands, and
 * both policies for who makes the role by hand (CONN-10, CONN-11).
 */
export function renderAccountKit(terms: AccountKitTerms): KitFile[] {
  const { partition, roleName } = terms
  return [
    jsonFile('role.template.json', 'CloudFormation template of the role; asks for the ExternalId', template(terms)),
    { name: 'commands.sh', purpose: 'AWS CLI commands that make the role; holds the ExternalId', content: commands(terms) },
    jsonFile('trust-policy.json', 'Who may assume the role; holds the ExternalId', terms.trustPolicy),
    jsonFile(
      'caller-policy.json',
      'For whom Reeve runs as, in its own account: lets it assume this role, where its policies do not yet',
      callerPolicy({ partition, roleNames: [roleName], orgRoleArn: undefined }),
    ),
    jsonFile('permissions-policy.json', 'What the role may do: read, and nothing else', terms.permissionsPolicy),
  ]
}

function template({ roleName, trustPolicy, permissionsPolicy }: AccountKitTerms): object {
  const split = splitRoleName(roleName)
  const trust = JSON.parse(JSON.stringify(trustPolicy), (key, value: unknown) =>
    key === 'sts:ExternalId' ? { Ref: 'ExternalId' } : value,
  ) as object
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Reeve reads this account through this role (kit ${kitVersion}).`,
    Parameters: {
      ExternalId: {
        Type: 'String',
        NoEcho: true,
        MinLength: 2,
        MaxLength: 1224,
        AllowedPattern: '[\\w+=,.@:/-]+',
        Description: 'The ExternalId that Reeve generated for this account',
      },
    },
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: split.roleName,
          Path: split.path,
          Description: 'Lets Reeve read; made by its kit.',
          AssumeRolePolicyDocument: trust,
          Policies: [{ PolicyName: policyName, PolicyDocument: permissionsPolicy }],
          Tags: [{ Key: kitTagKey, Value: String(kitVersion) }],
        },
      },
    },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  }
}

/** Role names and ExternalIds hold no character that a shell would read. */
function commands({ accountId, roleName, externalId }: AccountKitTerms): string {
  const split = splitRoleName(roleName)
  return [
    '#!/bin/sh',
    `# Makes the role through which Reeve reads account ${accountId} (kit ${kitVersion}). Run it in that account, with the other files beside it.`,
    'set -eu',
    `test "$(aws sts get-caller-identity --query Account --output text)" = ${accountId} || { echo 'These credentials are of another account.' >&2; exit 1; }`,
    '',
    '# Either with CloudFormation:',
    `aws cloudformation deploy --stack-name ${stackName} --template-file role.template.json \\`,
    `  --parameter-overrides ExternalId=${externalId} --capabilities CAPABILITY_NAMED_IAM`,
    '',
    '# or, without it:',
    `# aws iam create-role --role-name ${split.roleName} --path ${split.path} --assume-role-policy-document file://trust-policy.json \\`,
    `#   --tags Key=${kitTagKey},Value=${kitVersion}`,
    `# aws iam put-role-policy --role-name ${split.roleName} --policy-name ${policyName} --policy-document file://permissions-policy.json`,
    '',
    '# In the account that Reeve runs in, if its caller may not assume this role yet: attach caller-policy.json to it.',
    '',
  ].join('\n')
}
