import { useQueries, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { treeLevelQuery, treeSearchQuery } from '../queries.ts'
import { idsWithChildren, itemsFound, itemsOf, type ReadLevel, type TreeItem, unplaced, wayTo } from './tree-items.ts'
import type { TreeNode } from './tree-nodes.ts'

const pageSize = 100
/** As many accounts of one place as the server gives at once; the listing shows the rest. */
export const levelMax = 1000

export type Tree = {
  readonly items: readonly TreeItem[]
  readonly opened: readonly string[]
  /** From the root to the chosen place or account. */
  readonly way: readonly TreeNode[]
  readonly root: ReturnType<typeof useRoot>
  /** Undefined unless something is searched. */
  readonly search: { readonly isBusy: boolean; readonly isComplete: boolean; readonly error: unknown } | undefined
  toggle(id: string, isOpen: boolean): void
  /** Shows more accounts of a place; false where the listing has to. */
  showMore(id: string): void
  isFull(id: string): boolean
  retry(id: string): void
  readonly closeAll: () => void
}

/** The tree as far as somebody has opened it, or what a search finds in all of it. Nothing is read before it is shown. */
export function useTree(org: string, { chosen, find }: { readonly chosen: string | undefined; readonly find: string }): Tree {
  const root = useRoot(org)
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map())
  const [opened, setOpened] = useState<readonly string[]>([])
  const rootId = root.data?.place?.id
  const wanted = useDeferredValue(find.trim())
  const search = useQuery({ ...treeSearchQuery(org, wanted), enabled: wanted !== '' })
  const readIds = opened.filter((id) => id !== rootId)
  const levels = useQueries({
    queries: readIds.map((under) => treeLevelQuery(org, { under, limit: limits.get(under) ?? pageSize })),
    combine: (results) => results,
  })
  const items = useMemo(() => {
    const read = new Map<string, ReadLevel>(
      readIds.map((id, index) => [
        id,
        { level: levels[index]?.data, hasFailed: levels[index]?.isError === true && levels[index].data === undefined },
      ]),
    )
    return itemsOf(read.set('', { level: root.data, hasFailed: false }))
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- ids and levels change together
  }, [root.data, levels])
  const found = useMemo(() => (search.data === undefined ? [] : itemsFound(search.data)), [search.data])
  const shown = wanted === '' ? items : found
  const known = wayTo(shown, chosen ?? rootId ?? '')
  // Somebody came by a link, or chose something that is not shown any more: where it stands is asked.
  const asked = useQuery({
    ...treeSearchQuery(org, chosen ?? ''),
    enabled: chosen !== undefined && chosen !== unplaced && known.length === 0,
  })
  const way = known.length > 0 || asked.data === undefined || chosen === undefined ? known : wayTo(itemsFound(asked.data), chosen)
  const above = way.slice(0, -1).map(({ id }) => id)
  const cameFromAfar = known.length === 0 && way.length > 0
  useEffect(() => {
    if (cameFromAfar) setOpened((before) => [...new Set([...before, ...above])])
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each place that was come to
  }, [cameFromAfar, chosen])
  return {
    items: shown,
    opened: wanted === '' ? [...(rootId === undefined ? [] : [rootId]), ...opened] : idsWithChildren(found),
    way,
    root,
    search: wanted === '' ? undefined : { isBusy: search.isFetching, isComplete: search.data?.isComplete ?? true, error: search.error },
    toggle: (id, isOpen) =>
      setOpened((before) => (isOpen ? [...before.filter((other) => other !== id), id] : before.filter((other) => other !== id))),
    showMore: (id) => setLimits((before) => new Map(before).set(id, levelMax)),
    isFull: (id) => limits.get(id) === levelMax,
    retry: (id) => void levels[readIds.indexOf(id)]?.refetch(),
    closeAll: () => setOpened([]),
  }
}

function useRoot(org: string) {
  return useQuery(treeLevelQuery(org, { limit: levelMax }))
}
