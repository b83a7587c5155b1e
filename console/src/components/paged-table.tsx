import Box from '@cloudscape-design/components/box'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorNotice } from './error-notice.tsx'
import type { PageEnds, Paging } from './use-paging.ts'

export type ListPage<T> = { readonly items: readonly T[] } & PageEnds

type Props<T> = Omit<TableProps<T>, 'items' | 'loading' | 'empty' | 'pagination' | 'columnDefinitions'> & {
  readonly query: UseQueryResult<ListPage<T>>
  readonly columns: TableProps<T>['columnDefinitions']
  readonly what: string
  readonly paging?: Paging
  readonly empty: ReactNode
}

/** A table of one page of the server's list. A failed read is told as such, never shown as an empty table. */
export function PagedTable<T>({ query, columns, what, paging, empty, ...rest }: Props<T>) {
  const failed = query.data === undefined && query.error !== null
  return (
    <Table<T>
      {...rest}
      // What the server does not sort is not offered to be sorted: sorting one page would say little of the list.
      items={query.data?.items ?? []}
      columnDefinitions={columns.map(withSortLabel)}
      loading={query.isPending}
      loadingText={`Loading ${what}`}
      ariaLabels={{ tableLabel: what, ...rest.ariaLabels }}
      wrapLines={rest.wrapLines ?? true}
      empty={
        failed ? (
          <ErrorNotice error={query.error} what={what} onRetry={() => void query.refetch()} />
        ) : (
          <Box textAlign="center" color="inherit" padding={{ vertical: 's' }}>
            <SpaceBetween size="xs">{empty}</SpaceBetween>
          </Box>
        )
      }
      pagination={
        paging === undefined || (paging.page === 1 && (query.data?.nextCursor ?? null) === null) ? undefined : (
          <Pagination
            currentPageIndex={paging.page}
            pagesCount={(query.data?.nextCursor ?? null) === null ? paging.page : paging.page + 1}
            openEnd={(query.data?.nextCursor ?? null) !== null}
            ariaLabels={{
              nextPageLabel: 'Next page',
              previousPageLabel: 'Previous page',
              paginationLabel: `Pages of ${what}`,
              pageLabel: (page) => `Page ${page}`,
            }}
            onChange={({ detail }) => paging.go(detail.currentPageIndex, query.data ?? { nextCursor: null })}
          />
        )
      }
    />
  )
}

/** What a screen reader is told of a column that can be sorted. */
function withSortLabel<T>(column: TableProps.ColumnDefinition<T>): TableProps.ColumnDefinition<T> {
  if (column.sortingField === undefined || column.ariaLabel !== undefined) return column
  return {
    ...column,
    ariaLabel: ({ sorted, descending }) =>
      `${typeof column.header === 'string' ? column.header : ''}, ${sorted ? `sorted ${descending ? 'descending' : 'ascending'}` : 'not sorted'}`,
  }
}
