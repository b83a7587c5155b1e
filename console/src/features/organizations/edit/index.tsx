import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { organizationQuery } from '../queries.ts'
import { EditForm } from './page.tsx'

export function EditOrganizationPage() {
  const { org } = useParams({ strict: false }) as { org: string }
  // The form keeps what it began with: a newer version is told as a conflict, never slipped under what is being typed.
  const query = useQuery({ ...organizationQuery(org), staleTime: Infinity, refetchOnMount: 'always' })
  const name = query.data?.nickname ?? org
  return (
    <Page
      title="Edit organization"
      trail={[
        { text: 'Organizations', href: '/organizations' },
        { text: name, href: `/organizations/${org}` },
      ]}
    >
      {query.isFetchedAfterMount ? (
        <Loaded query={query} what="the organization">
          {(organization) => <EditForm loaded={organization} />}
        </Loaded>
      ) : null}
    </Page>
  )
}
