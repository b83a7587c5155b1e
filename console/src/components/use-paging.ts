import { useSearchState } from '../app/search-state.ts'

export type Paging = { readonly page: number; readonly cursor: string | undefined; go(page: number, nextCursor: string | null): void }

/** Cursors met while paging, by list and page: the server's lists are read forwards only. */
const met = new Map<string, string>()

/** The page of a list, kept in the address. Going back to a page whose beginning is not known any more leads to the first. */
export function usePaging(list: string): Paging {
  const [{ page: pageText, cursor }, change] = useSearchState()
  const page = cursor === undefined ? 1 : Math.max(1, Number(pageText) || 1)
  if (cursor !== undefined) met.set(`${list}|${page}`, cursor)
  return {
    page,
    cursor,
    go: (wanted, nextCursor) => {
      const found = wanted === page + 1 ? nextCursor : met.get(`${list}|${wanted}`)
      change(
        wanted <= 1 || found === undefined || found === null
          ? { page: undefined, cursor: undefined }
          : { page: String(wanted), cursor: found },
      )
    },
  }
}
