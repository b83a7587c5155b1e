import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import Multiselect from '@cloudscape-design/components/multiselect'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type CallOptions } from '../../api/client.ts'
import { errorsByField } from '../../api/problem.ts'
import { useSession } from '../../auth/session.ts'
import { Copyable } from '../../components/copyable.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useAction } from '../../components/use-action.ts'
import { words } from '../../lib/words.ts'
import { rolesQuery } from './people-tab.tsx'

type Body = CallOptions<'POST /v1/tokens'>['body']
const labels = { name: 'Name', role: 'May do', permissions: 'Permissions', expiresInDays: 'Expires after' }

/** Makes a token and shows its secret this once. */
export function CreateTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const { permissions: mine } = useSession()
  const roles = useQuery(rolesQuery)
  const options = [
    ...(roles.data?.items ?? []).map((each) => ({ value: each.name, label: words(each.name), description: each.description })),
    { value: 'custom', label: 'Chosen permissions', description: 'Picked one by one' },
  ]
  const [name, setName] = useState('')
  const [role, setRole] = useState('viewer')
  const [permissions, setPermissions] = useState<readonly string[]>([])
  const [days, setDays] = useState('90')
  const action = useAction({
    run: () =>
      call('POST /v1/tokens', {
        body: {
          name,
          role,
          ...(role === 'custom' ? { permissions: permissions as Body['permissions'] } : {}),
          ...(days.trim() === '' ? {} : { expiresInDays: Number(days) }),
        },
      }),
  })
  if (action.data !== undefined) return <Secret token={action.data.token} onClose={onClose} />
  const errors = errorsByField(action.error)
  return (
    <Dialog
      title="Create an API token"
      confirm="Create"
      error={action.error}
      labels={labels}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <FormField label="Name" description="What will use it, so that it can be told from others." errorText={errors.get('name')}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label="May do" errorText={errors.get('role')}>
        <Select
          selectedOption={options.find(({ value }) => value === role) ?? { value: role, label: words(role) }}
          options={options}
          onChange={({ detail }) => setRole(detail.selectedOption.value ?? role)}
        />
      </FormField>
      {role !== 'custom' ? null : (
        <FormField label="Permissions" errorText={errors.get('permissions')}>
          <Multiselect
            selectedOptions={permissions.map((value) => ({ value, label: value }))}
            options={mine.map((value) => ({ value, label: value }))}
            placeholder="Choose"
            filteringType="auto"
            filteringAriaLabel="Find a permission"
            deselectAriaLabel={({ value }) => `Remove ${value ?? ''}`}
            onChange={({ detail }) => setPermissions(detail.selectedOptions.map(({ value }) => value ?? ''))}
          />
        </FormField>
      )}
      <FormField label="Expires after" constraintText="Days; empty: never" errorText={errors.get('expiresInDays')}>
        <Input value={days} inputMode="numeric" onChange={({ detail }) => setDays(detail.value)} />
      </FormField>
    </Dialog>
  )
}

function Secret({ token, onClose }: { readonly token: string; readonly onClose: () => void }) {
  return (
    <Modal
      visible
      header="Copy the token now"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning" statusIconAriaLabel="Warning">
          It is shown this once. Reeve keeps only what it needs to recognize it.
        </Alert>
        <Box variant="code">
          <span className="hostile">
            <Copyable text={token} what="the token" />
          </span>
        </Box>
      </SpaceBetween>
    </Modal>
  )
}
