import { requiredActions } from '../required-actions.ts'

export type KitRole = 'organization' | 'member' | 'caller'

/**
 * One IAM action that this version of Reeve calls. Role templates, `docs/permissions.md` and `--diff` come from these: an action that is
 * not declared here is in no policy.
 */
export type KitPermission = {
  readonly action: string
  readonly role: KitRole
  /** Without an optional one Reeve works, and says what it cannot tell. */
  readonly need: 'required' | 'optional'
  readonly access: 'read' | 'write'
  /** Kit version that first carried it. */
  readonly since: number
  readonly why: string
  /** `self`: only on the role that carries the policy. */
  readonly resource?: 'self'
}

/** Raised whenever `kitPermissions` changes; the roles carry it as a tag, so that an old kit is recognised. */
export const kitVersion = 1
export const kitTagKey = 'reeve:kit'

const requiredWhy: Readonly<Record<(typeof requiredActions)[number], string>> = {
  'organizations:DescribeOrganization': 'Recognises the organization and its management account.',
  'organizations:ListRoots': 'Finds the root and which policy types are enabled.',
  'organizations:ListAccounts': 'Lists accounts with their states.',
  'organizations:DescribeAccount': 'Tells whether a singly connected account belongs to the organization.',
  'organizations:ListAccountsForParent': 'Places accounts where AWS does not give their path.',
  'organizations:ListParents': 'Places a single account.',
  'organizations:ListChildren': 'Places accounts and OUs by id.',
  'organizations:ListOrganizationalUnitsForParent': 'Reads the tree of OUs.',
  'organizations:DescribeOrganizationalUnit': 'Names a single OU.',
  'organizations:ListTagsForResource': "Reads an account's tags, which become badges.",
  'organizations:ListPolicies': 'Lists SCPs and RCPs.',
  'organizations:DescribePolicy': 'Reads the text of an SCP or RCP.',
  'organizations:ListPoliciesForTarget': 'Reads which policies are attached to a root, OU or account.',
  'organizations:ListTargetsForPolicy': 'Reads where a policy is attached.',
  'iam:SimulatePrincipalPolicy': "Checks this role's own permissions at registration.",
}

/** Everything that this version calls in the owner's accounts. */
export const kitPermissions: readonly KitPermission[] = [
  ...requiredActions.map((action): KitPermission => ({
    action,
    role: 'organization',
    need: 'required',
    access: 'read',
    since: 1,
    why: requiredWhy[action],
  })),
  {
    action: 'tag:GetResources',
    role: 'organization',
    need: 'optional',
    access: 'read',
    since: 1,
    why: 'Reads tags of many accounts with one call; works in the management account only.',
  },
  {
    action: 'cloudformation:ListStackInstances',
    role: 'organization',
    need: 'optional',
    access: 'read',
    since: 1,
    why: 'Lets the doctor see where the StackSet of the member role has arrived.',
  },
  {
    action: 'iam:ListRoleTags',
    role: 'organization',
    need: 'optional',
    access: 'read',
    since: 1,
    why: 'Reads the kit version from the role itself.',
    resource: 'self',
  },
  {
    action: 'iam:ListRoleTags',
    role: 'member',
    need: 'required',
    access: 'read',
    since: 1,
    why: 'Reads the kit version from the role itself, which also shows that its policy is in place.',
    resource: 'self',
  },
  {
    action: 'sts:AssumeRole',
    role: 'caller',
    need: 'required',
    access: 'write',
    since: 1,
    why: 'Assumes the organization role and the member roles.',
  },
  {
    action: 'sts:SetSourceIdentity',
    role: 'caller',
    need: 'optional',
    access: 'write',
    since: 1,
    why: "Names Reeve's actor in the CloudTrail of every account.",
  },
  {
    action: 'sts:TagSession',
    role: 'caller',
    need: 'optional',
    access: 'write',
    since: 1,
    why: "Names Reeve's job in the CloudTrail of every account.",
  },
  {
    action: 'iam:GetAccountSummary',
    role: 'caller',
    need: 'optional',
    access: 'read',
    since: 1,
    why: 'Tells whether the global STS endpoint issues tokens that opt-in Regions accept.',
  },
  {
    action: 'iam:SimulateCustomPolicy',
    role: 'caller',
    need: 'optional',
    access: 'read',
    since: 1,
    why: "Lets `reeve policy verify` compare the policy engine's answers with AWS's own.",
  },
]

/** What the member role must never read, whatever else is attached to it: contents of objects, secrets, parameters, and keys to them. */
export const deniedContentActions = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectTorrent',
  's3express:CreateSession',
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ssm:GetParameterHistory',
  'kms:Decrypt',
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:PartiQLSelect',
] as const

export function permissionsOf(role: KitRole, permissions: readonly KitPermission[] = kitPermissions): readonly KitPermission[] {
  return permissions.filter((permission) => permission.role === role)
}

export type KitDiff = { readonly from: number; readonly to: number; readonly added: readonly KitPermission[] }

/** What the installed kit adds to an older one. */
export function diffKit(from: number, permissions: readonly KitPermission[] = kitPermissions, to: number = kitVersion): KitDiff {
  return { from, to, added: permissions.filter(({ since }) => since > from && since <= to) }
}

export type KitReading =
  | { readonly kind: 'current' }
  | { readonly kind: 'old'; readonly version: number }
  | { readonly kind: 'untagged' }
  | { readonly kind: 'newer'; readonly version: number }

/** Reads the version tag of a role. A role made by hand has none: what it may do is unknown until tried, never assumed. */
export function readKitTag(value: string | undefined): KitReading {
  const version = Number(value)
  if (value === undefined || !/^[1-9]\d{0,5}$/.test(value)) return { kind: 'untagged' }
  if (version === kitVersion) return { kind: 'current' }
  return { kind: version < kitVersion ? 'old' : 'newer', version }
}

/**
 * How a denied action is told when the role carries an older kit: unknown, not failed, because the owner has simply not updated yet.
 * Undefined where the kit is recent enough to contain the action, so that the denial is a real one.
 */
export function unknownBecauseOfKit(
  action: string,
  reading: KitReading,
  permissions: readonly KitPermission[] = kitPermissions,
): string | undefined {
  if (reading.kind !== 'old') return undefined
  const since = permissions.find((permission) => permission.action === action)?.since
  if (since === undefined || since <= reading.version) return undefined
  return `unknown: kit too old (the role has kit ${reading.version}, ${action} came with kit ${since})`
}
