import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { call } from '../../../api/client.ts'
import type { Sync } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { counted, duration, words } from '../../../lib/words.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { isPart, SyncStatus } from './sync-columns.tsx'
import { useLiveSync } from './use-live-sync.ts'

/** One sync, followed while it runs. */
export function LiveSync({ org, id }: { readonly org: string; readonly id: string }) {
  const may = useMay()
  const { sync, error } = useLiveSync(org, id)
  const cancel = useAction({
    run: () => call('POST /v1/organizations/{org}/syncs/{id}/cancel', { path: { org, id } }),
    done: () => 'The sync was asked to stop.',
    failed: 'The sync could not be stopped',
  })
  if (sync === undefined) return error === undefined ? null : <ErrorNotice error={error} what="the sync" />
  const isRunning = sync.status === 'running'
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              Started <Time at={sync.startedAt} /> by {sync.requestedBy}
            </>
          }
          actions={
            isRunning && may('organizations:sync') ? (
              <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
                Stop
              </Button>
            ) : null
          }
        >
          {isRunning ? 'Sync under way' : 'Sync'}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {isRunning ? <Progress sync={sync} /> : null}
        {sync.error === null ? null : (
          <Alert type={sync.status === 'failed' ? 'error' : 'warning'} statusIconAriaLabel="Problem">
            <Text max={2000}>{sync.error}</Text>
          </Alert>
        )}
        {sync.status === 'held' ? <Held org={org} /> : null}
        {sync.unseen.length === 0 ? null : (
          <Alert type="warning" header="Some of it could not be read" statusIconAriaLabel="Warning">
            Nothing is concluded to be gone from: {sync.unseen.map(words).join(', ')}.
          </Alert>
        )}
        <KeyValuePairs
          minColumnWidth={210}
          columns={4}
          items={[
            { label: 'Status', value: <SyncStatus status={sync.status} /> },
            { label: isPart(sync) ? 'Accounts within your reach' : 'Accounts', value: accountsOf(sync.progress) },
            ...(isPart(sync) ? [] : effortOf(sync)),
            { label: isPart(sync) ? 'Changes within your reach' : 'Changes', value: <Changes org={org} sync={sync} /> },
          ]}
        />
      </SpaceBetween>
    </Container>
  )
}

function effortOf(sync: Sync): { readonly label: string; readonly value: string }[] {
  const calls = sync.calls ?? 0
  return [
    { label: 'Took', value: sync.status === 'running' ? 'not over yet' : duration(sync.durationMs) },
    { label: 'AWS’s rates allow', value: duration(sync.boundMs) },
    { label: 'Calls to AWS', value: `${calls.toLocaleString('en')}, ${counted(sync.throttled ?? 0, 'time')} slowed down` },
    { label: 'Roles checked in', value: duration(sync.memberCheckMs) },
  ]
}

/** What is known of it; of an older sync, not everything is known of a part of its accounts. */
function accountsOf({ found, synced, failed }: Sync['progress']): string {
  if (found === null) return 'not known'
  const known = [`${synced ?? 0} of ${found} synced`, ...(failed === null ? [] : [`${failed} failed`])]
  return known.join(', ')
}

function Progress({ sync: { progress, phase } }: { readonly sync: Sync }) {
  const [found, over] = [progress.found ?? 0, (progress.synced ?? 0) + (progress.failed ?? 0)]
  return <ProgressBar label={words(phase)} description={accountsOf(progress)} value={found === 0 ? 0 : Math.round((over / found) * 100)} />
}

function Changes({ org, sync }: { readonly org: string; readonly sync: Sync }) {
  const kinds = Object.entries(sync.changes).filter(([, count]) => count > 0)
  if (kinds.length === 0) return 'None'
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {kinds.map(([kind, count]) => (
        <Link key={kind} href={`/organizations/${org}?tab=changes&of=${sync.id}&kind=${kind}`}>
          {words(kind)} {count}
        </Link>
      ))}
      <Link href={`/organizations/${org}?tab=changes&of=${sync.id}`}>All of them</Link>
    </SpaceBetween>
  )
}

function Held({ org }: { readonly org: string }) {
  const may = useMay()
  const confirm = useAction({
    run: () => call('POST /v1/organizations/{org}/sync', { path: { org }, body: { confirmRemovals: true } }),
    done: () => 'A sync that may remove them has started.',
    failed: 'The sync could not be started',
  })
  return (
    <Alert
      type="warning"
      statusIconAriaLabel="Warning"
      header="Removals are held back"
      action={
        may('organizations:sync') ? (
          <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
            They are really gone
          </Button>
        ) : undefined
      }
    >
      Unusually many accounts or OUs seem to have gone. Nothing was removed; look at AWS, then confirm.
    </Alert>
  )
}
