import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { SystemMail } from '../../../api/operations.gen.ts'
import { errorsByField, isProblem } from '../../../api/problem.ts'
import { useMay } from '../../../auth/session.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { mailServerDraftOf, mailServerOf, newMailServer } from '../mail-server.ts'
import { mailLabels, MailServerFields } from '../mail-server-fields.tsx'

const mailQuery = queryOptions({
  queryKey: ['system-mail'],
  queryFn: ({ signal }) =>
    call('GET /v1/system-mail', { signal }).catch((error: unknown) => {
      if (isProblem(error, 404) && error.code === 'system_mail_not_set') return null
      throw error
    }),
})

/** The mail server for letters to people: links for new passwords. Notifications about the estate have channels of their own. */
export function Letters() {
  const may = useMay()
  const mail = useQuery(mailQuery)
  const [isEditing, setEditing] = useState(false)
  const [asked, setAsked] = useState<'test' | 'remove'>()
  const isSet = mail.data !== undefined && mail.data !== null
  const actions =
    !may('people:write', 'everywhere') || mail.data === undefined || isEditing ? null : (
      <SpaceBetween direction="horizontal" size="xs">
        {isSet ? <Button onClick={() => setAsked('remove')}>Remove</Button> : null}
        {isSet ? <Button onClick={() => setAsked('test')}>Send a test letter</Button> : null}
        <Button onClick={() => setEditing(true)}>{isSet ? 'Change' : 'Set the mail server'}</Button>
      </SpaceBetween>
    )
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="For people who forgot their password. Whoever runs this mail server can read every link for a new password."
          actions={actions}
        >
          Letters to people
        </Header>
      }
    >
      <Loaded query={mail} what="the mail server">
        {(stored) =>
          isEditing ? (
            <Edit stored={stored} onClose={() => setEditing(false)} />
          ) : stored === null ? (
            <Box color="text-body-secondary">
              Not set: whoever forgets a password asks an administrator, who makes a link on their page.
            </Box>
          ) : (
            <Shown mail={stored} />
          )
        }
      </Loaded>
      {asked === 'test' ? <Test onClose={() => setAsked(undefined)} /> : null}
      {asked === 'remove' ? <Remove onClose={() => setAsked(undefined)} /> : null}
    </Container>
  )
}

function Shown({ mail: { host, port, security, username, from, hasPassword } }: { readonly mail: SystemMail }) {
  const encryption = { tls: 'TLS', starttls: 'STARTTLS', none: 'none' }[security]
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={190}
      items={[
        { label: 'Mail server', value: <Text max={200}>{`${host}:${port}, encryption: ${encryption}`}</Text> },
        {
          label: 'Signs in as',
          value: username === null ? 'Nobody' : <Text>{`${username}, ${hasPassword ? 'with' : 'without'} a password`}</Text>,
        },
        { label: 'Sent from', value: <Text>{from}</Text> },
      ]}
    />
  )
}

function Edit({ stored, onClose }: { readonly stored: SystemMail | null; readonly onClose: () => void }) {
  const [draft, setDraft] = useState(() => (stored === null ? newMailServer : mailServerDraftOf(stored, stored.hasPassword)))
  const save = useAction({
    run: async () => call('PUT /v1/system-mail', { body: mailServerOf(draft) }),
    done: () => 'Saved. Send a test letter to see whether it works.',
    after: onClose,
  })
  return (
    <SpaceBetween size="m">
      <FormErrors error={save.error} labels={mailLabels} header="Nothing was saved" />
      <MailServerFields
        value={draft}
        errors={errorsByField(save.error)}
        hasStoredPassword={stored?.hasPassword ?? false}
        onChange={setDraft}
      />
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" loading={save.isPending} onClick={() => save.mutate()}>
          Save
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  )
}

function Test({ onClose }: { readonly onClose: () => void }) {
  const [to, setTo] = useState('')
  const action = useAction({ run: () => call('POST /v1/system-mail/test', { body: { to: to.trim() } }) })
  return (
    <Dialog
      title="Send a test letter"
      confirm="Send"
      error={action.error}
      labels={{ to: 'To' }}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <FormField label="To" errorText={errorsByField(action.error).get('to')}>
        <Input type="email" value={to} onChange={({ detail }) => setTo(detail.value)} />
      </FormField>
      <div aria-live="polite">
        {action.data === undefined ? null : action.data.isSent ? (
          <StatusIndicator type="success">The mail server took it.</StatusIndicator>
        ) : (
          <StatusIndicator type="error" wrapText>
            <Text max={600}>{action.data.error ?? 'It was not sent.'}</Text>
          </StatusIndicator>
        )}
      </div>
    </Dialog>
  )
}

function Remove({ onClose }: { readonly onClose: () => void }) {
  const action = useAction({
    run: () => call('DELETE /v1/system-mail'),
    done: () => 'No letters are sent any more.',
    after: onClose,
  })
  return (
    <Dialog
      title="Send no letters any more"
      confirm="Remove"
      error={action.error}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <Box>Whoever forgets a password then asks an administrator. The stored password of the mail server is deleted.</Box>
    </Dialog>
  )
}
