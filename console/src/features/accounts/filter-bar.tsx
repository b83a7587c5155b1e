import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import PropertyFilter from '@cloudscape-design/components/property-filter'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TokenGroup from '@cloudscape-design/components/token-group'
import Toggle from '@cloudscape-design/components/toggle'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchState } from '../../app/search-state.ts'
import { useMay } from '../../auth/session.ts'
import { counted } from '../../lib/words.ts'
import { organizationsQuery } from '../organizations/queries.ts'
import { printFilter, readFilter } from './account-filter.ts'
import { filterOptions, filterProperties } from './filter-properties.ts'
import { filterValuesQuery } from './queries.ts'
import { SelectorBox } from './selector-box.tsx'

type Props = {
  readonly onClear: () => void
  /** How many match; undefined while that is not known, or nothing is filtered. */
  readonly matches: number | undefined
}

/** Filter by property and text, or write a selector; both are the server's work and part of the address. */
export function FilterBar({ onClear, matches }: Props) {
  const may = useMay()
  const [search, change] = useSearchState()
  const [isWriting, setWriting] = useState(search['selector'] !== undefined)
  const organizations = useQuery({ ...organizationsQuery, enabled: may('organizations:read') })
  const values = useQuery(filterValuesQuery)
  const fromStart = { page: undefined, cursor: undefined }
  const options = filterOptions({
    organizations: organizations.data?.items ?? [],
    values: values.data ?? { badges: [], places: [] },
  })
  const linked = (['q', 'organization'] as const).filter((name) => search[name] !== undefined)
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="m">
        <Toggle
          checked={search['attention'] === 'true'}
          onChange={({ detail }) => change({ attention: detail.checked ? 'true' : undefined, ...fromStart })}
        >
          Needs attention
        </Toggle>
        <Toggle
          checked={isWriting}
          onChange={({ detail }) => {
            setWriting(detail.checked)
            change({ selector: undefined, filter: undefined, ...fromStart })
          }}
        >
          Write a selector
        </Toggle>
      </SpaceBetween>
      {isWriting ? (
        <FormField label="Selector" description="ou:Root/Sports/** and badge:tier=1 and not account:111122223333" stretch>
          <SelectorBox value={search['selector'] ?? ''} options={options} onApply={(selector) => change({ selector, ...fromStart })} />
        </FormField>
      ) : (
        <PropertyFilter
          query={readFilter(search['filter'])}
          filteringProperties={filterProperties}
          filteringOptions={options}
          filteringAriaLabel="Filter accounts"
          filteringPlaceholder="Filter by name, badge, place, status …"
          {...(matches === undefined ? {} : { countText: counted(matches, 'match', 'matches') })}
          expandToViewport
          virtualScroll
          onChange={({ detail }) => change({ filter: printFilter({ operation: detail.operation, tokens: detail.tokens }), ...fromStart })}
          i18nStrings={{ clearFiltersText: 'Clear filters', removeTokenButtonAriaLabel: (token) => `Remove ${token.value}` }}
        />
      )}
      {linked.length === 0 ? null : (
        <SpaceBetween direction="horizontal" size="xs">
          <TokenGroup
            items={linked.map((name) => ({
              label: `${name === 'q' ? 'Text' : 'Organization'}: ${search[name]}`,
              dismissLabel: `Remove ${name}`,
            }))}
            onDismiss={({ detail }) => change({ [linked[detail.itemIndex] ?? 'q']: undefined, ...fromStart })}
          />
          <Button variant="inline-link" onClick={onClear}>
            Clear all
          </Button>
        </SpaceBetween>
      )}
    </SpaceBetween>
  )
}
