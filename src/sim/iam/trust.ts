import type { SimulatedAws } from '../state.ts'
import { findIam, type RoleRecord } from './state.ts'

/**
 * The trust policy as it now stands. IAM binds the users and roles that a policy names to their unique ids when it is saved: one that is
 * gone, or was made anew under the same name, appears as the id it had and matches nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function currentTrust(aws: SimulatedAws, { trust }: RoleRecord): string {
  trust.bindings ??= bind(aws, trust.text)
  let { text } = trust
  for (const [arn, id] of trust.bindings) {
    if (findPrincipalId(aws, arn) !== id) text = text.replaceAll(`"${arn}"`, `"${id}"`)
  }
  return text
}

/** A user or role named by a trust policy that does not exist, which IAM refuses to save. */
export function missingPrincipal(aws: SimulatedAws, text: string): string | undefined {
  return principalArns(text).find((arn) => findPrincipalId(aws, arn) === undefined)
}

/** Worlds may make a role before the principal it trusts; such a principal is not bound. */
function bind(aws: SimulatedAws, text: string): ReadonlyMap<string, string> {
  return new Map(
    principalArns(text).flatMap((arn) => {
      const id = findPrincipalId(aws, arn)
      return id === undefined ? [] : [[arn, id] as const]
    }),
  )
}

/** Only principals are bound; ARNs inside conditions are compared as text. */
function principalArns(text: string): string[] {
  const { Statement: statements } = JSON.parse(text) as { Statement?: object | object[] }
  return [statements ?? []].flat().flatMap((statement) => {
    const { Principal: principal } = statement as { Principal?: { AWS?: string | string[] } | string }
    const named = typeof principal === 'object' ? [principal.AWS ?? []].flat() : []
    return named.filter((arn) => /^arn:[a-z-]+:iam::\d{12}:(role|user)\/./.test(arn))
  })
}

function findPrincipalId(aws: SimulatedAws, arn: string): string | undefined {
  const [, accountId = '', kind, path = ''] = /^arn:[a-z-]+:iam::(\d{12}):(role|user)\/(.+)$/.exec(arn) ?? []
  const iam = findIam(aws, accountId)
  const record = (kind === 'user' ? iam?.users : iam?.roles)?.get(path.split('/').at(-1)!)
  return record?.arn === arn ? record.id : undefined
}
