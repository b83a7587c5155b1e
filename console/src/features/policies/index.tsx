import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import Tabs from '@cloudscape-design/components/tabs'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useQuery } from '@tanstack/react-query'
import type { Policy } from '../../api/operations.gen.ts'
import { useSearchState } from '../../app/search-state.ts'
import { useMay } from '../../auth/session.ts'
import { Copyable } from '../../components/copyable.tsx'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { Text } from '../../components/text.tsx'
import { usePaging } from '../../components/use-paging.ts'
import { typeName } from '../organizations/organization/node-details.tsx'
import { policiesQuery } from './queries.ts'
import { EngineVerification } from './verification/verification.tsx'
import { VerificationLine } from './verification/verification-line.tsx'

const columns: TableProps.ColumnDefinition<Policy>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    minWidth: 200,
    cell: ({ policyId, organizationId, name, awsManaged }) => (
      <SpaceBetween direction="horizontal" size="xs">
        <Link href={`/policies/${policyId}?organization=${organizationId}`}>
          <Text max={80}>{name}</Text>
        </Link>
        {awsManaged ? <Badge>AWS managed</Badge> : null}
      </SpaceBetween>
    ),
  },
  { id: 'id', header: 'Policy ID', minWidth: 190, cell: ({ policyId }) => <Copyable text={policyId} what={`policy id ${policyId}`} /> },
  { id: 'type', header: 'Type', cell: ({ type }) => typeName(type) },
  {
    id: 'attachments',
    header: 'Attached to',
    minWidth: 120,
    cell: ({ attachments }) => (attachments === 0 ? 'Nothing' : `${attachments} ${attachments === 1 ? 'place' : 'places'}`),
  },
  {
    id: 'description',
    header: 'Description',
    minWidth: 220,
    cell: ({ description }) => (description === '' ? '–' : <Text max={200}>{description}</Text>),
  },
  {
    id: 'organization',
    header: 'Organization',
    cell: ({ organizationId }) => <Link href={`/organizations/${organizationId}`}>{organizationId}</Link>,
  },
]

const types = [
  { value: '', label: 'SCPs and RCPs' },
  { value: 'SERVICE_CONTROL_POLICY', label: 'SCPs' },
  { value: 'RESOURCE_CONTROL_POLICY', label: 'RCPs' },
]

/** SCPs and RCPs of every organization, as last read, and how far answers about them can be trusted. */
export function PoliciesPage() {
  const may = useMay()
  const [{ tab }, change] = useSearchState()
  return (
    <Page
      title="Policies"
      trail={[]}
      description="Service control and resource control policies, as last read from AWS."
      actions={<Button href="/policies/builder">Write a policy</Button>}
    >
      <Tabs
        activeTabId={tab ?? 'list'}
        onChange={({ detail }) =>
          change({ tab: detail.activeTabId === 'list' ? undefined : detail.activeTabId, page: undefined, cursor: undefined })
        }
        tabs={[
          { id: 'list', label: 'Policies', content: <PolicyList /> },
          ...(may('policies:read', 'everywhere')
            ? [{ id: 'verification', label: 'Checked against AWS', content: <EngineVerification /> }]
            : []),
        ]}
      />
    </Page>
  )
}

function PolicyList() {
  const [{ type, q = '', organization }, change] = useSearchState()
  const paging = usePaging(`policies:${type}:${q}:${organization}`)
  const query = useQuery(policiesQuery({ type: type as 'SERVICE_CONTROL_POLICY', q, organization, limit: 50, cursor: paging.cursor }))
  const fromStart = { page: undefined, cursor: undefined }
  return (
    <SpaceBetween size="m">
      <VerificationLine />
      <PagedTable
        query={query}
        columns={columns}
        what="policies"
        paging={paging}
        trackBy={({ policyId, organizationId }) => `${organizationId} ${policyId}`}
        header={<Header>Policies</Header>}
        filter={
          <div className="filters">
            <TextFilter
              filteringText={q}
              filteringPlaceholder="Find by name or description"
              filteringAriaLabel="Find policies"
              onChange={({ detail }) => change({ q: detail.filteringText, ...fromStart }, { replace: true })}
            />
            <Select
              ariaLabel="Type"
              selectedOption={types.find(({ value }) => value === (type ?? '')) ?? null}
              options={types}
              onChange={({ detail }) => change({ type: detail.selectedOption.value, ...fromStart })}
            />
          </div>
        }
        empty={
          <Box>{q === '' && type === undefined ? 'No policies were read yet: the first sync brings them.' : 'No policy matches.'}</Box>
        }
      />
    </SpaceBetween>
  )
}
