import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import type { Invitation, Person, Role } from '../../api/operations.gen.ts'
import { useMay } from '../../auth/session.ts'
import { PagedTable } from '../../components/paged-table.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { useAction } from '../../components/use-action.ts'
import { usePaging } from '../../components/use-paging.ts'
import { counted, words } from '../../lib/words.ts'
import { InviteDialog } from './invite-dialog.tsx'

const peopleQuery = (cursor: string | undefined) =>
  queryOptions({ queryKey: ['people', cursor], queryFn: ({ signal }) => call('GET /v1/people', { query: { limit: 50, cursor }, signal }) })
const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async ({ signal }) => ({ ...(await call('GET /v1/people/invitations', { signal })), nextCursor: null }),
})
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) => ({ ...(await call('GET /v1/roles', { signal })), nextCursor: null }),
})

const personColumns: TableProps.ColumnDefinition<Person>[] = [
  { id: 'name', header: 'Name', isRowHeader: true, cell: ({ name }) => <Text max={80}>{name}</Text> },
  { id: 'email', header: 'E-mail', cell: ({ email }) => <Text max={80}>{email}</Text> },
  {
    id: 'roles',
    header: 'Roles',
    minWidth: 200,
    cell: ({ roles }) =>
      roles.length === 0
        ? 'None'
        : roles.map(({ role, scope }, index) => (
            <div key={index}>
              {words(role)}
              {scope === null ? (
                ''
              ) : (
                <>
                  {' '}
                  in <Text max={80}>{scope}</Text>
                </>
              )}
            </div>
          )),
  },
  {
    id: 'ways',
    header: 'Signs in by',
    cell: ({ hasPassword, providers, hasSecondFactor }) =>
      [...(hasPassword ? ['password'] : []), ...providers, ...(hasSecondFactor ? ['second factor'] : [])].join(', ') || 'link',
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ disabledAt }) =>
      disabledAt === null ? (
        <StatusIndicator type="success">May sign in</StatusIndicator>
      ) : (
        <StatusIndicator type="stopped">Disabled</StatusIndicator>
      ),
  },
  { id: 'created', header: 'Since', cell: ({ createdAt }) => <Time at={createdAt} dayOnly /> },
]

const invitationColumns: TableProps.ColumnDefinition<Invitation>[] = [
  {
    id: 'email',
    header: 'For',
    isRowHeader: true,
    cell: ({ email, kind }) => (email === null ? words(kind) : <Text max={80}>{email}</Text>),
  },
  {
    id: 'role',
    header: 'Role',
    cell: ({ role, scope }) => (
      <>
        {words(role)}
        {scope === null ? (
          ''
        ) : (
          <>
            {' '}
            in <Text max={80}>{scope}</Text>
          </>
        )}
      </>
    ),
  },
  { id: 'expires', header: 'Valid until', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
  { id: 'by', header: 'Invited by', cell: ({ createdBy }) => createdBy },
]

const roleColumns: TableProps.ColumnDefinition<Role>[] = [
  { id: 'name', header: 'Role', isRowHeader: true, minWidth: 180, cell: ({ name }) => words(name) },
  { id: 'description', header: 'For', minWidth: 240, cell: ({ description }) => <Text>{description}</Text> },
  {
    id: 'permissions',
    header: 'May do',
    minWidth: 170,
    cell: ({ permissions }) => (
      <ExpandableSection headerText={counted(permissions.length, 'permission')} variant="inline">
        {permissions.join(', ')}
      </ExpandableSection>
    ),
  },
  { id: 'origin', header: 'Made by', cell: ({ isCustom }) => (isCustom ? 'Somebody here' : 'Reeve') },
]

/** Who may sign in, who is invited, and what each role may do. */
export function PeopleTab() {
  const may = useMay()
  const [isInviting, setInviting] = useState(false)
  const paging = usePaging('people')
  const people = useQuery(peopleQuery(paging.cursor))
  const invitations = useQuery({ ...invitationsQuery, enabled: may('people:write') })
  const roles = useQuery(rolesQuery)
  const personAction = { id: 'action', header: 'Action', minWidth: 180, cell: (person: Person) => <PersonActions person={person} /> }
  const invitationAction = { id: 'action', header: 'Action', cell: (invitation: Invitation) => <Withdraw invitation={invitation} /> }
  return (
    <SpaceBetween size="l">
      <PagedTable
        query={people}
        columns={may('people:write') ? [...personColumns, personAction] : personColumns}
        what="people"
        paging={paging}
        trackBy="id"
        header={
          <Header
            actions={
              may('people:write') ? (
                <Button variant="primary" onClick={() => setInviting(true)}>
                  Invite
                </Button>
              ) : null
            }
          >
            People
          </Header>
        }
        empty={<Box>Nobody has signed in yet; so far the console is used with tokens.</Box>}
      />
      {may('people:write') ? (
        <PagedTable
          query={invitations}
          columns={[...invitationColumns, invitationAction]}
          what="invitations"
          trackBy="id"
          header={<Header description="Links that were not used yet.">Invitations</Header>}
          empty={<Box>No link is waiting.</Box>}
        />
      ) : null}
      <PagedTable
        query={roles}
        columns={roleColumns}
        what="roles"
        trackBy="name"
        header={<Header counter={roles.data === undefined ? undefined : `(${roles.data.items.length})`}>Roles</Header>}
        empty={<Box>There are no roles.</Box>}
      />
      {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </SpaceBetween>
  )
}

function PersonActions({ person: { id, name, disabledAt } }: { readonly person: Person }) {
  const isDisabled = disabledAt !== null
  const toggle = useAction({
    run: () => call('PATCH /v1/people/{person}', { path: { person: id }, body: { disabled: !isDisabled } }),
    done: () => (isDisabled ? 'They may sign in again.' : 'They are signed out everywhere, and may not sign in.'),
    failed: 'It was not changed',
  })
  const end = useAction({
    run: () => call('DELETE /v1/people/{person}/sessions', { path: { person: id } }),
    done: ({ ended }) => `${counted(ended, 'session')} ended.`,
    failed: 'The sessions were not ended',
  })
  return (
    <SpaceBetween direction="horizontal" size="s">
      <Button
        variant="inline-link"
        loading={toggle.isPending}
        ariaLabel={`${isDisabled ? 'Enable' : 'Disable'} ${name}`}
        onClick={() => toggle.mutate()}
      >
        {isDisabled ? 'Enable' : 'Disable'}
      </Button>
      {isDisabled ? null : (
        <Button variant="inline-link" loading={end.isPending} ariaLabel={`Sign out everywhere: ${name}`} onClick={() => end.mutate()}>
          Sign out everywhere
        </Button>
      )}
    </SpaceBetween>
  )
}

function Withdraw({ invitation: { id, email } }: { readonly invitation: Invitation }) {
  const action = useAction({
    run: () => call('DELETE /v1/people/invitations/{invitation}', { path: { invitation: id } }),
    done: () => 'The link no longer works.',
    failed: 'The link was not withdrawn',
  })
  return (
    <Button variant="inline-link" loading={action.isPending} ariaLabel={`Withdraw ${email ?? id}`} onClick={() => action.mutate()}>
      Withdraw
    </Button>
  )
}
