export type Place = {
  readonly text: string
  readonly href: string
  /** Who may not do this does not see the place. */
  readonly needs?: string
  /** What people who know other products, or older versions, look for. */
  readonly alsoCalled: readonly string[]
}

/** Every page a person can go to, in the order of the menu. Older names and neighbouring words lead here through the search. */
export const places: readonly (Place & { readonly section?: string })[] = [
  { text: 'Home', href: '/', alsoCalled: ['dashboard', 'overview', 'attention', 'start'] },
  {
    text: 'Accounts',
    href: '/accounts',
    needs: 'accounts:read',
    section: 'Estate',
    alsoCalled: ['clouds', 'cloud listing', 'cloud accounts', 'subscriptions'],
  },
  {
    text: 'Add account',
    href: '/accounts/add',
    needs: 'accounts:write',
    alsoCalled: ['add cloud', 'connect', 'single account', 'standalone account', 'instance assume role', 'onboarding'],
  },
  {
    text: 'Organizations',
    href: '/organizations',
    needs: 'organizations:read',
    section: 'Estate',
    alsoCalled: ['clouds organizations', 'ou tree', 'payers', 'management account'],
  },
  {
    text: 'Add organization',
    href: '/organizations/add',
    needs: 'organizations:write',
    alsoCalled: ['add cloud', 'onboarding', 'register', 'connect'],
  },
  { text: 'Badges', href: '/badges', needs: 'badges:read', section: 'Estate', alsoCalled: ['tags', 'labels', 'auto-badging'] },
  {
    text: 'Policies',
    href: '/policies',
    needs: 'policies:read',
    section: 'Policies',
    alsoCalled: ['scp', 'rcp', 'service control policies', 'insights', 'rules'],
  },
  {
    text: 'Why denied',
    href: '/policies/denials',
    needs: 'policies:read',
    section: 'Policies',
    alsoCalled: ['denials', 'access denied', 'unauthorized', 'missing permission', 'harvest permissions', 'scp blocked'],
  },
  {
    text: 'Guardrails',
    href: '/policies/guardrails',
    needs: 'policies:read',
    section: 'Policies',
    alsoCalled: ['perimeter generator', 'statement builder', 'insights', 'insight library'],
  },
  {
    text: 'Explain a request',
    href: '/policies/explain',
    needs: 'policies:read',
    section: 'Policies',
    alsoCalled: ['evaluate', 'simulate', 'policy simulator'],
  },
  {
    text: 'What if',
    href: '/policies/what-if',
    needs: 'policies:read',
    section: 'Policies',
    alsoCalled: ['predict', 'impact', 'dry run', 'blast radius'],
  },
  {
    text: 'Perimeter matrix',
    href: '/policies/matrix',
    needs: 'policies:read',
    section: 'Policies',
    alsoCalled: ['who reaches whom', 'data perimeter'],
  },
  {
    text: 'Jobs',
    href: '/jobs',
    needs: 'jobs:read',
    section: 'Operation',
    alsoCalled: ['bots', 'automations', 'background', 'harvest', 'queue'],
  },
  { text: 'Activity', href: '/activity', needs: 'audit:read', section: 'Operation', alsoCalled: ['audit', 'log', 'history', 'trail'] },
  {
    text: 'Settings',
    href: '/settings',
    section: 'Operation',
    alsoCalled: [
      'tokens',
      'api keys',
      'backup',
      'doctor',
      'system',
      'people',
      'users',
      'roles',
      'permissions',
      'sign-in',
      'sso',
      'oidc',
      'scim',
      'notifications',
      'slack',
      'webhooks',
      'administration',
    ],
  },
  {
    text: 'Your profile',
    href: '/profile',
    alsoCalled: ['password', 'second factor', 'mfa', 'totp', 'two-factor', 'sessions', 'my account', 'security'],
  },
]

/** Places whose name, or older name, holds every word typed. */
export function findPlaces(text: string, may: (permission: string) => boolean): readonly Place[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return places.filter(({ text: name, alsoCalled, needs }) => {
    if (needs !== undefined && !may(needs)) return false
    const names = [name.toLowerCase(), ...alsoCalled].join(' · ')
    return words.every((word) => names.includes(word))
  })
}
