import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter'
import type { Account, AccountFilterValues, Organization } from '../../api/operations.gen.ts'
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
export function filterOptions(known: { organizations: readonly Organization[]; values: AccountFilterValues }): Option[] {
  const options: Option[] = [
    ...known.organizations.map(({ organizationId, nickname }) => ({
      propertyKey: 'organization',
      value: organizationId,
      label: nickname === null ? organizationId : `${organizationId} (${nickname})`,
    })),
    ...Object.entries(statusLooks).map(([value, { text }]) => ({ propertyKey: 'status', value, label: text })),
    ...states.map((value) => ({ propertyKey: 'state', value, label: words(value) })),
    ...known.values.badges
      .flatMap(({ key, values }) => [key, ...values.map((value) => `${key}=${value}`)])
      .map((value) => ({ propertyKey: 'badge', value })),
    ...distinct(known.values.places.flatMap(places)).map((value) => ({ propertyKey: 'ou', value })),
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
