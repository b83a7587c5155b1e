import Alert from '@cloudscape-design/components/alert'
import Link from '@cloudscape-design/components/link'
import Tabs from '@cloudscape-design/components/tabs'
import { useSearchState } from '../../app/search-state.ts'
import { useMay, useSession } from '../../auth/session.ts'
import { Page } from '../../components/page.tsx'
import { AuditTab } from './audit/audit-tab.tsx'
import { NotificationsTab } from './notifications/notifications-tab.tsx'
import { PeopleTab } from './people/people-tab.tsx'
import { RolesTab } from './roles/roles-tab.tsx'
import { SignInTab } from './sign-in/sign-in-tab.tsx'
import { BackupTab } from './system/backup-tab.tsx'
import { KeysTab } from './system/keys-tab.tsx'
import { SystemTab } from './system/system-tab.tsx'
import { TokensTab } from './tokens/tokens-tab.tsx'

const tabs = [
  { id: 'people', label: 'People', needs: 'people:read', content: <PeopleTab /> },
  { id: 'roles', label: 'Roles', needs: 'people:read', content: <RolesTab /> },
  { id: 'sign-in', label: 'Sign-in', needs: 'people:read', content: <SignInTab /> },
  { id: 'tokens', label: 'API tokens', needs: 'tokens:read', content: <TokensTab /> },
  { id: 'notifications', label: 'Notifications', needs: 'notifications:read', content: <NotificationsTab /> },
  { id: 'audit', label: 'Audit', needs: 'audit:read', content: <AuditTab /> },
  { id: 'keys', label: 'Keys', needs: 'keys:rotate', content: <KeysTab /> },
  { id: 'backup', label: 'Backup', needs: 'backups:write', content: <BackupTab /> },
  { id: 'system', label: 'System', needs: 'system:read', content: <SystemTab /> },
] as const

/** How this installation is run. Tabs that the person may not use are absent. */
export function SettingsPage() {
  const may = useMay()
  const { version } = useSession()
  const [{ tab }, change] = useSearchState()
  const shown = tabs.filter(({ needs }) => may(needs, needs.startsWith('notifications:') ? undefined : 'everywhere'))
  const active = shown.find(({ id }) => id === tab) ?? (tab === undefined ? shown[0] : undefined)
  return (
    <Page
      title="Settings"
      trail={[]}
      description={
        <>
          Reeve {version}. Your own password, second factor and sessions are in <Link href="/profile">Your profile</Link>.
        </>
      }
    >
      {active === undefined ? (
        <Alert
          type="info"
          header={tab === undefined ? 'There is nothing here that you may see' : 'You may not see these settings'}
          statusIconAriaLabel="Note"
        >
          A domain admin may. <Link href="/profile">Your profile</Link> says what you may do.
        </Alert>
      ) : null}
      {shown.length === 0 ? null : (
        <Tabs
          activeTabId={active?.id ?? ''}
          ariaLabel="Settings"
          i18nStrings={{ scrollLeftAriaLabel: 'Earlier tabs', scrollRightAriaLabel: 'Further tabs' }}
          onChange={({ detail }) => change({ tab: detail.activeTabId, page: undefined, cursor: undefined, state: undefined })}
          tabs={shown.map(({ id, label, content }) => ({ id, label, content }))}
        />
      )}
    </Page>
  )
}
