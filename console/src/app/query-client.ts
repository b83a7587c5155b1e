import { QueryClient } from '@tanstack/react-query'
import { connection } from '../api/connection.ts'
import { ConnectionLost, isProblem } from '../api/problem.ts'

/** Server state lives here only. What was refused is not asked again by itself; what got no answer is, once the server is back. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Whether the server answers is asked of the server: it may be reachable without the internet.
      networkMode: 'always',
      staleTime: 5_000,
      // What no page shows any more goes soon: pages of a large estate are large, and asked again in no time.
      gcTime: 60_000,
      retry: (count, error) => count < 2 && (isProblem(error, 503) || isProblem(error, 502)),
      refetchOnWindowFocus: (query) => !(query.state.error instanceof ConnectionLost),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

connection.state.subscribe(() => {
  if (connection.state.get() === 'up') void queryClient.invalidateQueries()
})
