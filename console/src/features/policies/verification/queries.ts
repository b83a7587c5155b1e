import { queryOptions } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'

export const lastVerificationQuery = queryOptions({
  queryKey: ['policies', 'verification'],
  queryFn: ({ signal }) => call('GET /v1/policies/verifications/last', { signal }),
  staleTime: 60_000,
})
