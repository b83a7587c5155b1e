import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { counted } from '../../../lib/words.ts'
import { groupPermissions, type Permission, type PermissionGroup, toggleArea } from './permission-groups.ts'

type Props = {
  readonly permissions: readonly Permission[]
  readonly chosen: readonly string[]
  readonly error?: string | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

/** Permissions in plain words, by area; an area can be ticked as a whole. */
export function PermissionPicker({ permissions, chosen, error, onChange }: Props) {
  const [find, setFind] = useState('')
  const wanted = find.trim().toLowerCase()
  const groups = groupPermissions(
    permissions.filter(({ permission, summary }) => `${permission} ${summary}`.toLowerCase().includes(wanted)),
  )
  return (
    <FormField
      stretch
      label="May do"
      description="Reading never implies writing: tick both where both are meant."
      errorText={error}
      constraintText={chosen.length === 0 ? 'Nothing is ticked yet.' : `${counted(chosen.length, 'permission')} ticked.`}
    >
      <SpaceBetween size="m">
        <Input
          type="search"
          value={find}
          placeholder="Find a permission"
          ariaLabel="Find a permission"
          clearAriaLabel="Clear"
          onChange={({ detail }) => setFind(detail.value)}
        />
        {groups.length === 0 ? <Box color="text-body-secondary">No permission has this word.</Box> : null}
        <div className="permission-areas">
          {groups.map((group) => (
            <Area key={group.area} group={group} chosen={chosen} onChange={onChange} />
          ))}
        </div>
      </SpaceBetween>
    </FormField>
  )
}

type AreaProps = { readonly group: PermissionGroup } & Pick<Props, 'chosen' | 'onChange'>

function Area({ group, chosen, onChange }: AreaProps) {
  const { area, permissions } = group
  const count = permissions.filter(({ permission }) => chosen.includes(permission)).length
  return (
    <div role="group" aria-label={area}>
      <SpaceBetween size="xxs">
        <Checkbox
          checked={count === permissions.length}
          indeterminate={count > 0 && count < permissions.length}
          onChange={() => onChange(toggleArea(chosen, group))}
        >
          <strong>{area}</strong>
        </Checkbox>
        {permissions.map(({ permission, summary }) => (
          <div key={permission} className="permission">
            <Checkbox
              checked={chosen.includes(permission)}
              description={<code>{permission}</code>}
              onChange={({ detail }) => onChange(detail.checked ? [...chosen, permission] : chosen.filter((each) => each !== permission))}
            >
              {summary}
            </Checkbox>
          </div>
        ))}
      </SpaceBetween>
    </div>
  )
}
