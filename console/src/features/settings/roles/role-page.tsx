import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { call } from '../../../api/client.ts'
import type { Role } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { AskButton } from '../../../components/ask-button.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { useAction } from '../../../components/use-action.ts'
import { words } from '../../../lib/words.ts'
import type { Permission } from '../access/permission-groups.ts'
import { PermissionList } from '../access/permission-list.tsx'
import { rolesQuery } from '../queries.ts'
import { RoleForm } from './role-form.tsx'

const trail = [
  { text: 'Settings', href: '/settings' },
  { text: 'Roles', href: '/settings?tab=roles' },
]

export function AddRolePage() {
  const may = useMay()
  const roles = useQuery(rolesQuery)
  return (
    <Page title="Create role" trail={trail}>
      {may('people:write', 'everywhere') ? (
        <Loaded query={roles} what="the permissions">
          {({ items, permissions }) => <RoleForm taken={items.map(({ name }) => name)} permissions={permissions} />}
        </Loaded>
      ) : (
        <Alert type="info" header="You may not create roles" statusIconAriaLabel="Note">
          A domain admin may.
        </Alert>
      )}
    </Page>
  )
}

/** One role: Reeve's own to read, this site's to change as well. */
export function RolePage() {
  const may = useMay()
  const { role: name } = useParams({ strict: false }) as { role: string }
  const roles = useQuery({ ...rolesQuery, refetchOnMount: 'always' })
  const role = roles.data?.items.find((each) => each.name === name)
  const canEdit = role?.isCustom === true && may('people:write', 'everywhere')
  return (
    <Page
      title={role === undefined || role.isCustom ? name : words(name)}
      trail={trail}
      description={canEdit ? undefined : role?.description}
      actions={canEdit ? <Remove name={name} /> : null}
    >
      <Loaded query={roles} what="the roles">
        {({ permissions, items }) =>
          role === undefined ? (
            <Alert type="warning" header="There is no such role" statusIconAriaLabel="Warning">
              It may have been removed.
            </Alert>
          ) : canEdit && !roles.isFetchedAfterMount ? null : canEdit ? (
            <RoleForm key={name} stored={role} taken={items.map((each) => each.name)} permissions={permissions} />
          ) : (
            <Permits role={role} permissions={permissions} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Permits({ role, permissions }: { readonly role: Role; readonly permissions: readonly Permission[] }) {
  const has = permissions.filter(({ permission }) => role.permissions.includes(permission))
  const lacks = permissions.filter(({ permission }) => !role.permissions.includes(permission))
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description={role.isCustom ? undefined : 'A role of Reeve: its permissions follow the installed version.'}>
            What it permits
          </Header>
        }
      >
        <PermissionList permissions={has} />
      </Container>
      <Container header={<Header variant="h2">What it does not permit</Header>}>
        {lacks.length === 0 ? <Box>Nothing: it permits everything there is.</Box> : <PermissionList permissions={lacks} />}
      </Container>
    </SpaceBetween>
  )
}

function Remove({ name }: { readonly name: string }) {
  const navigate = useNavigate()
  const action = useAction({
    run: () => call('DELETE /v1/roles/{role}', { path: { role: name } }),
    done: () => `The role ${name} is removed.`,
    after: () => void navigate({ to: '/settings', search: { tab: 'roles' } }),
  })
  return (
    <AskButton label="Remove" title={`Remove the role ${name}`} action={action}>
      <Box>It is refused while people or tokens have it.</Box>
    </AskButton>
  )
}
