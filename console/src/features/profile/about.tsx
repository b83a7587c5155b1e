import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import type { Person } from '../../api/operations.gen.ts'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { ShownGrant } from '../settings/access/shown-grant.tsx'
import { waysOf } from '../settings/people/ways.ts'

export function About({ person }: { readonly person: Person }) {
  const { name, email, roles, createdAt } = person
  return (
    <Container header={<Header variant="h2">You</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={190}
        items={[
          { label: 'Name', value: <Text max={200}>{name}</Text> },
          { label: 'E-mail', value: <Text max={200}>{email}</Text> },
          { label: 'Signs in by', value: waysOf(person) },
          {
            label: 'Roles',
            value:
              roles.length === 0
                ? 'None: a domain admin gives them'
                : roles.map((grant, index) => (
                    <div key={index}>
                      <ShownGrant {...grant} />
                    </div>
                  )),
          },
          { label: 'Since', value: <Time at={createdAt} dayOnly /> },
        ]}
      />
    </Container>
  )
}
