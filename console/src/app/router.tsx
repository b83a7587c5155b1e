import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { NotFoundPage } from './not-found-page.tsx'
import { PageFailed } from './page-failed.tsx'
import { searchText } from './search-state.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: PageFailed,
  validateSearch: (search) => search,
})
const at = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component, errorComponent: PageFailed })

const organizations = () => import('../features/organizations/index.tsx')
const settings = () => import('../features/settings/pages.ts')
const policies = () => import('../features/policies/index.tsx')

const routes = [
  at(
    '/',
    lazyRouteComponent(() => import('../features/home/index.tsx'), 'HomePage'),
  ),
  at(
    '/accounts',
    lazyRouteComponent(() => import('../features/accounts/index.tsx'), 'AccountsPage'),
  ),
  at(
    '/accounts/add',
    lazyRouteComponent(() => import('../features/accounts/add/index.tsx'), 'AddAccountPage'),
  ),
  at(
    '/accounts/$accountId',
    lazyRouteComponent(() => import('../features/accounts/account/index.tsx'), 'AccountPage'),
  ),
  at(
    '/accounts/$accountId/edit',
    lazyRouteComponent(() => import('../features/accounts/edit/index.tsx'), 'EditAccountPage'),
  ),
  at('/organizations', lazyRouteComponent(organizations, 'OrganizationsPage')),
  at(
    '/organizations/add',
    lazyRouteComponent(() => import('../features/organizations/add/index.tsx'), 'AddOrganizationPage'),
  ),
  at(
    '/organizations/$org',
    lazyRouteComponent(() => import('../features/organizations/organization/index.tsx'), 'OrganizationPage'),
  ),
  at(
    '/organizations/$org/edit',
    lazyRouteComponent(() => import('../features/organizations/edit/index.tsx'), 'EditOrganizationPage'),
  ),
  at('/policies', lazyRouteComponent(policies, 'PoliciesPage')),
  at(
    '/policies/denials',
    lazyRouteComponent(() => import('../features/policies/denials/index.tsx'), 'DenialsPage'),
  ),
  at(
    '/policies/builder',
    lazyRouteComponent(() => import('../features/policies/builder/index.tsx'), 'BuilderPage'),
  ),
  at(
    '/policies/guardrails',
    lazyRouteComponent(() => import('../features/policies/guardrails/index.tsx'), 'GuardrailsPage'),
  ),
  at(
    '/policies/explain',
    lazyRouteComponent(() => import('../features/policies/explain/index.tsx'), 'ExplainPage'),
  ),
  at(
    '/policies/what-if',
    lazyRouteComponent(() => import('../features/policies/what-if/index.tsx'), 'WhatIfPage'),
  ),
  at(
    '/policies/matrix',
    lazyRouteComponent(() => import('../features/policies/matrix/index.tsx'), 'MatrixPage'),
  ),
  at(
    '/policies/$policyId',
    lazyRouteComponent(() => import('../features/policies/policy/index.tsx'), 'PolicyPage'),
  ),
  at(
    '/badges',
    lazyRouteComponent(() => import('../features/badges/index.tsx'), 'BadgesPage'),
  ),
  at(
    '/jobs',
    lazyRouteComponent(() => import('../features/jobs/index.tsx'), 'JobsPage'),
  ),
  at(
    '/activity',
    lazyRouteComponent(() => import('../features/activity/index.tsx'), 'ActivityPage'),
  ),
  at(
    '/settings',
    lazyRouteComponent(() => import('../features/settings/index.tsx'), 'SettingsPage'),
  ),
  at('/settings/people/$person', lazyRouteComponent(settings, 'PersonPage')),
  at('/settings/add-role', lazyRouteComponent(settings, 'AddRolePage')),
  at('/settings/roles/$role', lazyRouteComponent(settings, 'RolePage')),
  at('/settings/add-provider', lazyRouteComponent(settings, 'AddProviderPage')),
  at('/settings/providers/$provider', lazyRouteComponent(settings, 'ProviderPage')),
  at('/settings/add-directory', lazyRouteComponent(settings, 'AddDirectoryPage')),
  at('/settings/directories/$connection', lazyRouteComponent(settings, 'DirectoryPage')),
  at('/settings/add-channel', lazyRouteComponent(settings, 'AddChannelPage')),
  at('/settings/notifications/$channel', lazyRouteComponent(settings, 'ChannelPage')),
  at(
    '/profile',
    lazyRouteComponent(() => import('../features/profile/index.tsx'), 'ProfilePage'),
  ),
]

/** Fetches the code of every page once the first one stands, so that going to another waits for its data alone. */
export function preloadPages(): void {
  for (const { options } of routes) void (options.component as { preload?: () => Promise<unknown> } | undefined)?.preload?.()
}

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch: searchText.parse,
  stringifySearch: searchText.print,
  defaultPreload: false,
  scrollRestoration: true,
})
