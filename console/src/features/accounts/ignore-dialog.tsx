import Box from '@cloudscape-design/components/box'
import DatePicker from '@cloudscape-design/components/date-picker'
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

type Props = { readonly accounts: readonly Account[]; readonly onClose: () => void; readonly onDone: () => void }

/** Leaves accounts out of checks and attention until a day, for a reason that stays in the trail. */
export function IgnoreDialog({ accounts, onClose, onDone }: Props) {
  const [reason, setReason] = useState('')
  const [day, setDay] = useState('')
  const [fault, setFault] = useState<Problem>()
  const action = useAction({
    run: () =>
      forEach(accounts, ({ accountId }) =>
        call('POST /v1/accounts/{accountId}/ignore', { path: { accountId }, body: { reason, until: `${day}T00:00:00Z` } }),
      ),
    done: () => `${counted(accounts.length, 'account')} ignored until ${day}.`,
    after: onDone,
  })
  const error = fault ?? action.error
  const errors = errorsByField(error)
  const confirm = (): void => {
    const faults = [
      ...(reason.trim() === '' ? [{ field: 'reason', message: 'Say why, for whoever wonders later.' }] : []),
      ...(isDay(day) ? [] : [{ field: 'until', message: 'Choose a day, such as 2027-01-31.' }]),
    ]
    setFault(faults.length === 0 ? undefined : refusal(faults))
    if (faults.length === 0) action.mutate()
  }
  return (
    <Dialog
      title={`Ignore ${counted(accounts.length, 'account')}`}
      confirm="Ignore"
      error={error}
      labels={{ reason: 'Reason', until: 'Until' }}
      isBusy={action.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Box>Left out of checks and attention until the day you name; then they come back by themselves.</Box>
      <FormField label="Reason" errorText={errors.get('reason')} constraintText="Others will read it.">
        <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
      </FormField>
      <FormField label="Until" errorText={errors.get('until')} constraintText="YYYY-MM-DD, UTC">
        <DatePicker
          value={day}
          placeholder="YYYY-MM-DD"
          format="iso"
          onChange={({ detail }) => setDay(detail.value)}
          isDateEnabled={(date) => date > new Date()}
          openCalendarAriaLabel={(chosen) => `Choose a day${chosen === null ? '' : `, now ${chosen}`}`}
          nextMonthAriaLabel="Next month"
          previousMonthAriaLabel="Previous month"
          todayAriaLabel="Today"
        />
      </FormField>
    </Dialog>
  )
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}
