import Box from '@cloudscape-design/components/box'
import type { ReactNode } from 'react'
import { groupPermissions, type Permission } from './permission-groups.ts'

type Props<P extends Permission> = { readonly permissions: readonly P[]; readonly note?: (permission: P) => ReactNode }

/** What somebody may do, in plain words and by area. */
export function PermissionList<P extends Permission>({ permissions, note }: Props<P>) {
  return (
    <div className="permission-areas">
      {groupPermissions(permissions).map(({ area, permissions: members }) => (
        <div key={area}>
          <Box variant="strong">{area}</Box>
          <ul className="plain-list">
            {(members as readonly P[]).map((permission) => (
              <li key={permission.permission}>
                {permission.summary} <Box variant="small">{permission.permission}</Box>
                {note?.(permission)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
