import Link from '@cloudscape-design/components/link'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../../auth/session.ts'
import { Time } from '../../../components/time.tsx'
import { lastVerificationQuery } from './queries.ts'

/** How far answers to policy questions can be trusted, in a line, with the way to more. */
export function VerificationLine() {
  const may = useMay()
  const { data } = useQuery({ ...lastVerificationQuery, enabled: may('policies:read', 'everywhere') })
  if (data === undefined) return null
  const { state, last } = data
  return (
    <StatusIndicator type={state === 'ok' ? 'success' : state === 'failed' ? 'error' : 'pending'}>
      <span className="hostile">
        {last === null ? (
          'The answers computed here were not yet compared with AWS’s. '
        ) : (
          <>
            Compared with AWS on <Time at={last.finishedAt} dayOnly />:{' '}
            {state === 'ok' ? 'no answer differed. ' : `${last.disagreementCount.toLocaleString('en')} answers differed. `}
          </>
        )}
        <Link href="/policies?tab=verification">More</Link>
      </span>
    </StatusIndicator>
  )
}
