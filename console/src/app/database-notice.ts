import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { useMay } from '../auth/session.ts'

const hourMs = 3_600_000

const databaseQuery = queryOptions({
  queryKey: ['system', 'database'],
  queryFn: ({ signal }) => call('GET /v1/system/database', { signal }),
  staleTime: hourMs,
  refetchInterval: hourMs,
})

/** What to say to who looks after the installation where the embedded database holds more than it is meant for. */
export function useDatabaseNotice(): string | undefined {
  const may = useMay()
  const { data } = useQuery({ ...databaseQuery, enabled: may('system:read', 'everywhere') })
  return data?.isBeyond === true ? data.detail : undefined
}
