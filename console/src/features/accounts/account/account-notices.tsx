import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { AccountDetail } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { useMay } from '../../../auth/session.ts'
import { statusLooks } from '../../../components/account-status.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { causeWords, sourceWords, statementHref } from '../../policies/denials/cause-words.ts'
import { statusDetailOf } from './status-detail.ts'

/** The status with its cause and remedy, before anything else; then who manages the account. */
export function AccountNotices({ account }: { readonly account: AccountDetail }) {
  const { ignored, organizationId, inclusion, detachedAt, purgeAfter } = account
  return (
    <SpaceBetween size="m">
      {account.status === 'ok' || inclusion === 'detached' ? null : <StatusNotice account={account} />}
      {inclusion === 'detached' ? (
        <Alert type="info" header="No longer looked at" statusIconAriaLabel="Note">
          Since <Time at={detachedAt} />. <Text max={400}>{account.detachReason ?? ''}</Text>{' '}
          {purgeAfter === null ? null : (
            <>
              What is known of it is kept until <Time at={purgeAfter} dayOnly />.
            </>
          )}
        </Alert>
      ) : null}
      {account.status !== 'ok' || account.statusReason === null ? null : (
        <Alert type="info" statusIconAriaLabel="Note">
          <Text max={1000}>{account.statusReason}</Text>
        </Alert>
      )}
      {ignored === null ? null : (
        <Alert type="info" header="Ignored for now" statusIconAriaLabel="Note">
          Until <Time at={ignored.until} dayOnly />, by <Text max={80}>{ignored.by}</Text>: <Text max={400}>{ignored.reason}</Text>
        </Alert>
      )}
      {organizationId === null || inclusion === 'detached' ? null : (
        <Alert type="info" statusIconAriaLabel="Note">
          Managed by the organization <Link href={`/organizations/${organizationId}`}>{organizationId}</Link>: its credentials and its place
          in Reeve are set there, for all its accounts. It cannot be edited or removed singly.
        </Alert>
      )}
    </SpaceBetween>
  )
}

function StatusNotice({ account }: { readonly account: AccountDetail }) {
  const [, change] = useSearchState()
  const may = useMay()
  const look = statusLooks[account.status]
  const { action, cause, remedy } = statusDetailOf(account.statusDetail)
  const isSingle = account.organizationId === null
  const tab = isSingle ? 'connection' : 'cause'
  const canLook = may(isSingle ? 'accounts:write' : 'organizations:sync')
  return (
    <Alert
      type={look.type === 'error' ? 'error' : look.type === 'warning' ? 'warning' : 'info'}
      header={action === undefined || account.status === 'assume_failed' ? look.text : `${look.text}: ${action}`}
      statusIconAriaLabel={look.text}
      action={canLook ? <Button onClick={() => change({ tab })}>{isSingle ? 'Test the connection' : 'Find the cause'}</Button> : undefined}
    >
      <SpaceBetween size="xs">
        {account.statusReason === null ? null : <Text max={1000}>{account.statusReason}</Text>}
        {cause?.kind === undefined || causeWords[cause.kind] === undefined ? null : <CauseLine cause={cause} />}
        <span>
          <strong>What to do: </strong>
          <Text max={800}>{remedy ?? look.remedy}</Text>
        </span>
        {account.status === 'permission_missing' || account.status === 'scp_blocked' ? (
          <Box variant="small">
            AWS’s policy simulator does not know conditions such as aws:PrincipalArn. Where what should be read is here all the same, this
            may be disregarded.
          </Box>
        ) : null}
      </SpaceBetween>
    </Alert>
  )
}

function CauseLine({ cause }: { readonly cause: NonNullable<ReturnType<typeof statusDetailOf>['cause']> }) {
  const { kind, source, candidates = [] } = cause
  if (kind === undefined) return null
  const href = statementHref(cause)
  return (
    <span>
      <strong>Cause: </strong>
      {kind === 'unknown' && candidates.length > 0
        ? `not known; it may be ${candidates.map((each) => startSmall(causeWords[each as typeof kind] ?? each)).join(', ')}`
        : causeWords[kind]}
      {source === undefined ? '' : ` (${startSmall(sourceWords[source] ?? source)})`}
      {href === undefined ? null : (
        <>
          {'. '}
          <Link href={href}>Show the {cause.policy?.statement === undefined ? 'policy' : 'statement'}</Link>
        </>
      )}
    </span>
  )
}

/** For the middle of a sentence; an abbreviation such as AWS or SCP stays as it is. */
function startSmall(text: string): string {
  return text.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase())
}
