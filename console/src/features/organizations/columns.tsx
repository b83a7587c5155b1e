import Link from '@cloudscape-design/components/link'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import type { Organization } from '../../api/operations.gen.ts'
import { Copyable } from '../../components/copyable.tsx'
import { Text } from '../../components/text.tsx'
import { counted, words } from '../../lib/words.ts'
import { ManagementAccount } from './management-account.tsx'

export const organizationColumns: TableProps.ColumnDefinition<Organization>[] = [
  {
    id: 'organization',
    header: 'Organization',
    isRowHeader: true,
    cell: ({ organizationId, nickname }) => (
      <Link href={`/organizations/${organizationId}`}>
        <Text max={80}>{nickname ?? organizationId}</Text>
      </Link>
    ),
  },
  { id: 'id', header: 'Organization ID', cell: ({ organizationId }) => <Copyable text={organizationId} what="organization id" /> },
  {
    id: 'accounts',
    header: 'Accounts',
    cell: ({ accounts, organizationId }) => (
      <Link href={`/accounts?organization=${organizationId}`}>{counted(accounts.total, 'account')}</Link>
    ),
  },
  {
    id: 'attention',
    header: 'Attention',
    cell: ({ accounts, organizationId }) =>
      accounts.attention === 0 ? (
        <StatusIndicator type="success">None</StatusIndicator>
      ) : (
        <StatusIndicator type="warning">
          <Link href={`/accounts?organization=${organizationId}&attention=true`}>{counted(accounts.attention, 'account')}</Link>
        </StatusIndicator>
      ),
  },
  { id: 'through', header: 'Registered through', cell: ({ registeredThrough }) => words(registeredThrough) },
  {
    id: 'management',
    header: 'Management account',
    cell: ({ managementAccountId }) => <ManagementAccount id={managementAccountId} />,
  },
]
