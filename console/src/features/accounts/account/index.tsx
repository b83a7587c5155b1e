import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { AccountDetail } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { useMay } from '../../../auth/session.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { useAction } from '../../../components/use-action.ts'
import { FindCauseTab } from '../../organizations/organization/find-cause-tab.tsx'
import { BadgeDialog } from '../badge-dialog.tsx'
import { IgnoreDialog } from '../ignore-dialog.tsx'
import { ConnectionTab } from '../connection/connection-tab.tsx'
import { accountQuery } from '../queries.ts'
import { AccountNotices } from './account-notices.tsx'
import { BadgesTab } from './badges-tab.tsx'
import { DetailsTab } from './details-tab.tsx'
import { PoliciesTab } from './policies-tab.tsx'
import { RolesTab } from './roles-tab.tsx'

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
            <AccountNotices account={account} />
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
        ...(organizationId === null || account.inclusion === 'detached'
          ? []
          : [{ id: 'roles', label: 'Roles', content: <RolesTab account={account} org={organizationId} /> }]),
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
