import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useQuery } from '@tanstack/react-query'
import { typeName } from '../organizations/organization/node-details.tsx'
import { policiesQuery } from './queries.ts'

type Props = {
  readonly org: string | undefined
  readonly label: string
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (id: string) => void
}

export function PolicySelect({ org, label, value, error, onChange }: Props) {
  const policies = useQuery({ ...policiesQuery({ organization: org, limit: 200 }), enabled: org !== undefined })
  const options = (policies.data?.items ?? []).map(({ policyId, name, type }) => ({
    value: policyId,
    label: name,
    description: `${typeName(type)} · ${policyId}`,
  }))
  return (
    <FormField label={label} errorText={error}>
      <Select
        selectedOption={options.find((option) => option.value === value) ?? (value === '' ? null : { value, label: value })}
        options={options}
        filteringType="auto"
        filteringAriaLabel={`Find: ${label}`}
        placeholder="Choose"
        statusType={policies.isLoading ? 'loading' : 'finished'}
        empty="There is none."
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  )
}
