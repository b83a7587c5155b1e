import type { Random } from '../ids.ts'
import { between, pick } from './chance.ts'

export type PolicyDraft = { readonly name: string; readonly description: string; readonly content: string }

/** Regions that every Region guardrail of a world leaves open. */
const homeRegions = ['us-east-1', 'eu-central-1', 'eu-west-1', 'ap-southeast-2']

/** Global services, without which a Region guardrail breaks the console and Organizations itself. */
const globalActions = [
  'a4b:*',
  'account:*',
  'budgets:*',
  'ce:*',
  'cloudfront:*',
  'globalaccelerator:*',
  'health:*',
  'iam:*',
  'organizations:*',
  'route53:*',
  'sts:*',
  'support:*',
  'tag:*',
  'waf:*',
]

const protectedServices = [
  'cloudtrail',
  'config',
  'guardduty',
  'securityhub',
  'access-analyzer',
  'macie2',
  'detective',
  'inspector2',
] as const
const writeVerbs = ['Delete*', 'Stop*', 'Update*', 'Disable*', 'Put*', 'Disassociate*'] as const
const expensive = [
  'redshift',
  'sagemaker',
  'elasticmapreduce',
  'kendra',
  'memorydb',
  'gamelift',
  'braket',
  'robomaker',
  'outposts',
  'snowball',
  'workspaces',
  'appstream',
] as const

type Statement = Readonly<Record<string, unknown>>
const text = (statements: readonly Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })

/** Guardrails as organizations write them. None of them denies a read, so whether an account can be read is decided elsewhere. */
const scpKinds: readonly ((random: Random, number: number) => PolicyDraft)[] = [
  (_, number) => ({
    name: `deny-leave-organization-${number}`,
    description: 'Accounts stay in the organization',
    content: text([{ Sid: 'DenyLeave', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }]),
  }),
  (random, number) => {
    const services = protectedServices.filter(() => random() < 0.6)
    return {
      name: `protect-security-services-${number}`,
      description: 'Logging and detection stay on',
      content: text(
        (services.length === 0 ? protectedServices : services).map((service) => ({
          Sid: `Protect${service.replaceAll(/[^a-z0-9]/g, '')}`,
          Effect: 'Deny',
          Action: writeVerbs.map((verb) => `${service}:${verb}`),
          Resource: '*',
          Condition: {
            ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/platform/*', 'arn:aws:iam::*:role/AWSControlTowerExecution'] },
          },
        })),
      ),
    }
  },
  (random, number) => {
    const regions = [...homeRegions, ...['us-west-2', 'eu-north-1', 'ca-central-1', 'sa-east-1'].filter(() => random() < 0.4)]
    return {
      name: `region-boundary-${number}`,
      description: `Work stays in ${regions.join(', ')}`,
      content: text([
        {
          Sid: 'RegionBoundary',
          Effect: 'Deny',
          NotAction: globalActions,
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': regions } },
        },
      ]),
    }
  },
  (_, number) => ({
    name: `deny-root-user-${number}`,
    description: 'Nobody works as root',
    content: text([
      {
        Sid: 'DenyRoot',
        Effect: 'Deny',
        NotAction: ['iam:ListMFADevices', 'sts:GetCallerIdentity'],
        Resource: '*',
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
      },
    ]),
  }),
  (random, number) => ({
    name: `deny-services-${number}`,
    description: 'Services that are not approved here',
    content: text([
      {
        Sid: 'NotApproved',
        Effect: 'Deny',
        Action: Array.from({ length: between(random, 2, 8) }, () => `${pick(random, expensive)}:Create*`).toSorted(),
        Resource: '*',
      },
    ]),
  }),
  (random, number) => ({
    name: `instance-types-${number}`,
    description: 'Only modest instances',
    content: text([
      {
        Sid: 'InstanceTypes',
        Effect: 'Deny',
        Action: 'ec2:RunInstances',
        Resource: 'arn:aws:ec2:*:*:instance/*',
        Condition: { StringNotLike: { 'ec2:InstanceType': ['t3.*', 't4g.*', `m${between(random, 5, 8)}.*`] } },
      },
      {
        Sid: 'Encrypted',
        Effect: 'Deny',
        Action: ['ec2:CreateVolume', 'rds:CreateDBInstance'],
        Resource: '*',
        Condition: { Bool: { 'ec2:Encrypted': 'false' } },
      },
    ]),
  }),
]

export function scpDraft(random: Random, number: number): PolicyDraft {
  return (scpKinds[(number - 1) % scpKinds.length] as (typeof scpKinds)[number])(random, number)
}

const rcpServices = ['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*', 'dynamodb:*'] as const

/** Resources are for the organization's own principals and AWS services; who is inside the organization notices none of it. */
export function rcpDraft(organizationId: string, number: number): PolicyDraft {
  const service = rcpServices[(number - 1) % rcpServices.length] as string
  return {
    name: `rcp-organization-only-${number}`,
    description: `Only our own principals use ${service}`,
    content: text([
      {
        Sid: 'OrganizationOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: service,
        Resource: '*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organizationId },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ]),
  }
}

/** Denies everything to whoever is in the account: what an incident response team attaches first. */
export const quarantine: PolicyDraft = {
  name: 'quarantine',
  description: 'Nothing works here until the incident is closed',
  content: text([{ Sid: 'Quarantine', Effect: 'Deny', Action: '*', Resource: '*' }]),
}
