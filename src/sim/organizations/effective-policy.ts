import type { PolicyType } from '@aws-sdk/client-organizations'
import { getPolicy, policiesOn } from './policies.ts'
import { parseObject } from './policy-document.ts'
import type { OrganizationRecord } from './state.ts'
import { chainTo, getMember } from './tree.ts'

/** Documents of a declarative type on the way from the root to an account, root first. */
export function effectiveDocuments(
  organization: OrganizationRecord,
  type: PolicyType,
  accountId: string,
): readonly Record<string, unknown>[] {
  const chain = [...chainTo(organization, getMember(organization, accountId).parentId), accountId]
  return chain.flatMap((target) =>
    policiesOn(organization, type, target).map((id) => parseObject(getPolicy(organization, id).content) ?? {}),
  )
}

type Values = Record<string, unknown>

/**
 * One level of inheritance with the value-setting operators: `@@assign` overwrites, `@@append` adds, `@@remove` takes away; child control
 * operators are consumed. https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html
 */
export function inheritPolicy(parent: Values, child: Values): Values {
  const merged: Values = { ...parent }
  for (const [key, value] of Object.entries(child)) {
    if (key.startsWith('@@')) continue
    const held = parent[key]
    merged[key] = isValues(value) ? inheritMember(held, value) : value
  }
  return merged
}

function inheritMember(held: unknown, value: Values): unknown {
  if ('@@assign' in value) return value['@@assign']
  const { '@@append': append, '@@remove': remove } = value
  if (append === undefined && remove === undefined) return inheritPolicy(isValues(held) ? held : {}, value)
  const removed = new Set(asList(remove))
  return [...new Set([...asList(held), ...asList(append)])].filter((item) => !removed.has(item))
}

function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined ? [] : [value]
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
