import type { Policy, Role, Tag, User } from '@aws-sdk/client-iam'
import type { SimulatedAws } from '../state.ts'
import type { IamAccount, PolicyRecord, PrincipalRecord, RoleRecord, UserRecord } from './state.ts'
import { currentTrust } from './trust.ts'

export function userView(user: UserRecord): User {
  return {
    UserName: user.name,
    UserId: user.id,
    Path: user.path,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
    ...boundaryView(user),
    ...tagsView(user),
  }
}

/** A role as lists show it: without tags, boundary and last use. */
export function roleSummary(aws: SimulatedAws, role: RoleRecord): Role {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Path: role.path,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(currentTrust(aws, role)),
    MaxSessionDuration: role.maxSessionDuration,
    ...(role.description === '' ? {} : { Description: role.description }),
  }
}

export function roleView(aws: SimulatedAws, role: RoleRecord): Role {
  return { ...roleSummary(aws, role), ...boundaryView(role), ...tagsView(role), RoleLastUsed: {} }
}

export function policyView(iam: IamAccount, policy: PolicyRecord): Policy {
  const holders: PrincipalRecord[] = [...iam.users.values(), ...iam.roles.values()]
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: holders.filter((holder) => holder.attached.has(policy.arn)).length,
    PermissionsBoundaryUsageCount: holders.filter((holder) => holder.boundary === policy.arn).length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.versions.at(-1)?.createdAt ?? policy.createdAt),
  }
}

export function tagList(record: PrincipalRecord): Tag[] {
  return [...record.tags].map(([Key, Value]) => ({ Key, Value }))
}

/** IAM hands out policy documents URL-encoded by RFC 3986. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function tagsView(record: PrincipalRecord): { Tags?: Tag[] } {
  return record.tags.size === 0 ? {} : { Tags: tagList(record) }
}

function boundaryView(record: PrincipalRecord): {
  PermissionsBoundary?: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy'; PermissionsBoundaryArn: string }
} {
  return record.boundary === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: record.boundary } }
}
