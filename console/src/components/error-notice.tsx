import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { ConnectionLost, describeError, isProblem, Problem } from '../api/problem.ts'
import { Text } from './text.tsx'

/** What stands where data could not be shown: not permitted, not there, or not answered; never an empty list in its place. */
export function ErrorNotice({ error, onRetry, what }: { readonly error: unknown; readonly onRetry?: () => void; readonly what: string }) {
  const header = isProblem(error, 403)
    ? `You may not see ${what}`
    : isProblem(error, 404)
      ? `There is no such thing here`
      : error instanceof ConnectionLost
        ? 'Reeve does not answer'
        : `Could not load ${what}`
  return (
    <Alert
      type={isProblem(error, 403) ? 'info' : error instanceof ConnectionLost ? 'warning' : 'error'}
      header={header}
      statusIconAriaLabel="Error"
      action={onRetry === undefined || isProblem(error, 403) ? undefined : <Button onClick={onRetry}>Try again</Button>}
    >
      <Text max={2000}>{describeError(error)}</Text>
      {error instanceof Problem && error.status >= 500 ? <div>Request {error.requestId}</div> : null}
    </Alert>
  )
}
