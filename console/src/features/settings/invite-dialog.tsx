import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { errorsByField } from '../../api/problem.ts'
import { Copyable } from '../../components/copyable.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Time } from '../../components/time.tsx'
import { useAction } from '../../components/use-action.ts'
import { words } from '../../lib/words.ts'
import { rolesQuery } from './people-tab.tsx'

const labels = { email: 'E-mail', role: 'Role', scope: 'Scope' }

/** Makes a link that works once, to send to the person it is for. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const roles = useQuery(rolesQuery)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('viewer')
  const [scope, setScope] = useState('')
  const action = useAction({
    run: () =>
      call('POST /v1/people/invitations', {
        body: { role, email: email.trim() === '' ? null : email.trim(), scope: scope.trim() === '' ? null : scope.trim() },
      }),
  })
  if (action.data !== undefined) return <LinkShown url={action.data.url} expiresAt={action.data.expiresAt} onClose={onClose} />
  const errors = errorsByField(action.error)
  const options = (roles.data?.items ?? []).map(({ name, description }) => ({ value: name, label: words(name), description }))
  return (
    <Dialog
      title="Invite somebody"
      confirm="Make the link"
      error={action.error}
      labels={labels}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <FormField label="E-mail" description="They sign in with it. Empty: they choose." errorText={errors.get('email')}>
        <Input type="email" value={email} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
      <FormField label="Role" errorText={errors.get('role')}>
        <Select
          selectedOption={options.find(({ value }) => value === role) ?? { value: role, label: words(role) }}
          options={options}
          onChange={({ detail }) => setRole(detail.selectedOption.value ?? role)}
        />
      </FormField>
      <FormField
        label="Scope"
        description="A selector: the accounts they see. Empty: all."
        constraintText="OUs by id, badges or accounts: ou:ou-ab12-cdef3456/** or badge:tier=1. A badge that comes from a tag is set by whoever may tag the account in AWS."
        errorText={errors.get('scope')}
      >
        <Input value={scope} spellcheck={false} onChange={({ detail }) => setScope(detail.value)} />
      </FormField>
    </Dialog>
  )
}

function LinkShown({ url, expiresAt, onClose }: { readonly url: string; readonly expiresAt: string; readonly onClose: () => void }) {
  return (
    <Modal
      visible
      header="Send this link"
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
          Whoever opens it first gets the role. It works once, until <Time at={expiresAt} />, and is not shown again.
        </Alert>
        <Box variant="code">
          <span className="hostile">
            <Copyable text={url} what="the link" />
          </span>
        </Box>
      </SpaceBetween>
    </Modal>
  )
}
