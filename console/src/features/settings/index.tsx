import Tabs from '@cloudscape-design/components/tabs'
import { useSearchState } from '../../app/search-state.ts'
import { useMay, useSession } from '../../auth/session.ts'
import { Page } from '../../components/page.tsx'
import { BackupTab } from './backup-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import { SessionsTab } from './sessions-tab.tsx'
import { SystemTab } from './system-tab.tsx'
import { TokensTab } from './tokens-tab.tsx'

/** How this installation is run. Tabs that the person may not use are absent. */
export function SettingsPage() {
  const may = useMay()
  const { version, actor } = useSession()
  const [{ tab }, change] = useSearchState()
  const tabs = [
    ...(may('people:read') ? [{ id: 'people', label: 'People and roles', content: <PeopleTab /> }] : []),
    ...(actor.kind === 'person' ? [{ id: 'sessions', label: 'Your sessions', content: <SessionsTab /> }] : []),
    ...(may('tokens:read') ? [{ id: 'tokens', label: 'API tokens', content: <TokensTab /> }] : []),
    ...(may('system:read') ? [{ id: 'system', label: 'System', content: <SystemTab /> }] : []),
    ...(may('backups:write') || may('keys:rotate') ? [{ id: 'backup', label: 'Backup and keys', content: <BackupTab /> }] : []),
  ]
  return (
    <Page title="Settings" trail={[]} description={`Reeve ${version}`}>
      {tabs.length === 0 ? (
        'There is nothing here that you may see.'
      ) : (
        <Tabs
          activeTabId={tab ?? tabs[0]?.id ?? ''}
          onChange={({ detail }) => change({ tab: detail.activeTabId, page: undefined, cursor: undefined })}
          tabs={tabs}
        />
      )}
    </Page>
  )
}
