import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call } from '../../api/client.ts'
import type { Organization } from '../../api/operations.gen.ts'
import { useMay } from '../../auth/session.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { counted } from '../../lib/words.ts'
import { accountTotalQuery, accountsQuery } from '../accounts/queries.ts'
import { WhyDenied } from '../accounts/why-denied.tsx'
import { AccountStatus } from '../../components/account-status.tsx'
import { attentionQuery, syncsQuery } from '../organizations/queries.ts'

const shownAccounts = 8
const failedShown = 20
const dayMs = 86_400_000
const failedJobsQuery = queryOptions({
  queryKey: ['jobs', 'failed'],
  queryFn: ({ signal }) => call('GET /v1/jobs', { query: { state: 'failed', limit: failedShown }, signal }),
})
type Item = { readonly key: string; readonly content: ReactNode }

/** Failed syncs, held removals, suspended and unreachable accounts, with the way to each remedy. */
export function Attention({ organizations }: { readonly organizations: readonly Organization[] }) {
  const may = useMay()
  const raised = useQueries({ queries: organizations.map(({ organizationId }) => attentionQuery(organizationId)) })
  const syncs = useQueries({ queries: organizations.map(({ organizationId }) => syncsQuery(organizationId, { limit: 1 })) })
  const accounts = useQuery({ ...accountsQuery({ attention: 'true', limit: shownAccounts }), enabled: may('accounts:read') })
  const failed = [...raised, ...syncs, accounts].find(({ error, data }) => error !== null && data === undefined)
  const count = useQuery({ ...accountTotalQuery({ attention: 'true' }), enabled: may('accounts:read') })
  const jobs = useQuery({ ...failedJobsQuery, enabled: may('jobs:read', 'everywhere') })
  const recent = (jobs.data?.items ?? []).filter(({ completedAt }) => completedAt !== null && Date.now() - Date.parse(completedAt) < dayMs)
  const total = count.data ?? 0
  const items: Item[] = [
    ...organizations.flatMap((organization, index) => syncItem(organization, syncs[index]?.data?.items[0])),
    ...organizations.flatMap(({ organizationId, nickname }, index) =>
      (raised[index]?.data ?? [])
        .filter(({ kind }) => kind === 'removals_held')
        .map(({ id, detail, raisedAt }) => ({
          key: id,
          content: (
            <>
              <StatusIndicator type="warning">Removals held back</StatusIndicator>{' '}
              <Link href={`/organizations/${organizationId}?tab=syncs`}>{nickname ?? organizationId}</Link>: <Text max={300}>{detail}</Text>{' '}
              <Box variant="small">
                <Time at={raisedAt} />
              </Box>
            </>
          ),
        })),
    ),
    ...(recent.length === 0
      ? []
      : [
          {
            key: 'jobs',
            content: (
              <>
                <StatusIndicator type="error">
                  {recent.length >= failedShown ? `${failedShown} or more jobs` : counted(recent.length, 'job')} failed in the last day
                </StatusIndicator>{' '}
                <Link href="/jobs?state=failed">See them</Link>
              </>
            ),
          },
        ]),
    ...(accounts.data?.items ?? []).map((account) => ({
      key: account.accountId,
      content: (
        <span className="tree-row">
          <AccountStatus status={account.status} />
          <Link href={`/accounts/${account.accountId}`}>
            <Text max={60}>{account.name}</Text>
          </Link>
          <Box variant="small">{account.accountId}</Box>
          <WhyDenied account={account} />
        </span>
      ),
    })),
  ]
  const isReading = accounts.isPending && may('accounts:read')
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={total > 0 ? `(${total})` : undefined}
          actions={total > 0 ? <Link href="/accounts?attention=true">All {counted(total, 'account')}</Link> : null}
        >
          Needs attention
        </Header>
      }
    >
      {failed !== undefined ? (
        <ErrorNotice error={failed.error} what="what needs attention" />
      ) : isReading ? (
        <Box color="text-body-secondary">Looking …</Box>
      ) : items.length === 0 ? (
        <StatusIndicator type="success">Nothing that Reeve knows of</StatusIndicator>
      ) : (
        <SpaceBetween size="s">
          {items.map(({ key, content }) => (
            <div key={key}>{content}</div>
          ))}
          {total > shownAccounts ? (
            <Link href="/accounts?attention=true">and {counted(total - shownAccounts, 'more account', 'more accounts')}</Link>
          ) : null}
        </SpaceBetween>
      )}
    </Container>
  )
}

function syncItem(
  { organizationId, nickname }: Organization,
  sync: { readonly id: string; readonly status: string; readonly error: string | null; readonly startedAt: string } | undefined,
): Item[] {
  if (sync === undefined || (sync.status !== 'failed' && sync.status !== 'abandoned' && sync.status !== 'partial')) return []
  return [
    {
      key: sync.id,
      content: (
        <>
          <StatusIndicator type={sync.status === 'partial' ? 'warning' : 'error'}>
            {sync.status === 'partial' ? 'Last sync saw only a part' : 'Last sync failed'}
          </StatusIndicator>{' '}
          <Link href={`/organizations/${organizationId}?tab=syncs&sync=${sync.id}`}>{nickname ?? organizationId}</Link>
          {sync.error === null ? (
            ''
          ) : (
            <>
              : <Text max={300}>{sync.error}</Text>
            </>
          )}{' '}
          <Box variant="small">
            <Time at={sync.startedAt} />
          </Box>
        </>
      ),
    },
  ]
}
