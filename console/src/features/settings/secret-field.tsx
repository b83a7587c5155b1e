import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'

export type SecretIs = 'kept' | 'given' | 'none'
type Change = { readonly secretIs: SecretIs } | { readonly secret: string }
type Props = {
  readonly label: string
  readonly hasStored: boolean
  /** What having none means; absent where one is needed. */
  readonly none?: string
  readonly given?: string
  readonly constraint?: string
  readonly secretIs: SecretIs
  readonly secret: string
  readonly error: string | undefined
  readonly onChange: (change: Change) => void
}

/** A secret that can be written and never read: a stored one is kept unless somebody chooses otherwise. */
export function SecretField({ label, hasStored, none, given, constraint, secretIs, secret, error, onChange }: Props) {
  const items = [
    ...(hasStored ? [{ value: 'kept', label: 'Keep the stored one', description: 'It is sealed, and never shown again.' }] : []),
    { value: 'given', label: given ?? (hasStored ? 'Replace it' : 'Enter it') },
    ...(none === undefined ? [] : [{ value: 'none', label: none }]),
  ]
  return (
    <FormField label={label} errorText={error} {...(constraint === undefined ? {} : { constraintText: constraint })}>
      <SpaceBetween size="xs">
        {items.length === 1 ? null : (
          <RadioGroup
            ariaLabel={label}
            value={secretIs}
            items={items}
            onChange={({ detail }) => onChange({ secretIs: detail.value as SecretIs })}
          />
        )}
        {secretIs === 'given' ? (
          <Input
            type="password"
            value={secret}
            ariaLabel={label}
            autoComplete={false}
            spellcheck={false}
            onChange={({ detail }) => onChange({ secret: detail.value })}
          />
        ) : null}
      </SpaceBetween>
    </FormField>
  )
}
