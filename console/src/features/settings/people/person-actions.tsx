import Box from '@cloudscape-design/components/box'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Person } from '../../../api/operations.gen.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { counted } from '../../../lib/words.ts'
import { SecretShown } from '../secret-shown.tsx'

type Asked = 'disable' | 'sessions' | 'password' | 'remove'

/** What a domain admin does about a person. What cannot be taken back asks first. */
export function PersonActions({ person }: { readonly person: Person }) {
  const [asked, setAsked] = useState<Asked>()
  const enable = useAction({
    run: () => call('PATCH /v1/people/{person}', { path: { person: person.id }, body: { disabled: false } }),
    done: () => 'They may sign in again.',
    failed: 'It was not changed',
  })
  const isDisabled = person.disabledAt !== null
  const close = (): void => setAsked(undefined)
  return (
    <>
      <ButtonDropdown
        items={[
          ...(person.hasPassword && !isDisabled ? [{ id: 'password', text: 'Make a link for a new password' }] : []),
          ...(isDisabled ? [] : [{ id: 'sessions', text: 'Sign out everywhere' }]),
          isDisabled ? { id: 'enable', text: 'Enable' } : { id: 'disable', text: 'Disable' },
          {
            id: 'remove',
            text: 'Remove for good',
            disabled: person.managedBy !== null,
            disabledReason: 'A directory manages this person: remove them there.',
          },
        ]}
        onItemClick={({ detail }) => (detail.id === 'enable' ? enable.mutate() : setAsked(detail.id as Asked))}
      >
        Actions
      </ButtonDropdown>
      {asked === 'disable' ? <Disable person={person} onClose={close} /> : null}
      {asked === 'sessions' ? <EndSessions person={person} onClose={close} /> : null}
      {asked === 'password' ? <ResetLink person={person} onClose={close} /> : null}
      {asked === 'remove' ? <Remove person={person} onClose={close} /> : null}
    </>
  )
}

type Props = { readonly person: Person; readonly onClose: () => void }
const short = ({ name }: Person): string => showText(name, 60)

function Disable({ person, onClose }: Props) {
  const action = useAction({
    run: () => call('PATCH /v1/people/{person}', { path: { person: person.id }, body: { disabled: true } }),
    done: () => 'They are signed out everywhere, and may not sign in.',
    after: onClose,
  })
  return (
    <Dialog
      title={`Disable ${short(person)}`}
      confirm="Disable"
      error={action.error}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <Box>
        Nobody signs in as them until they are enabled again, and every session ends at once. The API tokens they made are revoked for good,
        and links they sent stop working.
      </Box>
    </Dialog>
  )
}

function Remove({ person, onClose }: Props) {
  const navigate = useNavigate()
  const action = useAction({
    run: () => call('DELETE /v1/people/{person}', { path: { person: person.id } }),
    done: () => 'They are removed.',
    after: () => void navigate({ to: '/settings', search: { tab: 'people' } }),
  })
  return (
    <Dialog
      title={`Remove ${short(person)} for good`}
      confirm="Remove"
      error={action.error}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <Box>
        Their roles, sessions, API tokens and every way to sign in are deleted. The audit trail keeps their name and what they did. To shut
        somebody out for a while, disable them instead.
      </Box>
    </Dialog>
  )
}

function EndSessions({ person, onClose }: Props) {
  const action = useAction({
    run: () => call('DELETE /v1/people/{person}/sessions', { path: { person: person.id } }),
    done: ({ ended }) => (ended === 0 ? 'They were signed in nowhere.' : `${counted(ended, 'session')} ended.`),
    after: onClose,
  })
  return (
    <Dialog
      title={`Sign ${short(person)} out everywhere`}
      confirm="Sign out"
      error={action.error}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <Box>They can sign in again at once. What they typed and did not save stays in their browser, under the sign-in.</Box>
    </Dialog>
  )
}

function ResetLink({ person, onClose }: Props) {
  const action = useAction({ run: () => call('POST /v1/people/{person}/reset-link', { path: { person: person.id }, body: {} }) })
  if (action.data !== undefined) {
    return (
      <SecretShown title="Send this link" secret={action.data.url} what="the link" onClose={onClose}>
        Whoever opens it sets the password of {short(person)}. It works once, until <Time at={action.data.expiresAt} />, and is not shown
        again. Send it to nobody else.
      </SecretShown>
    )
  }
  return (
    <Dialog
      title={`A new password for ${short(person)}`}
      confirm="Make the link"
      error={action.error}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <Box>The link sets a new password once, within an hour, and ends their sessions. A second factor stays as it is.</Box>
    </Dialog>
  )
}
