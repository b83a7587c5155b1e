import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Person } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { useMay } from '../../../auth/session.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { Text } from '../../../components/text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { words } from '../../../lib/words.ts'
import { type GrantDraft, grantDraftOf, grantsOf, newGrant } from '../access/grant-draft.ts'
import { GrantsEditor, rowLabels } from '../access/grants-editor.tsx'
import { ShownGrant } from '../access/shown-grant.tsx'

type Role = Person['roles'][number]
const labels = { role: 'Role', scope: 'Where' }

/** Roles given here, to be changed; and those that a provider or directory gives, which are changed there. */
export function PersonRoles({ person }: { readonly person: Person }) {
  const given = person.roles.filter(({ source }) => source === 'here')
  const elsewhere = person.roles.filter(({ source }) => source !== 'here')
  return (
    <SpaceBetween size="l">
      <GivenRoles person={person} given={given} />
      {elsewhere.length === 0 ? null : <OtherRoles roles={elsewhere} />}
    </SpaceBetween>
  )
}

function GivenRoles({ person, given }: { readonly person: Person; readonly given: readonly Role[] }) {
  const may = useMay()
  const [isEditing, setEditing] = useState(false)
  const edit = may('people:write', 'everywhere') && !isEditing ? <Button onClick={() => setEditing(true)}>Change</Button> : null
  return (
    <Container
      header={
        <Header variant="h2" description="They add up, and count from this person’s next request on." actions={edit}>
          Roles given here
        </Header>
      }
    >
      {isEditing ? (
        <RolesForm person={person} given={given} onClose={() => setEditing(false)} />
      ) : given.length === 0 ? (
        <Box color="text-body-secondary">None.</Box>
      ) : (
        <ul className="plain-list">
          {given.map((grant, index) => (
            <li key={index}>
              <ShownGrant {...grant} />
            </li>
          ))}
        </ul>
      )}
    </Container>
  )
}

type FormProps = { readonly person: Person; readonly given: readonly Role[]; readonly onClose: () => void }

function RolesForm({ person, given, onClose }: FormProps) {
  const [drafts, setDrafts] = useState<readonly GrantDraft[]>(() => given.map(grantDraftOf))
  const save = useAction({
    run: async () => call('PUT /v1/people/{person}/roles', { path: { person: person.id }, body: { roles: grantsOf(drafts, 'roles') } }),
    done: () => 'The roles are saved.',
    after: onClose,
  })
  return (
    <SpaceBetween size="m">
      <FormErrors error={save.error} labels={rowLabels('roles', drafts.length, labels)} header="Nothing was saved" />
      {drafts.length > 0 ? null : (
        <Alert type="warning" statusIconAriaLabel="Warning">
          Without a role they may sign in and see nothing.
        </Alert>
      )}
      <GrantsEditor
        value={drafts}
        errors={errorsByField(save.error)}
        at="roles"
        create={() => newGrant()}
        add="Add a role"
        empty="No role."
        onChange={setDrafts}
      />
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" loading={save.isPending} onClick={() => save.mutate()}>
          Save the roles
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  )
}

function OtherRoles({ roles }: { readonly roles: readonly Role[] }) {
  return (
    <Table
      wrapLines
      items={roles}
      ariaLabels={{ tableLabel: 'Roles from elsewhere' }}
      header={
        <Header variant="h2" description="They follow what the provider or directory says, and are changed there or in its mapping.">
          Roles from elsewhere
        </Header>
      }
      columnDefinitions={[
        { id: 'role', header: 'Role', isRowHeader: true, cell: ({ role }) => words(role) },
        { id: 'where', header: 'Where', cell: ({ scope }) => (scope === null ? 'Everywhere' : <Text max={200}>{scope}</Text>) },
        { id: 'source', header: 'Comes from', cell: ({ source }) => <Source source={source} /> },
      ]}
    />
  )
}

function Source({ source }: { readonly source: string }) {
  return source.startsWith('scim:') ? (
    <>A group of a directory (SCIM)</>
  ) : (
    <>
      Claims at <Text max={60}>{source}</Text>
    </>
  )
}
