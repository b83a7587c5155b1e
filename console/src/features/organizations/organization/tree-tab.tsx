import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import TextFilter from '@cloudscape-design/components/text-filter'
import TreeView from '@cloudscape-design/components/tree-view'
import type { TreeLevel } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { AccountStatus } from '../../../components/account-status.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { showText } from '../../../lib/show-text.ts'
import { counted } from '../../../lib/words.ts'
import { NodeDetails } from './node-details.tsx'
import { childrenOf, type TreeItem } from './tree-items.ts'
import type { TreeNode } from './tree-nodes.ts'
import { levelMax, type Tree, useTree } from './use-tree.ts'

/** The organization's tree, read as it is opened, and searched on the server; an estate of any size opens at once. */
export function TreeTab({ org }: { readonly org: string }) {
  const [{ node: chosen, find = '' }, change] = useSearchState()
  const tree = useTree(org, { chosen, find })
  return (
    <Loaded query={tree.root} what="the tree">
      {(root) => (
        <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
          <Container header={<TreeHeader root={root} onClose={tree.closeAll} />}>
            <SpaceBetween size="s">
              <TextFilter
                filteringText={find}
                filteringPlaceholder="Find an OU or account by name or id"
                filteringAriaLabel="Find in the tree"
                onChange={({ detail }) => change({ find: detail.filteringText }, { replace: true })}
              />
              <SearchNote tree={tree} />
              <Explorer tree={tree} onChoose={(id) => change({ node: id })} />
            </SpaceBetween>
          </Container>
          <NodeDetails org={org} way={tree.way} />
        </Grid>
      )}
    </Loaded>
  )
}

function TreeHeader({ root: { place, unplaced }, onClose }: { readonly root: TreeLevel; readonly onClose: () => void }) {
  return (
    <Header counter={`(${counted((place?.accounts ?? 0) + unplaced, 'account')})`} actions={<Button onClick={onClose}>Close all</Button>}>
      Tree
    </Header>
  )
}

function SearchNote({ tree: { search, items } }: { readonly tree: Tree }) {
  if (search === undefined) return null
  if (search.error !== null && search.error !== undefined && items.length === 0)
    return <ErrorNotice error={search.error} what="what was searched" />
  if (search.isBusy && items.length === 0) return <Spinner />
  if (items.length === 0) return <Box color="text-status-inactive">Nothing in the tree has this name or id.</Box>
  return search.isComplete ? null : <Box color="text-status-inactive">More was found than is shown here: give more of the name.</Box>
}

function Explorer({ tree, onChoose }: { readonly tree: Tree; readonly onChoose: (id: string) => void }) {
  const chosen = tree.way.at(-1)?.id
  return (
    <TreeView<TreeItem>
      ariaLabel="Organization tree"
      items={[...tree.items]}
      getItemId={({ id }) => id}
      getItemChildren={(item) => [...childrenOf(item)]}
      expandedItems={tree.opened}
      onItemToggle={({ detail }) => tree.toggle(detail.id, detail.expanded)}
      connectorLines="vertical"
      renderItem={(item) => ({
        icon: undefined,
        content:
          item.kind === 'node' ? (
            <Row node={item.node} isChosen={item.id === chosen} onChoose={() => onChoose(item.id)} />
          ) : (
            <Note item={item} tree={tree} />
          ),
      })}
      i18nStrings={{ expandButtonLabel: (item) => `Open ${nameOf(item)}`, collapseButtonLabel: (item) => `Close ${nameOf(item)}` }}
    />
  )
}

function nameOf(item: TreeItem): string {
  return item.kind === 'node' ? showText(item.node.name, 120) : ''
}

function Note({ item, tree }: { readonly item: Exclude<TreeItem, { kind: 'node' }>; readonly tree: Tree }) {
  if (item.kind === 'loading')
    return (
      <span role="status">
        <Spinner /> Reading …
      </span>
    )
  if (item.kind === 'failed')
    return (
      <Button variant="inline-link" onClick={() => tree.retry(item.under)}>
        Could not be read. Try again
      </Button>
    )
  return tree.isFull(item.under) ? (
    <Link href={`/accounts?selector=${encodeURIComponent(`ou:${item.under}`)}`}>
      More than {levelMax.toLocaleString('en')} accounts: list them
    </Link>
  ) : (
    <Button variant="inline-link" onClick={() => tree.showMore(item.under)}>
      Show more accounts
    </Button>
  )
}

function Row({ node, isChosen, onChoose }: { readonly node: TreeNode; readonly isChosen: boolean; readonly onChoose: () => void }) {
  return (
    <span className="tree-row">
      <Button variant="inline-link" onClick={onChoose} ariaLabel={`Show ${showText(node.name, 120)}`}>
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
