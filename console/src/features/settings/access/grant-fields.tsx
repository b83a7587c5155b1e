import type { SelectProps } from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import type { GrantDraft } from './grant-draft.ts'
import { RoleSelect } from './role-select.tsx'
import { ScopeEditor } from './scope-editor.tsx'

type Props = {
  readonly value: GrantDraft
  readonly errors: ReadonlyMap<string, string>
  /** Where the errors of this grant stand: `roles.2.`, or nothing. */
  readonly at?: string
  readonly more?: readonly SelectProps.Option[]
  readonly label?: string
  readonly onChange: (value: GrantDraft) => void
  /** Between the role and its place. */
  readonly children?: ReactNode
}

/** A role, and where it reaches: the same wherever access is given, to people, invitations, tokens, claims and groups. */
export function GrantFields({ value, errors, at = '', more, label, onChange, children }: Props) {
  return (
    <SpaceBetween size="m">
      <RoleSelect
        value={value.role}
        error={errors.get(`${at}role`)}
        {...(more === undefined ? {} : { more })}
        {...(label === undefined ? {} : { label })}
        onChange={(role) => onChange({ ...value, role })}
      />
      {children}
      <ScopeEditor value={value.scope} error={errors.get(`${at}scope`)} onChange={(scope) => onChange({ ...value, scope })} />
    </SpaceBetween>
  )
}
