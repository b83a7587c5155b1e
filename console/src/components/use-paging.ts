import { useSearchState } from '../app/search-state.ts'

/** Where the pages on both sides of the one that is shown begin. Lists that are read forwards only have no `prevCursor`. */
export type PageEnds = { readonly nextCursor: string | null; readonly prevCursor?: string | null }
export type Paging = { readonly page: number; readonly cursor: string | undefined; go(page: number, ends: PageEnds): void }

/** Cursors met while paging, by list and page: how one comes back to a page that was seen. */
const met = new Map<string, string>()
const metMax = 1_000

/** The page of a list, kept in the address. Going back to a page whose beginning is not known any more leads to the first. */
export function usePaging(list: string): Paging {
  const [{ page: pageText, cursor }, change] = useSearchState()
  const page = cursor === undefined ? 1 : Math.max(1, Number(pageText) || 1)
  if (cursor !== undefined) remember(`${list}|${page}`, cursor)
  return {
    page,
    cursor,
    go: (wanted, { nextCursor, prevCursor }) => {
      const beside = wanted === page + 1 ? nextCursor : wanted === page - 1 ? prevCursor : undefined
      const found = wanted > page ? beside : (met.get(`${list}|${wanted}`) ?? beside)
      change(
        wanted <= 1 || found === undefined || found === null
          ? { page: undefined, cursor: undefined }
          : { page: String(wanted), cursor: found },
      )
    },
  }
}

function remember(key: string, cursor: string): void {
  met.delete(key)
  met.set(key, cursor)
  if (met.size > metMax) met.delete(met.keys().next().value ?? '')
}
