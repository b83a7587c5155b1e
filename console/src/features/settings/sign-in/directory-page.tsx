import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Tabs from '@cloudscape-design/components/tabs'
import type { TableProps } from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { ProvisionedGroup } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { useMay } from '../../../auth/session.ts'
import { AskButton } from '../../../components/ask-button.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { usePaging } from '../../../components/use-paging.ts'
import { showText } from '../../../lib/show-text.ts'
import { ShownGrant } from '../access/shown-grant.tsx'
import { directoriesQuery } from './directories.tsx'
import { DirectoryFacts } from './directory-facts.tsx'
import { DirectoryForm } from './directory-form.tsx'
import { DirectoryTokens } from './directory-tokens.tsx'

const trail = [
  { text: 'Settings', href: '/settings' },
  { text: 'Sign-in', href: '/settings?tab=sign-in' },
]

export function AddDirectoryPage() {
  const may = useMay()
  const directories = useQuery(directoriesQuery)
  return (
    <Page title="Connect a directory" trail={trail}>
      {may('people:write', 'everywhere') ? (
        <Loaded query={directories} what="the directories">
          {({ items }) => <DirectoryForm taken={items.map(({ id }) => id)} />}
        </Loaded>
      ) : (
        <Alert type="info" header="You may not connect directories" statusIconAriaLabel="Note">
          A domain admin may.
        </Alert>
      )}
    </Page>
  )
}

const directoryQuery = (connection: string) =>
  queryOptions({
    queryKey: ['scim-connection', connection],
    queryFn: ({ signal }) => call('GET /v1/scim-connections/{connection}', { path: { connection }, signal }),
  })

/** One directory: what to enter there, what its groups give, and what it has sent. */
export function DirectoryPage() {
  const may = useMay()
  const { connection } = useParams({ strict: false }) as { connection: string }
  const [{ tab }, change] = useSearchState()
  const query = useQuery({ ...directoryQuery(connection), refetchOnMount: 'always' })
  const canEdit = may('people:write', 'everywhere')
  const [round, setRound] = useState(0)
  const takeTheirs = async (): Promise<void> => {
    await query.refetch()
    setRound(round + 1)
  }
  return (
    <Page
      title={query.data?.name ?? connection}
      trail={trail}
      actions={query.data === undefined || !canEdit ? null : <Remove connection={connection} name={query.data.name} />}
    >
      <Loaded query={query} what="the directory">
        {(directory) => (
          <Tabs
            activeTabId={tab ?? 'connect'}
            ariaLabel="Directory"
            i18nStrings={{ scrollLeftAriaLabel: 'Earlier tabs', scrollRightAriaLabel: 'Further tabs' }}
            onChange={({ detail }) => change({ tab: detail.activeTabId, page: undefined, cursor: undefined })}
            tabs={[
              { id: 'connect', label: 'Address and tokens', content: <DirectoryTokens directory={directory} /> },
              { id: 'groups', label: 'Groups', content: <Groups connection={connection} /> },
              {
                id: 'mapping',
                label: 'Settings and mapping',
                // Kept while another tab is looked at, with what was typed.
                contentRenderStrategy: 'lazy',
                content: !canEdit ? (
                  <DirectoryFacts directory={directory} />
                ) : query.isFetchedAfterMount ? (
                  <DirectoryForm key={round} stored={directory} taken={[]} onTakeTheirs={() => void takeTheirs()} />
                ) : null,
              },
            ]}
          />
        )}
      </Loaded>
    </Page>
  )
}

const groupColumns: TableProps.ColumnDefinition<ProvisionedGroup>[] = [
  { id: 'name', header: 'Group', isRowHeader: true, minWidth: 180, cell: ({ displayName }) => <Text max={120}>{displayName}</Text> },
  { id: 'members', header: 'Members', minWidth: 100, cell: ({ members }) => members.toLocaleString('en') },
  {
    id: 'gives',
    header: 'Gives',
    minWidth: 200,
    cell: ({ roles }) =>
      roles.length === 0
        ? 'Nothing'
        : roles.map((grant, index) => (
            <div key={index}>
              <ShownGrant {...grant} />
            </div>
          )),
  },
  {
    id: 'externalId',
    header: 'ID in the directory',
    minWidth: 160,
    cell: ({ externalId }) => (externalId === null ? '–' : <Text max={80}>{externalId}</Text>),
  },
]

function Groups({ connection }: { readonly connection: string }) {
  const paging = usePaging('scim-groups')
  const groups = useQuery({
    queryKey: ['scim-connection', connection, 'groups', paging.cursor],
    queryFn: ({ signal }) =>
      call('GET /v1/scim-connections/{connection}/groups', { path: { connection }, query: { limit: 50, cursor: paging.cursor }, signal }),
  })
  return (
    <PagedTable
      query={groups}
      columns={groupColumns}
      what="groups"
      paging={paging}
      trackBy="id"
      header={<Header description="As the directory sent them, and what the mapping gives their members.">Groups</Header>}
      empty={<Box>The directory has sent no group yet.</Box>}
    />
  )
}

function Remove({ connection, name }: { readonly connection: string; readonly name: string }) {
  const navigate = useNavigate()
  const action = useAction({
    run: () => call('DELETE /v1/scim-connections/{connection}', { path: { connection } }),
    done: () => 'The directory is disconnected.',
    after: () => void navigate({ to: '/settings', search: { tab: 'sign-in' } }),
  })
  return (
    <AskButton label="Disconnect" title={`Disconnect ${showText(name, 60)}`} action={action}>
      <Box>
        Its tokens, its groups and the roles that these gave end at once. People whom it made, and who were given nothing here, are removed
        with it; everybody else stays.
      </Box>
    </AskButton>
  )
}
