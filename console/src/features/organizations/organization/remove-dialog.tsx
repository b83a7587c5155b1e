import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Organization } from '../../../api/operations.gen.ts'
import { errorsByField, type Problem } from '../../../api/problem.ts'
import { refusal } from '../../../api/refusal.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { useAction } from '../../../components/use-action.ts'
import { counted } from '../../../lib/words.ts'

type Props = { readonly organization: Organization; readonly onClose: () => void; readonly onDone: () => void }

/** Removing detaches the accounts and wipes the credentials, so it asks for the id. Nothing in AWS is touched. */
export function RemoveDialog({ organization: { organizationId: org, accounts }, onClose, onDone }: Props) {
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<Problem>()
  const action = useAction({
    run: () => call('DELETE /v1/organizations/{org}', { path: { org } }),
    done: (removal) => `Removed: ${counted(removal.accountsDetached, 'account')} detached, their history kept for now.`,
    after: onDone,
  })
  const confirm = (): void => {
    const isMeant = typed.trim() === org
    setFault(isMeant ? undefined : refusal([{ field: 'confirmation', message: 'This is not the organization’s id.' }]))
    if (isMeant) action.mutate()
  }
  return (
    <Dialog
      title="Remove this organization from Reeve"
      confirm="Remove"
      error={fault ?? action.error}
      labels={{ confirmation: 'Confirmation' }}
      isBusy={action.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Box>
        {counted(accounts.total, 'account')} will be detached and the stored credentials wiped. History is kept for a grace period, and
        nothing in AWS is changed: the roles stay until you delete them.
      </Box>
      <FormField label={`Type ${org} to confirm`} errorText={errorsByField(fault).get('confirmation')}>
        <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
      </FormField>
    </Dialog>
  )
}
