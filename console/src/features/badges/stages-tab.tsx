import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Reply } from '../../api/client.ts'
import { useMay } from '../../auth/session.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Text } from '../../components/text.tsx'
import { useAction } from '../../components/use-action.ts'
import { asText, counted, words } from '../../lib/words.ts'
import { organizationsQuery } from '../organizations/queries.ts'
import { valueOf } from './columns.tsx'

type Row = { readonly id: string; readonly accountId: string; readonly what: string; readonly before: string; readonly after: string }

/** Both stages, first as what they would change, then for real. */
export function StagesTab() {
  // One read of AWS brings the tags of every account, so it is not for who sees a part of them.
  const mayReadTags = useMay()('badges:write', 'everywhere')
  const organizations = useQuery(organizationsQuery)
  const [organization, setOrganization] = useState<string>()
  const all = { value: '', label: 'Every organization' }
  const options = [
    all,
    ...(organizations.data?.items ?? []).map(({ organizationId, nickname }) => ({
      value: organizationId,
      label: nickname ?? organizationId,
      description: organizationId,
    })),
  ]
  const target = organization === undefined || organization === '' ? {} : { organization }
  return (
    <SpaceBetween size="l">
      <FormField label="Organization">
        <Select
          selectedOption={options.find(({ value }) => value === (organization ?? '')) ?? all}
          options={options}
          onChange={({ detail }) => setOrganization(detail.selectedOption.value)}
        />
      </FormField>
      {mayReadTags ? (
        <Stage
          key={`1${organization ?? ''}`}
          title="1. Tags, as AWS has them now"
          about="Reads every account’s tags from AWS and compares them with what is stored. AWS’s values win."
          run={async (dryRun) => stageOneRows(await call('POST /v1/badges/stage1', { body: { ...target, dryRun } }))}
        />
      ) : null}
      <Stage
        key={`2${organization ?? ''}`}
        title={mayReadTags ? '2. Badges, from the stored tags' : 'Badges, from the stored tags'}
        about="Creates, changes and removes badges so that they match the tags. Badges made by hand and Reeve’s own are left alone."
        run={async (dryRun) => stageTwoRows(await call('POST /v1/badges/stage2', { body: { ...target, dryRun } }))}
      />
    </SpaceBetween>
  )
}

type Outcome = { readonly rows: readonly Row[]; readonly note: string }
type StageProps = { readonly title: string; readonly about: string; readonly run: (dryRun: boolean) => Promise<Outcome> }

function Stage({ title, about, run }: StageProps) {
  const preview = useAction({ run: () => run(true) })
  const apply = useAction({
    run: () => run(false),
    done: ({ note }) => note,
    failed: 'It could not be started',
    after: () => preview.reset(),
  })
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={about}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button loading={preview.isPending} onClick={() => preview.mutate()}>
                Show what would change
              </Button>
              {preview.data !== undefined && preview.data.rows.length > 0 ? (
                <Button variant="primary" loading={apply.isPending} onClick={() => apply.mutate()}>
                  Make these changes
                </Button>
              ) : null}
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
    >
      {preview.error === null ? null : <ErrorNotice error={preview.error} what="the comparison" />}
      {preview.data === undefined ? (
        preview.error === null ? (
          <Box color="text-body-secondary">{preview.isPending ? 'Comparing …' : 'Nothing is changed by looking.'}</Box>
        ) : null
      ) : preview.data.rows.length === 0 ? (
        <Alert type="success" statusIconAriaLabel="In line">
          Everything is in line; nothing would change.
        </Alert>
      ) : (
        <SpaceBetween size="s">
          <Box>{preview.data.note}</Box>
          <Differences rows={preview.data.rows} />
        </SpaceBetween>
      )}
    </Container>
  )
}

const shownMax = 200

function Differences({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Table
      wrapLines
      variant="embedded"
      items={rows.slice(0, shownMax)}
      trackBy="id"
      ariaLabels={{ tableLabel: 'What would change' }}
      footer={
        rows.length > shownMax ? (
          <Box textAlign="center">
            The first {shownMax} of {rows.length.toLocaleString('en')}.
          </Box>
        ) : undefined
      }
      columnDefinitions={[
        {
          id: 'account',
          header: 'Account',
          isRowHeader: true,
          cell: ({ accountId }) => <Link href={`/accounts/${accountId}`}>{accountId}</Link>,
        },
        { id: 'what', header: 'What', cell: ({ what }) => <Text max={120}>{what}</Text> },
        { id: 'before', header: 'Now', cell: ({ before }) => <Text max={160}>{before}</Text> },
        { id: 'after', header: 'Then', cell: ({ after }) => <Text max={160}>{after}</Text> },
      ]}
    />
  )
}

function stageOneRows({ changes, jobId }: Reply<'POST /v1/badges/stage1'>): Outcome {
  const rows = changes.map(({ accountId, kind, before, after }, index) => ({
    id: String(index),
    accountId,
    what: words(kind),
    before: asText(before),
    after: asText(after),
  }))
  return { rows, note: jobId === null ? `${counted(rows.length, 'tag')} would change.` : 'Reading tags has started; see Jobs.' }
}

function stageTwoRows({ changes, created, updated, deleted, accounts, truncated }: Reply<'POST /v1/badges/stage2'>): Outcome {
  const rows = changes.map(({ accountId, key, before, after }, index) => ({
    id: String(index),
    accountId,
    what: key,
    before: valueOf(before),
    after: valueOf(after),
  }))
  return {
    rows,
    note: `${created} created, ${updated} changed, ${deleted} removed on ${counted(accounts, 'account')}${truncated ? '; the list below is cut' : ''}.`,
  }
}
