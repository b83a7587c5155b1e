import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Person } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { usePaging } from '../../../components/use-paging.ts'
import { ShownGrant } from '../access/shown-grant.tsx'
import { peopleQuery } from '../queries.ts'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { PersonState } from './person-state.tsx'
import { waysOf } from './ways.ts'

const columns: TableProps.ColumnDefinition<Person>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    minWidth: 160,
    cell: ({ id, name }) => (
      <Link href={`/settings/people/${id}`}>
        <Text max={80}>{name}</Text>
      </Link>
    ),
  },
  { id: 'email', header: 'E-mail', minWidth: 180, cell: ({ email }) => <Text max={80}>{email}</Text> },
  {
    id: 'roles',
    header: 'Roles',
    minWidth: 200,
    cell: ({ roles }) =>
      roles.length === 0
        ? 'None'
        : roles.map((grant, index) => (
            <div key={index}>
              <ShownGrant {...grant} />
            </div>
          )),
  },
  { id: 'ways', header: 'Signs in by', minWidth: 140, cell: (person) => <Ways person={person} /> },
  { id: 'state', header: 'State', minWidth: 150, cell: (person) => <PersonState person={person} /> },
  { id: 'created', header: 'Since', minWidth: 125, cell: ({ createdAt }) => <Time at={createdAt} dayOnly /> },
]

function Ways({ person }: { readonly person: Person }) {
  return (
    <>
      {waysOf(person)}
      {person.managedBy === null ? null : (
        <Box variant="small">
          Managed by <Text max={60}>{person.managedBy.name}</Text>
        </Box>
      )}
    </>
  )
}

/** Who may sign in, and who is invited. */
export function PeopleTab() {
  const may = useMay()
  const [isInviting, setInviting] = useState(false)
  const paging = usePaging('people')
  const people = useQuery(peopleQuery(paging.cursor))
  return (
    <SpaceBetween size="l">
      <PagedTable
        query={people}
        columns={columns}
        what="people"
        paging={paging}
        trackBy="id"
        header={
          <Header
            description="A name leads to the person’s roles and what can be done about them."
            actions={
              may('people:write', 'everywhere') ? (
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
      <Invitations />
      {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </SpaceBetween>
  )
}
