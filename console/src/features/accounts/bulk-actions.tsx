import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import type { Account } from '../../api/operations.gen.ts'
import { useMay } from '../../auth/session.ts'
import { counted } from '../../lib/words.ts'
import { useAction } from '../../components/use-action.ts'
import { BadgeDialog } from './badge-dialog.tsx'
import { forEach } from './for-each.ts'
import { IgnoreDialog } from './ignore-dialog.tsx'

/** What can be done to the chosen accounts. Absent for who may do none of it. */
export function BulkActions({ selected, onDone }: { readonly selected: readonly Account[]; readonly onDone: () => void }) {
  const may = useMay()
  const [dialog, setDialog] = useState<'ignore' | 'badge'>()
  const takeBack = useAction({
    run: () => forEach(selected, ({ accountId }) => call('POST /v1/accounts/{accountId}/unignore', { path: { accountId } })),
    done: () => `${counted(selected.length, 'account')} taken back into attention.`,
    failed: 'Not every account could be taken back',
    after: onDone,
  })
  const items: ButtonDropdownProps.Item[] = [
    ...(may('badges:write') ? [{ id: 'badge', text: 'Set a badge …' }] : []),
    ...(may('accounts:write') ? [{ id: 'ignore', text: 'Ignore until …' }] : []),
    ...(may('accounts:write') && selected.some(({ ignored }) => ignored !== null) ? [{ id: 'unignore', text: 'Stop ignoring' }] : []),
  ]
  if (items.length === 0) return null
  const close = (): void => setDialog(undefined)
  const finish = (): void => {
    close()
    onDone()
  }
  return (
    <>
      <ButtonDropdown
        disabled={selected.length === 0}
        disabledReason="Choose accounts first."
        items={items}
        loading={takeBack.isPending}
        onItemClick={({ detail }) => (detail.id === 'unignore' ? takeBack.mutate() : setDialog(detail.id as 'ignore' | 'badge'))}
      >
        {selected.length === 0 ? 'Actions' : `Actions (${selected.length})`}
      </ButtonDropdown>
      {dialog === 'ignore' ? <IgnoreDialog accounts={selected} onClose={close} onDone={finish} /> : null}
      {dialog === 'badge' ? <BadgeDialog accounts={selected} onClose={close} onDone={finish} /> : null}
    </>
  )
}
