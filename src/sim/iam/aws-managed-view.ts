import type { Policy } from '@aws-sdk/client-iam'
import type { SimulatedAws } from '../state.ts'
import { awsManagedPolicies } from './aws-managed-policies.ts'
import type { IamAccount } from './state.ts'
import { policyView } from './views.ts'

/** AWS's own policies have existed since before any account of a simulated cloud. */
const createdAt = Date.parse('2015-02-06T18:39:46Z')

/** A policy that AWS manages, as this account sees it; undefined for any other ARN. */
export function awsManagedView(aws: SimulatedAws, iam: IamAccount, arn: string): Policy | undefined {
  const prefix = `arn:${aws.settings.partition}:iam::aws:policy/`
  const path = arn.startsWith(prefix) ? arn.slice(prefix.length) : ''
  if (!awsManagedPolicies.has(path)) return undefined
  const folders = path.split('/').slice(0, -1)
  const name = path.split('/').at(-1)!
  return policyView(iam, {
    arn,
    name,
    path: ['', ...folders, ''].join('/'),
    id: `ANPAIAWSMANAGED${String(name.length).padStart(6, '0')}`,
    description: '',
    createdAt,
    versions: [{ id: 'v1', document: '', createdAt }],
    defaultVersionId: 'v1',
  })
}

export function listAwsManaged(aws: SimulatedAws, iam: IamAccount): Policy[] {
  return [...awsManagedPolicies.keys()].map((path) => awsManagedView(aws, iam, `arn:${aws.settings.partition}:iam::aws:policy/${path}`)!)
}
