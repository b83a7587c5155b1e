import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { toNodes, type TreeNode } from '../organizations/organization/tree-nodes.ts'
import { treeQuery } from '../organizations/queries.ts'

type Props = {
  readonly org: string | undefined
  readonly label: string
  readonly value: string
  readonly error: string | undefined
  readonly kinds: readonly TreeNode['kind'][]
  readonly onChange: (id: string) => void
}

/** A place of the organization, by name or id; any id may be typed. */
export function PlaceSelect({ org, label, value, error, kinds, onChange }: Props) {
  const tree = useQuery({ ...treeQuery(org ?? ''), enabled: org !== undefined })
  const options = useMemo(() => (tree.data === undefined ? [] : optionsOf(toNodes(tree.data), kinds, '')), [tree.data, kinds])
  return (
    <FormField label={label} errorText={error}>
      <Select
        selectedOption={options.find((option) => option.value === value) ?? (value === '' ? null : { value, label: value })}
        options={options}
        filteringType="auto"
        filteringAriaLabel={`Find: ${label}`}
        virtualScroll
        placeholder="Choose"
        statusType={tree.isLoading ? 'loading' : tree.isError ? 'error' : 'finished'}
        errorText="The tree could not be read."
        empty="There is none."
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  )
}

type Option = { readonly value: string; readonly label: string; readonly description: string }

function optionsOf(nodes: readonly TreeNode[], kinds: readonly TreeNode['kind'][], above: string): Option[] {
  return nodes.flatMap((node) => {
    const path = above === '' ? node.name : `${above} › ${node.name}`
    const own = kinds.includes(node.kind) ? [{ value: node.id, label: node.name, description: `${node.id} · ${path}` }] : []
    return [...own, ...optionsOf(node.children, kinds, path)]
  })
}
