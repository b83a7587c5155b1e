import type { ApiClient } from '#platform/http/client.ts'

export type ConsolePage = { readonly name: string; readonly path: string }

/** Every page of the console, on what the demo's organization has. */
export async function consolePages(client: ApiClient, org: string): Promise<readonly ConsolePage[]> {
  const ailing = await client.get<{ items: { accountId: string }[] }>('/v1/accounts', { attention: 'true', limit: 1 })
  const policies = await client.get<{ items: { policyId: string }[] }>('/v1/policies', { organization: org, limit: 1 })
  const account = `/accounts/${ailing.items[0]?.accountId ?? ''}`
  const organization = `/organizations/${org}`
  return [
    { name: 'home', path: '/' },
    { name: 'accounts', path: '/accounts' },
    { name: 'accounts-filtered', path: '/accounts?attention=true' },
    { name: 'accounts-none', path: '/accounts?q=nothing-has-this-name' },
    { name: 'accounts-organizations', path: '/accounts?tab=organizations' },
    { name: 'account', path: account },
    { name: 'account-roles', path: `${account}?tab=roles` },
    { name: 'account-badges', path: `${account}?tab=badges` },
    { name: 'account-policies', path: `${account}?tab=policies` },
    { name: 'account-cause', path: `${account}?tab=cause` },
    { name: 'account-missing', path: '/accounts/000000000000' },
    { name: 'add-account', path: '/accounts/add' },
    { name: 'organizations', path: '/organizations' },
    { name: 'organization-tree', path: organization },
    { name: 'organization-syncs', path: `${organization}?tab=syncs` },
    { name: 'organization-changes', path: `${organization}?tab=changes` },
    { name: 'organization-registration', path: `${organization}?tab=registration` },
    { name: 'organization-cause', path: `${organization}?tab=cause` },
    { name: 'organization-kit', path: `${organization}?tab=kit` },
    { name: 'organization-edit', path: `${organization}/edit` },
    ...[1, 2, 3, 4, 5, 6].map((step) => ({ name: `add-organization-${step}`, path: `/organizations/add?step=${step}` })),
    { name: 'badges', path: '/badges' },
    { name: 'badges-history', path: '/badges?tab=history' },
    { name: 'badges-compare', path: '/badges?tab=stages' },
    { name: 'policies', path: '/policies' },
    { name: 'policies-checked', path: '/policies?tab=verification' },
    { name: 'denials', path: '/policies/denials' },
    { name: 'builder', path: '/policies/builder' },
    { name: 'policy', path: `/policies/${policies.items[0]?.policyId ?? ''}?organization=${org}` },
    { name: 'guardrails', path: '/policies/guardrails' },
    { name: 'guardrail-ou-boundary', path: '/policies/guardrails?guardrail=ou-boundary' },
    { name: 'explain', path: '/policies/explain' },
    { name: 'what-if', path: '/policies/what-if' },
    { name: 'matrix', path: '/policies/matrix' },
    { name: 'jobs', path: '/jobs' },
    { name: 'activity', path: '/activity' },
    { name: 'settings-people', path: '/settings?tab=people' },
    { name: 'settings-roles', path: '/settings?tab=roles' },
    { name: 'settings-role', path: '/settings/roles/organization-admin' },
    { name: 'settings-add-role', path: '/settings/add-role' },
    { name: 'settings-sign-in', path: '/settings?tab=sign-in' },
    { name: 'settings-add-provider', path: '/settings/add-provider' },
    { name: 'settings-add-directory', path: '/settings/add-directory' },
    { name: 'settings-tokens', path: '/settings?tab=tokens' },
    { name: 'settings-notifications', path: '/settings?tab=notifications' },
    ...['email', 'slack', 'webhook'].map((kind) => ({ name: `settings-add-${kind}`, path: `/settings/add-channel?kind=${kind}` })),
    { name: 'settings-audit', path: '/settings?tab=audit' },
    { name: 'settings-keys', path: '/settings?tab=keys' },
    { name: 'profile', path: '/profile' },
    { name: 'settings-system', path: '/settings?tab=system' },
    { name: 'settings-backup', path: '/settings?tab=backup' },
    { name: 'not-found', path: '/no-such-page' },
  ]
}
