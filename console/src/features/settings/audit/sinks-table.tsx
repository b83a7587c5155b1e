import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { AuditSinkState } from '../../../api/operations.gen.ts'
import { refusal } from '../../../api/refusal.ts'
import { messages } from '../../../app/messages.ts'
import { useMay } from '../../../auth/session.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { counted } from '../../../lib/words.ts'
import { SecretShown } from '../secret-shown.tsx'
import { AddSinkDialog } from './add-sink-dialog.tsx'
import { sinksQuery } from './queries.ts'

const columns: TableProps.ColumnDefinition<AuditSinkState>[] = [
  { id: 'name', header: 'Name', isRowHeader: true, minWidth: 120, cell: ({ name }) => <Text max={80}>{name}</Text> },
  { id: 'to', header: 'Goes to', minWidth: 200, cell: (sink) => <Text max={160}>{targetOf(sink)}</Text> },
  { id: 'what', header: 'Gets', minWidth: 130, cell: ({ events, checkpoints }) => whatOf(events, checkpoints) },
  { id: 'state', header: 'State', minWidth: 260, cell: (sink) => <State sink={sink} /> },
  { id: 'last', header: 'Last sent', minWidth: 150, cell: ({ lastSuccessAt }) => <Time at={lastSuccessAt} /> },
]

function targetOf({ syslog, https, s3 }: AuditSinkState): string {
  if (syslog !== undefined) return `${syslog.host}:${syslog.port} (syslog over ${syslog.transport.toUpperCase()})`
  if (https !== undefined) return https.url
  return s3 === undefined ? '–' : `S3 bucket ${s3.bucket}, ${s3.region}`
}

function whatOf(events: boolean, checkpoints: boolean): string {
  if (events && checkpoints) return 'Events and checkpoints'
  return events ? 'Events' : 'Checkpoints'
}

function State({ sink }: { readonly sink: AuditSinkState }) {
  const { isEnabled, failures, eventsBehind, checkpointsBehind, oldestWaitingAt, lastError, lastErrorAt } = sink
  if (!isEnabled) return <StatusIndicator type="stopped">Off</StatusIndicator>
  const waiting =
    eventsBehind > 0 ? counted(eventsBehind, 'event') : checkpointsBehind > 0 ? counted(checkpointsBehind, 'checkpoint') : undefined
  return (
    <SpaceBetween size="xxs">
      {failures > 0 ? (
        <StatusIndicator type="error">Not accepted{waiting === undefined ? '' : `, ${waiting} behind`}</StatusIndicator>
      ) : waiting === undefined ? (
        <StatusIndicator type="success">Up to date</StatusIndicator>
      ) : (
        <StatusIndicator type="in-progress">{waiting} behind</StatusIndicator>
      )}
      {failures > 0 && oldestWaitingAt !== null ? (
        <Box variant="small">
          Waiting since <Time at={oldestWaitingAt} />
        </Box>
      ) : null}
      {failures > 0 && lastError !== null ? (
        <Box variant="small">
          <Time at={lastErrorAt} />: <Text max={200}>{lastError}</Text>
        </Box>
      ) : null}
    </SpaceBetween>
  )
}

/** Where the trail goes besides the database, and whether it gets there. */
export function SinksTable() {
  const may = useMay()
  const sinks = useQuery(sinksQuery)
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string>()
  const [removed, setRemoved] = useState<AuditSinkState>()
  const actions = {
    id: 'actions',
    header: 'Actions',
    minWidth: 150,
    cell: (sink: AuditSinkState) => <Actions sink={sink} onRemove={() => setRemoved(sink)} />,
  }
  const isWriter = may('audit:write', 'everywhere')
  return (
    <>
      <PagedTable
        query={sinks}
        columns={isWriter ? [...columns, actions] : columns}
        what="places"
        trackBy="id"
        header={
          <Header
            variant="h2"
            description="Whoever administers the database can rewrite it. What is kept elsewhere tells."
            actions={isWriter ? <Button onClick={() => setAdding(true)}>Add a place</Button> : null}
          >
            Kept elsewhere
          </Header>
        }
        empty={<Box>The audit trail is in the database alone, and its checkpoints in a file on the server.</Box>}
      />
      {isAdding ? <AddSinkDialog onClose={() => setAdding(false)} onSecret={setSecret} /> : null}
      {secret === undefined ? null : (
        <SecretShown title="The signing key" secret={secret} what="the signing key" onClose={() => setSecret(undefined)}>
          The receiver checks with it that what comes is Reeve’s. It is not shown again.
        </SecretShown>
      )}
      {removed === undefined ? null : <RemoveDialog sink={removed} onClose={() => setRemoved(undefined)} />}
    </>
  )
}

function Actions({ sink: { id, name, isEnabled, version }, onRemove }: { readonly sink: AuditSinkState; readonly onRemove: () => void }) {
  const test = useAction({
    run: () => call('POST /v1/audit/sinks/{sink}/test', { path: { sink: id }, body: {} }),
    failed: 'The test could not be made',
    after: ({ isAccepted, detail }) =>
      isAccepted
        ? messages.done(`${showText(name, 60)}: ${detail}`)
        : messages.failed(`${showText(name, 60)}: the test was not accepted`, refusal([{ field: 'test', message: detail }])),
  })
  const toggle = useAction({
    run: () => call('PATCH /v1/audit/sinks/{sink}', { path: { sink: id }, body: { isEnabled: !isEnabled }, ifMatch: String(version) }),
    done: ({ isEnabled: isOn }) => `${showText(name, 60)} is ${isOn ? 'on; it gets what it missed' : 'off'}.`,
    failed: 'It could not be switched',
  })
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button variant="inline-link" loading={test.isPending} ariaLabel={`Test ${showText(name, 120)}`} onClick={() => test.mutate()}>
        Test
      </Button>
      <ButtonDropdown
        variant="inline-icon"
        ariaLabel={`More for ${showText(name, 120)}`}
        items={[
          { id: 'toggle', text: isEnabled ? 'Switch off' : 'Switch on' },
          { id: 'remove', text: 'Remove …' },
        ]}
        onItemClick={({ detail }) => (detail.id === 'remove' ? onRemove() : toggle.mutate())}
      />
    </SpaceBetween>
  )
}

function RemoveDialog({ sink: { id, name, eventsBehind }, onClose }: { readonly sink: AuditSinkState; readonly onClose: () => void }) {
  const remove = useAction({
    run: () => call('DELETE /v1/audit/sinks/{sink}', { path: { sink: id } }),
    done: () => `${showText(name, 60)} was removed.`,
    after: onClose,
  })
  return (
    <Dialog
      title={`Remove ${showText(name, 60)}?`}
      confirm="Remove"
      error={remove.error}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <div>
        Nothing more is sent there. What it has stays there.
        {eventsBehind > 0 ? ` ${counted(eventsBehind, 'event')} that wait for it are not sent.` : ''}
      </div>
    </Dialog>
  )
}
