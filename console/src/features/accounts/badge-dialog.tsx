import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import type { Account } from '../../api/operations.gen.ts'
import { errorsByField, type Problem } from '../../api/problem.ts'
import { refusal } from '../../api/refusal.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useAction } from '../../components/use-action.ts'
import { counted } from '../../lib/words.ts'
import { forEach } from './for-each.ts'

type Props = { readonly accounts: readonly Pick<Account, 'accountId'>[]; readonly onClose: () => void; readonly onDone: () => void }

/** Sets one hand-made badge on every chosen account. Badges that come from tags are AWS's to change. */
export function BadgeDialog({ accounts, onClose, onDone }: Props) {
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [fault, setFault] = useState<Problem>()
  const action = useAction({
    run: () =>
      forEach(accounts as readonly Account[], ({ accountId }) =>
        call('PUT /v1/accounts/{accountId}/badges/{key}', { path: { accountId, key: key.trim() }, body: { value } }),
      ),
    done: () => `Badge ${key.trim()} set on ${counted(accounts.length, 'account')}.`,
    after: onDone,
  })
  const error = fault ?? action.error
  const errors = errorsByField(error)
  const confirm = (): void => {
    const isMissing = key.trim() === ''
    setFault(isMissing ? refusal([{ field: 'key', message: 'A badge needs a key.' }]) : undefined)
    if (!isMissing) action.mutate()
  }
  return (
    <Dialog
      title={`Set a badge on ${counted(accounts.length, 'account')}`}
      confirm="Set badge"
      error={error}
      labels={{ key: 'Key', value: 'Value' }}
      isBusy={action.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <FormField
        label="Key"
        errorText={errors.get('key')}
        constraintText="If the account gets a tag of the same key, the tag’s value takes over."
      >
        <Input value={key} onChange={({ detail }) => setKey(detail.value)} />
      </FormField>
      <FormField label="Value" errorText={errors.get('value')}>
        <Input value={value} onChange={({ detail }) => setValue(detail.value)} />
      </FormField>
    </Dialog>
  )
}
