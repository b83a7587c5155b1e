import type { May } from '../auth/session.ts'

export type Place = {
  readonly text: string
  readonly href: string
  /** Who may not do this, or none of these, does not see the place. */
  readonly needs?: string | readonly string[]
  /** What is there reaches beyond every scope: who may do it only in one does not see the place. */
  readonly isWhole?: true
  /** What people who know other products, or older versions, look for. */
  readonly alsoCalled: readonly string[]
}

/** Each opens a tab of Settings. */
const settingsPermissions = ['people:read', 'tokens:read', 'notifications:read', 'keys:rotate', 'backups:write', 'system:read']

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
    isWhole: true,
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
    alsoCalled: ['perimeter generator', 'insights', 'insight library'],
  },
  {
    text: 'Statement builder',
    href: '/policies/builder',
    needs: 'policies:read',
    section: 'Policies',
    alsoCalled: ['policy generator', 'visual editor', 'new policy', 'write a policy'],
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
    needs: settingsPermissions,
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

/** Whether a place has anything for somebody. */
export function isOpen({ needs, isWhole }: Place, may: May): boolean {
  return needs === undefined || [needs].flat().some((permission) => may(permission, isWhole === true ? 'everywhere' : undefined))
}

/** The place that a path lies in: the most particular one. */
export function placeAt(pathname: string, among: readonly Place[] = places): Place | undefined {
  return among
    .filter(({ href }) => pathname === href || (href !== '/' && pathname.startsWith(`${href}/`)))
    .toSorted((a, b) => b.href.length - a.href.length)[0]
}

/** Places whose name, or older name, holds every word typed. */
export function findPlaces(text: string, may: May): readonly Place[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return places.filter((place) => {
    if (!isOpen(place, may)) return false
    const names = [place.text.toLowerCase(), ...place.alsoCalled].join(' · ')
    return words.every((word) => names.includes(word))
  })
}
