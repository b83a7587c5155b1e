import { QueryClient } from '@tanstack/react-query'
import { connection } from '../api/connection.ts'
import { ConnectionLost, isProblem } from '../api/problem.ts'

/** Server state lives here only. What was refused is not asked again by itself; what got no answer is, once the server is back. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && (isProblem(error, 503) || isProblem(error, 502)),
      refetchOnWindowFocus: (query) => !(query.state.error instanceof ConnectionLost),
    },
    mutations: { retry: false },
  },
})

connection.state.subscribe(() => {
  if (connection.state.get() === 'up') void queryClient.invalidateQueries()
})
