import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'

type Props<Id extends string> = {
  readonly label: string
  readonly value: Id
  readonly options: readonly { readonly id: Id; readonly text: string }[]
  readonly error?: string | undefined
  readonly onChange: (id: Id) => void
}

/** One of a few, side by side where there is room. */
export function Choice<Id extends string>({ label, value, options, error, onChange }: Props<Id>) {
  return (
    <FormField label={label} errorText={error} stretch>
      <RadioGroup
        direction="horizontal"
        value={value}
        items={options.map(({ id, text }) => ({ value: id, label: text }))}
        onChange={({ detail }) => onChange(detail.value as Id)}
      />
    </FormField>
  )
}
