import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import TreeView from '@cloudscape-design/components/tree-view'
import { useState } from 'react'
import { Text } from '../../components/text.tsx'
import { chosenCount, type ScopeNode, tickOf, toggle } from './scope-tree.ts'

type Props = {
  readonly label?: string
  readonly roots: readonly ScopeNode[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** OUs with ticks: whole, in part, or not at all, and how many accounts that is. */
export function ScopePicker({ label = 'OUs to import', roots, chosen, onChange }: Props) {
  const [opened, setOpened] = useState<readonly string[]>()
  const shown = opened ?? roots.map(({ id }) => id)
  return (
    <TreeView<ScopeNode>
      ariaLabel={label}
      items={roots}
      getItemId={({ id }) => id}
      getItemChildren={({ children }) => [...children]}
      expandedItems={shown}
      onItemToggle={({ detail }) => setOpened(detail.expanded ? [...shown, detail.id] : shown.filter((id) => id !== detail.id))}
      i18nStrings={{ expandButtonLabel: ({ name }) => `Open ${name}`, collapseButtonLabel: ({ name }) => `Close ${name}` }}
      renderItem={(node) => ({
        content: <Row node={node} chosen={chosen} onToggle={() => onChange(toggle(roots, chosen, node.id))} />,
      })}
    />
  )
}

function Row({ node, chosen, onToggle }: { readonly node: ScopeNode; readonly chosen: readonly string[]; readonly onToggle: () => void }) {
  const isRoot = node.id.startsWith('r-')
  const tick = tickOf(node, chosen)
  const counts = `${chosenCount(node, chosen).toLocaleString('en')} of ${node.total.toLocaleString('en')} accounts`
  if (isRoot) {
    return (
      <span className="tree-row">
        <strong>Root</strong> <Box variant="small">{counts}</Box>
      </span>
    )
  }
  return (
    <Checkbox checked={tick === 'all'} indeterminate={tick === 'some'} onChange={onToggle}>
      <span className="tree-row">
        <Text max={60}>{node.name}</Text> <Box variant="small">{node.name === node.id ? counts : `${counts} · ${node.id}`}</Box>
      </span>
    </Checkbox>
  )
}
