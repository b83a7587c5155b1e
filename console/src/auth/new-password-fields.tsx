import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'

export type NewPassword = { readonly password: string; readonly again: string }
type Props = { readonly value: NewPassword; readonly errors: ReadonlyMap<string, string>; readonly onChange: (value: NewPassword) => void }

export const newPasswordLabels = { password: 'Password', again: 'Once more' } as const

/** A password chosen where nobody could find out later what was mistyped. */
export function NewPasswordFields({ value, errors, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <FormField
        label={newPasswordLabels.password}
        constraintText="12 characters or more; a sentence is good."
        errorText={errors.get('password')}
      >
        <Input
          type="password"
          value={value.password}
          autoComplete="new-password"
          onChange={({ detail }) => onChange({ ...value, password: detail.value })}
        />
      </FormField>
      <FormField label={newPasswordLabels.again} errorText={errors.get('again')}>
        <Input
          type="password"
          value={value.again}
          autoComplete="new-password"
          onChange={({ detail }) => onChange({ ...value, again: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  )
}

/** Password managers keep a password under the name that stands with it in the form; people need not see it. */
export function OwnerForPasswordManagers({ email }: { readonly email: string }) {
  return <input type="text" className="visually-hidden" value={email} readOnly tabIndex={-1} aria-hidden autoComplete="username" />
}
