import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter'
import type { Account, ListedBadge, Organization } from '../../api/operations.gen.ts'
import { statusLooks } from '../../components/account-status.tsx'
import { words } from '../../lib/words.ts'

const equals = ['=', '!=']
const property = (key: string, propertyLabel: string, operators: readonly string[] = equals): PropertyFilterProps.FilteringProperty => ({
  key,
  propertyLabel,
  groupValuesLabel: `${propertyLabel} values`,
  operators: [...operators] as PropertyFilterProps.ComparisonOperator[],
})

export const filterProperties = [
  property('organization', 'Organization'),
  property('status', 'Status'),
  property('state', 'State in AWS'),
  property('badge', 'Badge'),
  property('tag', 'Tag'),
  property('ou', 'Place', equals),
  property('name', 'Name', ['=', '!=', ':', '!:']),
  property('account', 'Account ID'),
]

const states: readonly Account['state'][] = ['ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED', 'PENDING_ACTIVATION', 'UNKNOWN']
type Option = PropertyFilterProps.FilteringOption

/** What completion offers, from what has been read; anything else may be typed. */
export function filterOptions(known: {
  organizations: readonly Organization[]
  badges: readonly ListedBadge[]
  accounts: readonly Account[]
}): Option[] {
  const options: Option[] = [
    ...known.organizations.map(({ organizationId, nickname }) => ({
      propertyKey: 'organization',
      value: organizationId,
      label: nickname === null ? organizationId : `${organizationId} (${nickname})`,
    })),
    ...Object.entries(statusLooks).map(([value, { text }]) => ({ propertyKey: 'status', value, label: text })),
    ...states.map((value) => ({ propertyKey: 'state', value, label: words(value) })),
    ...distinct(known.badges.filter(({ system }) => !system).flatMap(({ key, value }) => [key, `${key}=${value}`])).map((value) => ({
      propertyKey: 'badge',
      value,
    })),
    ...distinct(known.accounts.flatMap(({ orgPath }) => (orgPath === null ? [] : places(orgPath)))).map((value) => ({
      propertyKey: 'ou',
      value,
    })),
  ]
  return options
}

/** A place and everything above it. */
function places(orgPath: string): string[] {
  const parts = orgPath.match(/(?:\\.|[^/\\])+/g) ?? []
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted()
}
