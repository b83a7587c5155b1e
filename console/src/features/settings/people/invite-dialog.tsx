import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { errorsByField } from '../../../api/problem.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { grantOf, newGrant, withField } from '../access/grant-draft.ts'
import { GrantFields } from '../access/grant-fields.tsx'
import { SecretShown } from '../secret-shown.tsx'

const labels = { email: 'E-mail', role: 'Role', scope: 'Where', expiresInHours: 'Valid for' }

/** Makes a link that works once, to send to the person it is for. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState('')
  const [grant, setGrant] = useState(() => newGrant('viewer'))
  const [hours, setHours] = useState('48')
  const action = useAction({
    run: async () =>
      call('POST /v1/people/invitations', {
        body: { ...grantOf(grant), email: email.trim() === '' ? null : email.trim(), expiresInHours: Number(hours) },
      }),
  })
  if (action.data !== undefined) return <InvitationShown {...action.data} onClose={onClose} />
  const error = withField(action.error)
  const errors = errorsByField(error)
  return (
    <Dialog
      title="Invite somebody"
      confirm="Make the link"
      size="large"
      error={error}
      labels={labels}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <FormField label="E-mail" description="They sign in with it. Empty: they choose." errorText={errors.get('email')}>
        <Input type="email" value={email} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
      <GrantFields value={grant} errors={errors} onChange={setGrant} />
      <FormField label="Valid for" constraintText="Hours, four weeks (672) at most" errorText={errors.get('expiresInHours')}>
        <Input value={hours} inputMode="numeric" onChange={({ detail }) => setHours(detail.value)} />
      </FormField>
    </Dialog>
  )
}

type Shown = { readonly url: string; readonly expiresAt: string; readonly onClose: () => void }

export function InvitationShown({ url, expiresAt, onClose }: Shown) {
  return (
    <SecretShown title="Send this link" secret={url} what="the link" onClose={onClose}>
      Whoever opens it first gets the role. It works once, until <Time at={expiresAt} />, and is not shown again.
    </SecretShown>
  )
}
