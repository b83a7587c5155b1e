import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { connectionQuery } from '../queries.ts'
import { EditAccountForm } from './page.tsx'

export function EditAccountPage() {
  const { accountId } = useParams({ strict: false }) as { accountId: string }
  // The form keeps what it began with: a newer version is told as a conflict, never slipped under what is being typed.
  const query = useQuery({ ...connectionQuery(accountId), staleTime: Infinity, refetchOnMount: 'always' })
  return (
    <Page
      title="Edit connection"
      trail={[
        { text: 'Accounts', href: '/accounts' },
        { text: query.data?.name ?? accountId, href: `/accounts/${accountId}` },
      ]}
    >
      {query.isFetchedAfterMount ? (
        <Loaded query={query} what="the connection">
          {(connection) => <EditAccountForm loaded={connection} />}
        </Loaded>
      ) : null}
    </Page>
  )
}
