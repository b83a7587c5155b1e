import Alert from '@cloudscape-design/components/alert'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import { useMay } from '../../../auth/session.ts'
import { Text } from '../../../components/text.tsx'
import { counted } from '../../../lib/words.ts'
import { organizationsQuery } from '../../organizations/queries.ts'
import { describeSetters } from './badge-setters.ts'

const readMax = 200

/** Who could change what somebody may do, by changing this badge: said where a badge is about to bound permissions. */
export function BadgeFacts({ badge }: { readonly badge: string }) {
  const may = useMay()
  const uses = useQuery({
    queryKey: ['badge-setters', badge],
    queryFn: ({ signal }) => call('GET /v1/badges', { query: { key: badge, limit: readMax }, signal }),
    enabled: may('badges:read'),
    staleTime: 60_000,
  })
  const organizations = useQuery({ ...organizationsQuery, enabled: may('organizations:read') })
  const { fromTags, fromPlaces, fromPeople } = describeSetters(uses.data?.items ?? [])
  const managers = (organizations.data?.items ?? []).map(({ managementAccountId }) => managementAccountId)
  const atLeast = (uses.data?.nextCursor ?? null) === null ? '' : 'at least '
  return (
    <Alert
      type="info"
      statusIconAriaLabel="Note"
      header={
        <>
          Who can change the badge <Text max={60}>{badge}</Text>
        </>
      }
    >
      <ul className="plain-list">
        <li>
          In Reeve: a domain admin, and nobody else while it stands in a scope.
          {fromPeople === 0 ? '' : ` Set here on ${atLeast}${counted(fromPeople, 'account')}.`}
        </li>
        <li>
          In AWS: whoever may tag an account with this key, by organizations:TagResource
          {managers.length === 0 ? ' in the management account' : ` in management account ${managers.join(', ')}`} or as a delegated
          administrator.{' '}
          {fromTags === 0
            ? 'No account has it from a tag now; a tag of this key would take over.'
            : `${atLeast}${counted(fromTags, 'account')} ${fromTags === 1 ? 'has' : 'have'} it from a tag.`}{' '}
          Restrict that action with an SCP, or choose OUs.
        </li>
        {fromPlaces === 0 ? null : (
          <li>
            On {atLeast}
            {counted(fromPlaces, 'account')} it follows the account’s place: whoever may move accounts in AWS.
          </li>
        )}
      </ul>
      {uses.error === null ? null : 'Where the badge comes from now could not be read.'}
    </Alert>
  )
}
