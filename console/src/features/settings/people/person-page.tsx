import Alert from '@cloudscape-design/components/alert'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Person } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { personQuery } from '../queries.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonRoles } from './person-roles.tsx'
import { PersonState } from './person-state.tsx'
import { waysOf } from './ways.ts'

/** One person: how they sign in, what they may do where and from where that comes, and what can be done about them. */
export function PersonPage() {
  const may = useMay()
  const { person: id } = useParams({ strict: false }) as { person: string }
  const query = useQuery(personQuery(id))
  return (
    <Page
      title={query.data?.name ?? 'Person'}
      trail={[
        { text: 'Settings', href: '/settings' },
        { text: 'People', href: '/settings?tab=people' },
      ]}
      actions={query.data === undefined || !may('people:write', 'everywhere') ? null : <PersonActions person={query.data} />}
    >
      <Loaded query={query} what="this person">
        {(person) => (
          <SpaceBetween size="l">
            {person.managedBy === null ? null : (
              <Alert type="info" header="Managed by a directory" statusIconAriaLabel="Note">
                <Text max={100}>{person.managedBy.name}</Text> keeps this person’s name, e-mail and groups by SCIM. Change those there; what
                is changed here would be overwritten.
              </Alert>
            )}
            <Facts person={person} />
            <PersonRoles key={person.id} person={person} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  )
}

function Facts({ person }: { readonly person: Person }) {
  const { id, email, hasPassword, hasSecondFactor, createdAt, disabledAt } = person
  return (
    <Container header={<Header variant="h2">Sign-in</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={190}
        items={[
          { label: 'E-mail', value: <Text max={200}>{email}</Text> },
          { label: 'Signs in by', value: waysOf(person) },
          {
            label: 'Second factor',
            value: hasSecondFactor ? 'Set up' : hasPassword ? 'Not set up' : 'Up to the identity provider',
          },
          { label: 'State', value: <PersonState person={person} /> },
          { label: disabledAt === null ? 'Since' : 'Disabled', value: <Time at={disabledAt ?? createdAt} /> },
          { label: 'ID', value: <Copyable text={id} what="the ID" /> },
        ]}
      />
    </Container>
  )
}
