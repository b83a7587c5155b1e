import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { AccountConnection } from '../../../api/operations.gen.ts'
import { messages } from '../../../app/messages.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { useAction } from '../../../components/use-action.ts'

type Props = { readonly connection: AccountConnection; readonly onClose: () => void }

/** Removing detaches the account and wipes its credentials, so it asks for the id. Nothing in AWS is touched. */
export function RemoveAccountDialog({ connection: { accountId, version }, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const action = useAction({
    run: () => call('DELETE /v1/accounts/{accountId}', { path: { accountId }, ifMatch: String(version) }),
    done: () => 'Removed: the credentials are wiped, the history is kept for now.',
    after: ({ tearDown }) => {
      if (tearDown !== null) messages.note(tearDown)
      onClose()
    },
  })
  const confirm = (): void => {
    setWrong(typed.trim() !== accountId)
    if (typed.trim() === accountId) action.mutate()
  }
  return (
    <Dialog
      title="Remove this account from Reeve"
      confirm="Remove"
      error={action.error}
      isBusy={action.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Box>
        The account will be detached and its stored credentials wiped. History is kept for a grace period, and nothing in AWS is changed:
        the role stays until you delete it.
      </Box>
      <FormField label={`Type ${accountId} to confirm`} errorText={isWrong ? 'This is not the account’s id.' : undefined}>
        <Input value={typed} inputMode="numeric" onChange={({ detail }) => setTyped(detail.value)} />
      </FormField>
    </Dialog>
  )
}
