import type { PolicyChain } from './organization-evidence.ts'

const full = { name: 'p-FullAWSAccess', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }

function denying(name: string, statement: object): { name: string; document: object } {
  return { name, document: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Resource: '*', ...statement }] } }
}

type Policies = readonly { name: string; document: object }[]

function chain(levels: { readonly root?: Policies; readonly ou?: Policies; readonly rcp?: Policies }): PolicyChain {
  return {
    scp: [
      { target: 'r-ab12', policies: levels.root ?? [full] },
      { target: 'ou-ab12-11111111', policies: levels.ou ?? [full] },
      { target: '111111111111', policies: [full] },
    ],
    rcp: levels.rcp === undefined ? [] : [{ target: 'r-ab12', policies: levels.rcp }],
  }
}

/** Organizations by name, for the hand-labelled cases. */
export const chains: Readonly<Record<string, PolicyChain>> = {
  open: chain({}),
  'deny-regions': chain({
    root: [
      full,
      denying('p-regions00', {
        Sid: 'DenyOutside',
        NotAction: ['iam:*', 'sts:*'],
        Action: undefined,
        Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1'] } },
      }),
    ],
  }),
  protect: chain({ ou: [full, denying('p-protect0', { Sid: 'KeepTrails', Action: 'cloudtrail:StopLogging' })] }),
  'by-principal-tag': chain({
    ou: [
      full,
      denying('p-protect0', {
        Sid: 'KeepTrails',
        Action: 'cloudtrail:StopLogging',
        Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'security' } },
      }),
    ],
  }),
  'allow-list': chain({
    ou: [
      {
        name: 'p-allowlist',
        document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['ec2:*', 's3:*'], Resource: '*' }] },
      },
    ],
  }),
  'no-assume': chain({ root: [full, denying('p-noassume', { Action: 'sts:AssumeRole' })] }),
  'rcp-no-assume': chain({ rcp: [denying('p-rcpsts00', { Principal: '*', Action: 'sts:AssumeRole' })] }),
}
