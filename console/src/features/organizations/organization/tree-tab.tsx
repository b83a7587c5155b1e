import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TextFilter from '@cloudscape-design/components/text-filter'
import TreeView from '@cloudscape-design/components/tree-view'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { OrganizationTree } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { AccountStatus } from '../../../components/account-status.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { counted } from '../../../lib/words.ts'
import { treeQuery } from '../queries.ts'
import { NodeDetails } from './node-details.tsx'
import { idsWithChildren, pathTo, searchNodes, toNodes, type TreeNode } from './tree-nodes.ts'

/** Above this many matches the tree stays closed: opening thousands of rows at once helps nobody. */
const openedMax = 300

export function TreeTab({ org }: { readonly org: string }) {
  const query = useQuery(treeQuery(org))
  return (
    <Loaded query={query} what="the tree">
      {(tree) => <Explorer org={org} tree={tree} />}
    </Loaded>
  )
}

function Explorer({ org, tree }: { readonly org: string; readonly tree: OrganizationTree }) {
  const [{ node: chosenId, find = '' }, change] = useSearchState()
  const nodes = useMemo(() => toNodes(tree), [tree])
  const wanted = useDeferredValue(find)
  const found = useMemo(() => searchNodes(nodes, wanted), [nodes, wanted])
  const way = pathTo(nodes, chosenId ?? nodes[0]?.id ?? '')
  const [opened, setOpened] = useState<readonly string[]>(() => [nodes[0]?.id ?? '', ...way.map(({ id }) => id)])
  const searched = wanted === '' ? opened : idsWithChildren(found).slice(0, openedMax)
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
      <Container
        header={
          <Header
            counter={`(${counted(
              nodes.reduce((sum, each) => sum + each.accounts, 0),
              'account',
            )})`}
            actions={<Open nodes={nodes} onChange={setOpened} />}
          >
            Tree
          </Header>
        }
      >
        <SpaceBetween size="s">
          <TextFilter
            filteringText={find}
            filteringPlaceholder="Find an OU or account by name or id"
            filteringAriaLabel="Find in the tree"
            onChange={({ detail }) => change({ find: detail.filteringText }, { replace: true })}
          />
          {found.length === 0 ? <Box color="text-status-inactive">Nothing in the tree has this name or id.</Box> : null}
          <TreeView<TreeNode>
            ariaLabel="Organization tree"
            items={found}
            getItemId={({ id }) => id}
            getItemChildren={({ children }) => [...children]}
            expandedItems={searched}
            onItemToggle={({ detail }) => setOpened(detail.expanded ? [...searched, detail.id] : searched.filter((id) => id !== detail.id))}
            connectorLines="vertical"
            renderItem={(item) => ({
              icon: undefined,
              content: <Row node={item} isChosen={item.id === way.at(-1)?.id} onChoose={() => change({ node: item.id })} />,
            })}
            i18nStrings={{ expandButtonLabel: ({ name }) => `Open ${name}`, collapseButtonLabel: ({ name }) => `Close ${name}` }}
          />
        </SpaceBetween>
      </Container>
      <NodeDetails org={org} way={way} />
    </Grid>
  )
}

function Open({ nodes, onChange }: { readonly nodes: readonly TreeNode[]; readonly onChange: (ids: readonly string[]) => void }) {
  const all = idsWithChildren(nodes)
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {all.length <= openedMax ? <Button onClick={() => onChange(all)}>Open all</Button> : null}
      <Button onClick={() => onChange([nodes[0]?.id ?? ''])}>Close all</Button>
    </SpaceBetween>
  )
}

function Row({ node, isChosen, onChoose }: { readonly node: TreeNode; readonly isChosen: boolean; readonly onChoose: () => void }) {
  return (
    <span className="tree-row">
      <Button variant="inline-link" onClick={onChoose} ariaLabel={`Show ${node.name}`}>
        <span style={{ fontWeight: isChosen ? 700 : 400 }}>
          <Text max={60}>{node.name}</Text>
        </span>
      </Button>
      {node.kind === 'account' ? null : <Box variant="small">{counted(node.accounts, 'account')}</Box>}
      {node.isManagementAccount === true ? <Badge color="blue">management</Badge> : null}
      {node.status === undefined || node.status === 'ok' ? null : <AccountStatus status={node.status} />}
      {node.policies.length === 0 ? null : <Badge>{counted(node.policies.length, 'policy', 'policies')}</Badge>}
    </span>
  )
}
