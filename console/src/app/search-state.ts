import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type SearchValues = Readonly<Record<string, string | undefined>>

/** What a page shows lives in its address, so that it can be linked to and the back button works. Empty values leave the address. */
export function useSearchState(): readonly [SearchValues, (change: SearchValues, options?: { readonly replace?: boolean }) => void] {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const change = useCallback(
    (values: SearchValues, { replace = false } = {}) =>
      void navigate({ to: '.', search: (before: SearchValues) => withoutEmpty({ ...before, ...values }), replace, resetScroll: false }),
    [navigate],
  )
  return [search, change]
}

function withoutEmpty(values: SearchValues): SearchValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
}

/** Plain `a=b&c=d`, without types: an account id stays a string. */
export const searchText = {
  parse: (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text)),
  print: (values: Record<string, unknown>): string => {
    const text = new URLSearchParams(
      Object.entries(values).flatMap(([name, value]) =>
        value === undefined || value === '' ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)]],
      ),
    ).toString()
    return text === '' ? '' : `?${text}`
  },
}
