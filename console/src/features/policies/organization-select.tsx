import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchState } from '../../app/search-state.ts'
import { organizationsQuery } from '../organizations/queries.ts'

/** The organization a question is about: the one in the address, else the first. */
export function useChosenOrganization(): string | undefined {
  const [{ organization }] = useSearchState()
  const organizations = useQuery(organizationsQuery)
  return organization ?? organizations.data?.items[0]?.organizationId
}

/** The same, awaited where a question is asked before the list has arrived. */
export function useAwaitOrganization(): () => Promise<string> {
  const [{ organization }] = useSearchState()
  const client = useQueryClient()
  return async () => organization ?? (await client.ensureQueryData(organizationsQuery)).items[0]?.organizationId ?? ''
}

export function OrganizationSelect() {
  const [, change] = useSearchState()
  const chosen = useChosenOrganization()
  const organizations = useQuery(organizationsQuery)
  const options = (organizations.data?.items ?? []).map(({ organizationId, nickname }) => ({
    value: organizationId,
    label: nickname ?? organizationId,
    description: nickname === null ? undefined : organizationId,
  }))
  return (
    <FormField label="Organization">
      <Select
        selectedOption={options.find(({ value }) => value === chosen) ?? null}
        options={options}
        empty="No organization is registered."
        placeholder="Choose"
        onChange={({ detail }) => change({ organization: detail.selectedOption.value })}
      />
    </FormField>
  )
}
