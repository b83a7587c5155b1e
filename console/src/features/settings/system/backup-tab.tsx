import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Backup } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
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
