import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Backup } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { useMay } from '../../../auth/session.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'

/** Backups on the server's machine: written, and proved by restoring them aside. */
export function BackupTab() {
  const [file, setFile] = useState('')
  const write = useAction({
    run: () => call('POST /v1/backups', { body: {} }),
    done: ({ file: written }) => `Backup written to ${written}.`,
    after: (backup) => setFile(backup.file),
  })
  const verify = useAction({
    run: () => call('POST /v1/backups/verify', { body: { file } }),
    done: () => 'The backup was restored aside and read back whole.',
  })
  const shown = verify.data ?? write.data
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Written on the server’s machine, without the key that seals secrets: keep that one elsewhere."
          actions={
            <Button loading={write.isPending} onClick={() => write.mutate()}>
              Write a backup now
            </Button>
          }
        >
          Backup
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Newest />
        <FormErrors error={verify.error ?? write.error} labels={{ file: 'File' }} header="It did not work" />
        {shown === undefined ? null : <Facts backup={shown} />}
        <FormField
          label="Prove a backup"
          description="Restores it into a scratch database and reads every table back."
          errorText={errorsByField(verify.error).get('file')}
          secondaryControl={
            file.trim() === '' ? null : (
              <Button loading={verify.isPending} onClick={() => verify.mutate()}>
                Prove it
              </Button>
            )
          }
        >
          <Input value={file} placeholder="Path of the file on the server" onChange={({ detail }) => setFile(detail.value)} />
        </FormField>
      </SpaceBetween>
    </Container>
  )
}

const newestQuery = (action: string) =>
  queryOptions({
    queryKey: ['audit', 'newest', action],
    queryFn: ({ signal }) => call('GET /v1/audit-events', { query: { action, limit: 1 }, signal }),
  })

/** When a backup was last written and last proved through Reeve, as the audit trail has it. */
function Newest() {
  const may = useMay()
  const canLook = may('audit:read', 'everywhere')
  const written = useQuery({ ...newestQuery('backup.created'), enabled: canLook })
  const proved = useQuery({ ...newestQuery('backup.verified'), enabled: canLook })
  if (!canLook) return null
  const told = (query: typeof written) => {
    if (query.data === undefined) return query.error === null ? 'Loading …' : 'Could not be read'
    const [event] = query.data.items
    return event === undefined ? (
      'Never, as far as the audit trail goes back'
    ) : (
      <>
        <Time at={event.at} /> by <Text max={80}>{event.actor}</Text>
      </>
    )
  }
  return (
    <KeyValuePairs
      columns={2}
      items={[
        { label: 'Last written', value: told(written) },
        { label: 'Last proved', value: told(proved) },
      ]}
    />
  )
}

function Facts({ backup: { file, bytes, createdAt, release, tables, rows } }: { readonly backup: Backup }) {
  return (
    <KeyValuePairs
      minColumnWidth={210}
      columns={3}
      items={[
        { label: 'File', value: <span className="hostile">{file}</span> },
        { label: 'Written', value: <Time at={createdAt} /> },
        {
          label: 'Size',
          value: `${(bytes / 2 ** 20).toFixed(1)} MiB, ${tables} tables, ${rows.toLocaleString('en')} rows, release ${release}`,
        },
      ]}
    />
  )
}
