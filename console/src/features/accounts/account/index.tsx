import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { AccountDetail } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { useMay } from '../../../auth/session.ts'
import { statusLooks } from '../../../components/account-status.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { FindCauseTab } from '../../organizations/organization/find-cause-tab.tsx'
import { BadgeDialog } from '../badge-dialog.tsx'
import { IgnoreDialog } from '../ignore-dialog.tsx'
import { ConnectionTab } from '../connection/connection-tab.tsx'
import { accountQuery } from '../queries.ts'
import { BadgesTab } from './badges-tab.tsx'
import { DetailsTab } from './details-tab.tsx'
import { PoliciesTab } from './policies-tab.tsx'

/** One account: what is known of it, how, and what stands in the way. */
export function AccountPage() {
  const { accountId } = useParams({ strict: false }) as { accountId: string }
  const query = useQuery(accountQuery(accountId))
  return (
    <Page
      title={query.data?.name ?? accountId}
      description={query.data === undefined ? undefined : accountId}
      trail={[{ text: 'Accounts', href: '/accounts' }]}
      actions={query.data === undefined ? null : <Actions account={query.data} />}
    >
      <Loaded query={query} what="the account">
        {(account) => (
          <SpaceBetween size="m">
            <Status account={account} />
            <AccountTabs account={account} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  )
}

function Actions({ account }: { readonly account: AccountDetail }) {
  const may = useMay()
  const [dialog, setDialog] = useState<'ignore' | 'badge'>()
  const takeBack = useAction({
    run: () => call('POST /v1/accounts/{accountId}/unignore', { path: { accountId: account.accountId } }),
    done: () => 'The account is checked again.',
    failed: 'The account could not be taken back',
  })
  const close = (): void => setDialog(undefined)
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {!may('accounts:write') ? null : account.ignored === null ? (
        <Button onClick={() => setDialog('ignore')}>Ignore until …</Button>
      ) : (
        <Button loading={takeBack.isPending} onClick={() => takeBack.mutate()}>
          Stop ignoring
        </Button>
      )}
      {may('badges:write') ? <Button onClick={() => setDialog('badge')}>Set a badge</Button> : null}
      {dialog === 'ignore' ? <IgnoreDialog accounts={[account]} onClose={close} onDone={close} /> : null}
      {dialog === 'badge' ? <BadgeDialog accounts={[account]} onClose={close} onDone={close} /> : null}
    </SpaceBetween>
  )
}

/** The status with its cause and remedy, before anything else. */
function Status({ account }: { readonly account: AccountDetail }) {
  const [, change] = useSearchState()
  const may = useMay()
  const look = statusLooks[account.status]
  return (
    <SpaceBetween size="m">
      {account.status === 'ok' ? null : (
        <Alert
          type={look.type === 'error' ? 'error' : look.type === 'warning' ? 'warning' : 'info'}
          header={look.text}
          statusIconAriaLabel={look.text}
          action={
            account.organizationId !== null && may('organizations:sync') && account.status !== 'detached' ? (
              <Button onClick={() => change({ tab: 'cause' })}>Find the cause</Button>
            ) : undefined
          }
        >
          <SpaceBetween size="xs">
            {account.statusReason === null ? null : <Text max={1000}>{account.statusReason}</Text>}
            <span>{look.remedy}</span>
          </SpaceBetween>
        </Alert>
      )}
      {account.ignored === null ? null : (
        <Alert type="info" header="Ignored for now" statusIconAriaLabel="Note">
          Until <Time at={account.ignored.until} dayOnly />, by {account.ignored.by}: <Text max={400}>{account.ignored.reason}</Text>
        </Alert>
      )}
      {account.organizationId === null || account.inclusion === 'detached' ? null : (
        <Alert type="info" statusIconAriaLabel="Note">
          Managed by the organization <Link href={`/organizations/${account.organizationId}`}>{account.organizationId}</Link>: its
          credentials and its place in Reeve are set there, for all its accounts.
        </Alert>
      )}
    </SpaceBetween>
  )
}

function AccountTabs({ account }: { readonly account: AccountDetail }) {
  const may = useMay()
  const [{ tab }, change] = useSearchState()
  const { accountId, organizationId } = account
  const isSingle = organizationId === null && account.inclusion !== 'detached'
  return (
    <Tabs
      activeTabId={tab ?? 'details'}
      onChange={({ detail }) => change({ tab: detail.activeTabId === 'details' ? undefined : detail.activeTabId })}
      tabs={[
        { id: 'details', label: 'Details', content: <DetailsTab account={account} /> },
        ...(isSingle ? [{ id: 'connection', label: 'Connection', content: <ConnectionTab accountId={accountId} /> }] : []),
        ...(may('badges:read') ? [{ id: 'badges', label: 'Badges', content: <BadgesTab accountId={accountId} /> }] : []),
        ...(may('policies:read') && organizationId !== null
          ? [{ id: 'policies', label: 'Policies in force', content: <PoliciesTab accountId={accountId} /> }]
          : []),
        ...(may('organizations:sync') && organizationId !== null
          ? [{ id: 'cause', label: 'Find the cause', content: <FindCauseTab org={organizationId} accountId={accountId} /> }]
          : []),
      ]}
    />
  )
}
