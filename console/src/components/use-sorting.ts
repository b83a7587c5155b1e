import type { TableProps } from '@cloudscape-design/components/table'
import { useSearchState } from '../app/search-state.ts'

export type Sorting<Sort extends string> = {
  /** As the server takes it: `name`, or `-name` for the other way round. */
  readonly sort: Sort
  readonly table: Pick<TableProps, 'sortingColumn' | 'sortingDescending' | 'onSortingChange' | 'sortingDisabled'>
}

/** What the server sorts a list by, kept in the address: columns with a `sortingField` among `allowed` can be chosen. Another order begins at its first page. */
export function useSorting<Name extends string>(allowed: readonly Name[], fallback: Name | `-${Name}`): Sorting<Name | `-${Name}`> {
  const [{ sort: asked }, change] = useSearchState()
  const sort = allowed.flatMap((name) => [name, `-${name}`] as const).find((known) => known === asked) ?? fallback
  const isDescending = sort.startsWith('-')
  return {
    sort,
    table: {
      sortingColumn: { sortingField: isDescending ? sort.slice(1) : sort },
      sortingDescending: isDescending,
      onSortingChange: ({ detail }) => {
        const name = detail.sortingColumn.sortingField ?? ''
        const wanted = detail.isDescending === true ? `-${name}` : name
        change({ sort: wanted === fallback ? undefined : wanted, page: undefined, cursor: undefined })
      },
    },
  }
}
