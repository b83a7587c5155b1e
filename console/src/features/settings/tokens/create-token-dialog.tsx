import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { errorsByField } from '../../../api/problem.ts'
import { useSession } from '../../../auth/session.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { useAction } from '../../../components/use-action.ts'
import { withField } from '../access/grant-draft.ts'
import { GrantFields } from '../access/grant-fields.tsx'
import { PermissionPicker } from '../access/permission-picker.tsx'
import { rolesQuery } from '../queries.ts'
import { SecretShown } from '../secret-shown.tsx'
import { newToken, type TokenDraft, tokenBodyOf } from './token-draft.ts'

const labels = { name: 'Name', role: 'May do', permissions: 'Permissions', scope: 'Where', expiresInDays: 'Expires' }
const more = [{ value: 'custom', label: 'Chosen permissions', description: 'Picked one by one' }]
const ends = [
  { value: 'after', label: 'After a number of days' },
  { value: 'never', label: 'Never, until it is revoked' },
]

/** Makes a token and shows its secret this once. */
export function CreateTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [draft, setDraft] = useState(newToken)
  const set = (part: Partial<TokenDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const action = useAction({ run: async () => call('POST /v1/tokens', { body: tokenBodyOf(draft) }) })
  if (action.data !== undefined) {
    return (
      <SecretShown title="Copy the token now" secret={action.data.token} what="the token" onClose={onClose}>
        It is shown this once. Reeve keeps only what it needs to recognize it.
      </SecretShown>
    )
  }
  const error = withField(action.error)
  const errors = errorsByField(error)
  return (
    <Dialog
      title="Create an API token"
      confirm="Create"
      size="large"
      error={error}
      labels={labels}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <FormField label="Name" description="What will use it, so that it can be told from others." errorText={errors.get('name')}>
        <Input value={draft.name} onChange={({ detail }) => set({ name: detail.value })} />
      </FormField>
      <GrantFields value={draft.grant} errors={errors} label="May do" more={more} onChange={(grant) => set({ grant })}>
        {draft.grant.role === 'custom' ? (
          <Chosen chosen={draft.permissions} error={errors.get('permissions')} onChange={(permissions) => set({ permissions })} />
        ) : null}
      </GrantFields>
      <FormField label="Expires" errorText={errors.get('expiresInDays')} constraintText="Ten years (3,650 days) at most.">
        <SpaceBetween size="xs">
          <Select
            ariaLabel="Expires"
            selectedOption={ends.find(({ value }) => value === draft.expires) ?? null}
            options={ends}
            onChange={({ detail }) => set({ expires: detail.selectedOption.value === 'never' ? 'never' : 'after' })}
          />
          {draft.expires === 'never' ? null : (
            <Input value={draft.days} ariaLabel="Days" inputMode="numeric" onChange={({ detail }) => set({ days: detail.value })} />
          )}
        </SpaceBetween>
      </FormField>
    </Dialog>
  )
}

type ChosenProps = {
  readonly chosen: readonly string[]
  readonly error: string | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

/** Nobody hands on what they do not have: only one's own permissions are offered. */
function Chosen({ chosen, error, onChange }: ChosenProps) {
  const { permissions: mine } = useSession()
  const roles = useQuery(rolesQuery)
  const known = new Map((roles.data?.permissions ?? []).map(({ permission, summary }) => [permission, summary]))
  const offered = mine.map((permission) => ({ permission, summary: known.get(permission) ?? permission }))
  return <PermissionPicker permissions={offered} chosen={chosen} error={error} onChange={onChange} />
}
