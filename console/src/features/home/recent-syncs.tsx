import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import Link from '@cloudscape-design/components/link'
import { useQueries } from '@tanstack/react-query'
import type { Organization } from '../../api/operations.gen.ts'
import { Time } from '../../components/time.tsx'
import { Text } from '../../components/text.tsx'
import { syncsQuery } from '../organizations/queries.ts'
import { SyncStatus } from '../organizations/organization/sync-columns.tsx'

/** When each organization was last read, and how that went: the age of everything else that is shown. */
export function RecentSyncs({ organizations }: { readonly organizations: readonly Organization[] }) {
  const syncs = useQueries({ queries: organizations.map(({ organizationId }) => syncsQuery(organizationId, { limit: 1 })) })
  return (
    <Container fitHeight header={<Header variant="h2">Last read from AWS</Header>}>
      <Table
        wrapLines
        variant="borderless"
        items={organizations.map((organization, index) => ({ organization, sync: syncs[index]?.data?.items[0] }))}
        trackBy={({ organization }) => organization.organizationId}
        ariaLabels={{ tableLabel: 'Last syncs' }}
        columnDefinitions={[
          {
            id: 'organization',
            header: 'Organization',
            isRowHeader: true,
            cell: ({ organization: { organizationId, nickname } }) => (
              <Link href={`/organizations/${organizationId}`}>
                <Text max={50}>{nickname ?? organizationId}</Text>
              </Link>
            ),
          },
          { id: 'at', header: 'Last sync', cell: ({ sync }) => (sync === undefined ? 'Unknown' : <Time at={sync.startedAt} />) },
          { id: 'status', header: 'Status', cell: ({ sync }) => (sync === undefined ? '–' : <SyncStatus status={sync.status} />) },
        ]}
      />
    </Container>
  )
}
