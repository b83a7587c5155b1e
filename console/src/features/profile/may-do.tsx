import ExpandableSection from '@cloudscape-design/components/expandable-section'
import type { Me } from '../../api/operations.gen.ts'
import { Text } from '../../components/text.tsx'
import { counted } from '../../lib/words.ts'
import { groupPermissions } from '../settings/access/permission-groups.ts'
import { PermissionList } from '../settings/access/permission-list.tsx'

type Held = Me['permissions'][number]

/** Everything that this person or token may do, in plain words, and where. */
export function MayDo({ me: { permissions, isScoped } }: { readonly me: Me }) {
  const count = groupPermissions(permissions).reduce((sum, group) => sum + group.permissions.length, 0)
  return (
    <ExpandableSection
      variant="container"
      headerText="What you may do"
      headerCounter={`(${count})`}
      headerDescription={
        count === 0
          ? 'Nothing but see this page: a domain admin gives roles.'
          : `${counted(count, 'thing')}${isScoped ? ', some of them in part of the estate only' : ', everywhere'}.`
      }
    >
      <PermissionList<Held>
        permissions={permissions}
        note={({ scope }) =>
          scope === null ? null : (
            <div>
              only in <Text max={200}>{scope}</Text>
            </div>
          )
        }
      />
    </ExpandableSection>
  )
}
