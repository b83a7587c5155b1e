import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../../api/client.ts'
import { describeError } from '../../../api/problem.ts'
import { useMay } from '../../../auth/session.ts'
import { counted } from '../../../lib/words.ts'

const pauseMs = 400

/** How many accounts a scope takes in as of now, so that a slip is seen before it is somebody's permission. */
export function ScopeReach({ scope }: { readonly scope: string }) {
  const may = useMay()
  const settled = useSettled(scope)
  const reach = useQuery({
    queryKey: ['scope-reach', settled],
    queryFn: ({ signal }) => call('GET /v1/accounts', { query: { selector: settled, limit: 1, total: 'true' }, signal }),
    enabled: may('accounts:read'),
    retry: false,
  })
  if (!may('accounts:read')) return null
  if (settled !== scope || reach.isPending) return <Box color="text-body-secondary">Counting accounts …</Box>
  if (reach.error !== null)
    return (
      <StatusIndicator type="warning" wrapText>
        <span className="hostile">{describeError(reach.error)}</span>
      </StatusIndicator>
    )
  const { total, items } = reach.data
  const open = (
    <Link href={`/accounts?selector=${encodeURIComponent(scope)}`} external externalIconAriaLabel="Opens in a new tab">
      Show them
    </Link>
  )
  if (items.length === 0) return <StatusIndicator type="warning">No account is in there now.</StatusIndicator>
  return (
    <Box>
      {total === null ? 'Some accounts' : counted(total, 'account')} as of now. {open}
    </Box>
  )
}

/** The value, once it has stayed the same for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
