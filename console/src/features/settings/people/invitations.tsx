import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Invitation } from '../../../api/operations.gen.ts'
import { messages } from '../../../app/messages.ts'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { words } from '../../../lib/words.ts'
import { ShownGrant } from '../access/shown-grant.tsx'
import { invitationsQuery } from '../queries.ts'
import { InvitationShown } from './invite-dialog.tsx'

const columns: TableProps.ColumnDefinition<Invitation>[] = [
  {
    id: 'email',
    header: 'For',
    isRowHeader: true,
    minWidth: 170,
    cell: ({ email, kind }) => (email === null ? kind === 'invitation' ? 'Whoever opens it' : words(kind) : <Text max={80}>{email}</Text>),
  },
  { id: 'role', header: 'Role', minWidth: 160, cell: (invitation) => <ShownGrant {...invitation} /> },
  { id: 'made', header: 'Made', minWidth: 150, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'expires', header: 'Valid until', minWidth: 150, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
  { id: 'by', header: 'By', minWidth: 140, cell: ({ createdBy }) => <Text max={80}>{createdBy}</Text> },
]

/** Links that nobody has used yet. A link cannot be shown again: sending it once more means a new one in its place. */
export function Invitations() {
  const may = useMay()
  const invitations = useQuery(invitationsQuery)
  const [renewed, setRenewed] = useState<{ readonly url: string; readonly expiresAt: string }>()
  const actions = {
    id: 'action',
    header: 'Action',
    minWidth: 170,
    cell: (invitation: Invitation) => <Actions invitation={invitation} onRenewed={setRenewed} />,
  }
  return (
    <>
      <PagedTable
        query={invitations}
        columns={may('people:write', 'everywhere') ? [...columns, actions] : columns}
        what="invitations"
        trackBy="id"
        header={<Header description="Links that were not used yet. What has expired is not listed.">Invitations</Header>}
        empty={<Box>No link is waiting.</Box>}
      />
      {renewed === undefined ? null : <InvitationShown {...renewed} onClose={() => setRenewed(undefined)} />}
    </>
  )
}

type ActionsProps = {
  readonly invitation: Invitation
  readonly onRenewed: (link: { readonly url: string; readonly expiresAt: string }) => void
}
const hourMs = 3_600_000

function Actions({ invitation, onRenewed }: ActionsProps) {
  const { id, email, kind, role, scope, createdAt, expiresAt } = invitation
  const withdraw = useAction({
    run: () => call('DELETE /v1/people/invitations/{invitation}', { path: { invitation: id } }),
    done: () => 'The link no longer works.',
    failed: 'The link was not withdrawn',
  })
  const renew = useAction({
    run: async () => {
      const expiresInHours = Math.max(1, Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / hourMs))
      const link = await call('POST /v1/people/invitations', {
        body: { kind: kind === 'sign_in' ? 'sign_in' : 'invitation', email, role, scope, expiresInHours },
      })
      await call('DELETE /v1/people/invitations/{invitation}', { path: { invitation: id } }).catch((error: unknown) =>
        messages.failed('The earlier link still works: withdraw it', error),
      )
      return link
    },
    failed: 'There is no new link; the earlier one still works',
    after: onRenewed,
  })
  const whom = email ?? id
  return (
    <SpaceBetween direction="horizontal" size="s">
      {kind === 'first_administrator' ? null : (
        <Button variant="inline-link" loading={renew.isPending} ariaLabel={`New link for ${whom}`} onClick={() => renew.mutate()}>
          New link
        </Button>
      )}
      <Button variant="inline-link" loading={withdraw.isPending} ariaLabel={`Withdraw ${whom}`} onClick={() => withdraw.mutate()}>
        Withdraw
      </Button>
    </SpaceBetween>
  )
}
