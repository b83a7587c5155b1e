import {
  jsonFile,
  externalIdPlaceholder,
  type KitFile,
  type KitRoleTerms,
  type KitTerms,
  maxSessionDuration,
  splitRoleName,
} from './kit.ts'
import { kitTagKey, kitVersion } from './permissions.ts'
import { type PolicyText, rolePolicy, trustPolicy } from './policies.ts'

/** Templates of both roles, with their parameters in files of their own: a template holds no ExternalId, so it may be shared. */
export function renderCloudFormation(terms: KitTerms): KitFile[] {
  return [
    jsonFile('organization-role.template.json', 'CloudFormation template of the organization role', roleTemplate(terms, 'organization')),
    jsonFile('organization-role.parameters.json', 'Its parameters; holds the ExternalId', parameters(terms.orgRole)),
    jsonFile(
      'member-role.template.json',
      'CloudFormation template of the member role, for the StackSet and for the management account',
      roleTemplate(terms, 'member'),
    ),
    jsonFile('member-role.parameters.json', 'Its parameters; holds the ExternalId', parameters(terms.memberRole)),
    jsonFile('member-role.stack-set.json', 'How the StackSet is created: service-managed, arriving in new accounts by itself', stackSet()),
  ]
}

/** The trust of a role under the kit's terms. */
export function trustOf(terms: KitTerms, externalId: string | null): PolicyText {
  return trustPolicy({
    caller: terms.caller,
    externalId,
    callerOrganizationId: terms.callerInOrganization ? terms.organizationId : undefined,
  })
}

function roleTemplate(terms: KitTerms, role: 'organization' | 'member'): object {
  const { name, durationSeconds } = role === 'organization' ? terms.orgRole : terms.memberRole
  const { path, roleName } = splitRoleName(name)
  const selfArn = { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${name}` }
  // A parameter stands where the ExternalId goes; the engine's placeholder never reaches AWS.
  const trust = JSON.parse(JSON.stringify(trustOf(terms, externalIdPlaceholder)), (key, value: unknown) =>
    key === 'sts:ExternalId' ? { Ref: 'ExternalId' } : value,
  ) as object
  const policy = JSON.parse(JSON.stringify(rolePolicy(role, selfPlaceholder)), (_key, value: unknown) =>
    value === selfPlaceholder ? selfArn : value,
  ) as object
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      role === 'organization'
        ? `Reeve reads the organization through this role (kit ${kitVersion}).`
        : `Reeve reads this account through this role (kit ${kitVersion}).`,
    Parameters: {
      ExternalId: {
        Type: 'String',
        NoEcho: true,
        MinLength: 2,
        MaxLength: 1224,
        AllowedPattern: '[\\w+=,.@:/-]+',
        Description: 'The ExternalId that Reeve was registered with',
      },
    },
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: roleName,
          Path: path,
          Description: 'Lets Reeve read; made by its kit.',
          MaxSessionDuration: maxSessionDuration(durationSeconds),
          AssumeRolePolicyDocument: trust,
          Policies: [{ PolicyName: `reeve-${role}`, PolicyDocument: policy }],
          Tags: [{ Key: kitTagKey, Value: String(kitVersion) }],
        },
      },
    },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  }
}

const selfPlaceholder = 'the-role-itself'

function parameters({ externalId }: KitRoleTerms): object {
  return [{ ParameterKey: 'ExternalId', ParameterValue: externalId ?? externalIdPlaceholder }]
}

function stackSet(): object {
  return {
    PermissionModel: 'SERVICE_MANAGED',
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    OperationPreferences: {
      RegionConcurrencyType: 'SEQUENTIAL',
      FailureTolerancePercentage: 10,
      MaxConcurrentPercentage: 100,
      ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
    },
    ManagedExecution: { Active: true },
  }
}
