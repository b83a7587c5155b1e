import FormField from '@cloudscape-design/components/form-field'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import { useQuery } from '@tanstack/react-query'
import { words } from '../../../lib/words.ts'
import { showText } from '../../../lib/show-text.ts'
import { rolesQuery } from '../queries.ts'

type Props = {
  readonly value: string
  readonly error?: string | undefined
  /** What may be chosen beside the roles. */
  readonly more?: readonly SelectProps.Option[]
  readonly label?: string
  readonly onChange: (role: string) => void
}

/** The roles of Reeve and of this site, each with what it is for. */
export function RoleSelect({ value, error, more = [], label = 'Role', onChange }: Props) {
  const roles = useQuery(rolesQuery)
  const optionsOf = (isCustom: boolean): SelectProps.Option[] =>
    (roles.data?.items ?? [])
      .filter((role) => role.isCustom === isCustom)
      .map(({ name, description }) => ({ value: name, label: isCustom ? name : words(name), description: showText(description) }))
  const own = optionsOf(true)
  const options = [
    ...optionsOf(false),
    ...(own.length === 0 ? [] : [{ label: 'Roles of this site', options: own }]),
    ...more,
  ] satisfies SelectProps['options']
  const chosen = [...optionsOf(false), ...own, ...more].find((option) => option.value === value)
  return (
    <FormField label={label} errorText={error}>
      <Select
        selectedOption={chosen ?? (value === '' ? null : { value, label: words(value) })}
        options={options}
        placeholder="Choose a role"
        statusType={roles.isPending ? 'loading' : roles.error === null || roles.data !== undefined ? 'finished' : 'error'}
        loadingText="Loading roles"
        errorText="The roles could not be read."
        recoveryText="Try again"
        onLoadItems={() => {
          if (roles.error !== null) void roles.refetch()
        }}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? value)}
      />
    </FormField>
  )
}
