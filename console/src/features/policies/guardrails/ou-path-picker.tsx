import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { OrganizationalUnitNode } from '../../../api/operations.gen.ts'
import { ScopePicker } from '../../organizations/scope-picker.tsx'
import { scopeNodesOfTree } from '../../organizations/scope-tree.ts'
import { organizationsQuery, treeQuery } from '../../organizations/queries.ts'

type Props = {
  readonly value: readonly string[]
  readonly error: string | undefined
  readonly onChange: (paths: readonly string[]) => void
}

/** OUs ticked on the tree, as the organization paths that conditions compare: the OU and everything below it. */
export function OuPathPicker({ value, error, onChange }: Props) {
  const organizations = useQuery(organizationsQuery)
  const [chosen, setChosen] = useState<string>()
  const org = chosen ?? organizations.data?.items[0]?.organizationId
  const tree = useQuery({ ...treeQuery(org ?? ''), enabled: org !== undefined })
  const paths = useMemo(() => (tree.data === undefined ? new Map<string, string>() : pathsOf(tree.data.root)), [tree.data])
  const roots = useMemo(() => (tree.data === undefined ? [] : [scopeNodesOfTree(tree.data.root)]), [tree.data])
  const ticked = [...paths].filter(([, path]) => value.includes(`${path}*`)).map(([id]) => id)
  const options = (organizations.data?.items ?? []).map(({ organizationId, nickname }) => ({
    value: organizationId,
    label: nickname ?? organizationId,
  }))
  return (
    <FormField label="OUs inside the boundary" description="With everything below each." errorText={error} stretch>
      <SpaceBetween size="s">
        {options.length > 1 ? (
          <Select
            ariaLabel="Organization"
            selectedOption={options.find(({ value: id }) => id === org) ?? null}
            options={options}
            onChange={({ detail }) => {
              setChosen(detail.selectedOption.value)
              onChange([])
            }}
          />
        ) : null}
        <ScopePicker
          roots={roots}
          chosen={ticked}
          onChange={(ids) => onChange(ids.flatMap((id) => paths.get(id) ?? []).map((path) => `${path}*`))}
        />
        {value.length === 0 ? null : (
          <TokenGroup
            items={value.map((label) => ({ label, dismissLabel: `Remove ${label}` }))}
            onDismiss={({ detail }) => onChange(value.filter((_, index) => index !== detail.itemIndex))}
          />
        )}
      </SpaceBetween>
    </FormField>
  )
}

function pathsOf(node: OrganizationalUnitNode): Map<string, string> {
  return new Map([
    [node.id, node.pathIds.endsWith('/') ? node.pathIds : `${node.pathIds}/`],
    ...node.children.flatMap((child) => [...pathsOf(child)]),
  ])
}
