import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call, type CallOptions } from '../../../api/client.ts'
import type { Role } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { refusal } from '../../../api/refusal.ts'
import { PageForm } from '../../../components/page-form.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { withField } from '../access/grant-draft.ts'
import type { Permission } from '../access/permission-groups.ts'
import { PermissionPicker } from '../access/permission-picker.tsx'

type Body = CallOptions<'PUT /v1/roles/{role}'>['body']
type Props = {
  /** Absent for a new one. */
  readonly stored?: Role
  readonly taken: readonly string[]
  readonly permissions: readonly Permission[]
}
const labels = { name: 'Name', role: 'Name', description: 'What it is for', permissions: 'May do' }

/** A role of this site: its name for good, what it is for, and what it may do. */
export function RoleForm({ stored, taken, permissions }: Props) {
  const navigate = useNavigate()
  const [name, setName] = useState(stored?.name ?? '')
  const [description, setDescription] = useState(stored?.description ?? '')
  const [chosen, setChosen] = useState<readonly string[]>(stored?.permissions.filter((each) => !each.startsWith('self:')) ?? [])
  const save = useAction({
    run: async () => {
      // Creating by the name of another would replace that one.
      if (stored === undefined && taken.includes(name)) throw refusal([{ field: 'name', message: 'There is a role of this name.' }])
      await call('PUT /v1/roles/{role}', { path: { role: name }, body: { description, permissions: [...chosen] as Body['permissions'] } })
    },
    done: () => `The role ${name} is saved.`,
    after: () => void navigate({ to: '/settings', search: { tab: 'roles' } }),
  })
  const error = withField(save.error)
  const errors = errorsByField(error)
  return (
    <PageForm
      cancelHref="/settings?tab=roles"
      submit={stored === undefined ? 'Create the role' : 'Save'}
      isBusy={save.isPending}
      onSubmit={() => save.mutate()}
    >
      <FormErrors error={error} labels={labels} header="Nothing was saved" />
      <Container header={<Header variant="h2">The role</Header>}>
        <SpaceBetween size="m">
          <FormField
            label="Name"
            constraintText="Small letters, digits and hyphens; it cannot be changed later."
            errorText={errors.get('name') ?? errors.get('role')}
          >
            <Input
              value={name}
              disabled={stored !== undefined}
              spellcheck={false}
              placeholder="badge-keeper"
              onChange={({ detail }) => setName(detail.value)}
            />
          </FormField>
          <FormField label="What it is for" errorText={errors.get('description')}>
            <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">What it permits</Header>}>
        <PermissionPicker permissions={permissions} chosen={chosen} error={errors.get('permissions')} onChange={setChosen} />
      </Container>
    </PageForm>
  )
}
