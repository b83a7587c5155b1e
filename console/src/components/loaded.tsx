import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorNotice } from './error-notice.tsx'

type LoadedProps<T> = { readonly query: UseQueryResult<T>; readonly what: string; readonly children: (data: T) => ReactNode }

/** Loading, refused and failed reads look alike on every page; what was read before stays visible while it is read again. */
export function Loaded<T>({ query, what, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error !== null) return <ErrorNotice error={query.error} what={what} onRetry={() => void query.refetch()} />
  return (
    <Box textAlign="center" padding="l">
      <span role="status">
        <Spinner /> Loading {what} …
      </span>
    </Box>
  )
}
