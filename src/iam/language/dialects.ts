import type { PolicyType } from '../types.ts'

type Presence = 'required' | 'optional' | 'forbidden'

/** What a kind of policy document may say beyond the common language. Each rule is from the AWS page named beside it. */
export type Dialect = {
  readonly principal: Presence
  readonly notPrincipal: boolean
  readonly resource: Presence
  readonly notAction: boolean
  /** Effects that customers may write. */
  readonly effects: 'both' | 'deny'
  readonly version2012Only: boolean
  /** `"*"` alone as action. */
  readonly bareStarAction: boolean
  readonly everyoneOnly: boolean
}

const identity: Dialect = {
  principal: 'forbidden',
  notPrincipal: false,
  resource: 'required',
  notAction: true,
  effects: 'both',
  version2012Only: false,
  bareStarAction: true,
  everyoneOnly: false,
}

export const dialects: Readonly<Record<PolicyType, Dialect>> = {
  identity,
  boundary: identity,
  session: identity,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  resource: { ...identity, principal: 'required', notPrincipal: true },
  // A trust policy is attached to the role it is about and names no resource.
  trust: { ...identity, principal: 'required', resource: 'forbidden' },
  // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
  vpcEndpoint: { ...identity, principal: 'required', notPrincipal: true },
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
  scp: { ...identity, version2012Only: true },
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
  rcp: {
    ...identity,
    principal: 'required',
    notAction: false,
    effects: 'deny',
    version2012Only: true,
    bareStarAction: false,
    everyoneOnly: true,
  },
}
