import { QueryClient } from '@tanstack/react-query'
import { connection } from '../api/connection.ts'
import { ConnectionLost, isProblem } from '../api/problem.ts'
import { credential } from '../auth/credential.ts'

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

let before = credential.state.get()
credential.state.subscribe(() => {
  const now = credential.state.get()
  if (before !== 'signed_in' && now === 'signed_in') void queryClient.invalidateQueries()
  if (now === 'signed_out') queryClient.clear()
  before = now
})
