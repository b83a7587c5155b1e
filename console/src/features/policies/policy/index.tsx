import Alert from '@cloudscape-design/components/alert'
import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { PolicyDetail } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { LintedPolicy } from '../../../components/linted-policy.tsx'
import { Text } from '../../../components/text.tsx'
import { typeName } from '../../organizations/organization/node-details.tsx'
import { policyQuery } from '../queries.ts'

/** One policy: its text, and every place it is attached to. */
export function PolicyPage() {
  const { policyId } = useParams({ strict: false }) as { policyId: string }
  const [{ organization }] = useSearchState()
  const query = useQuery(policyQuery(policyId, organization))
  return (
    <Page
      title={query.data?.name ?? policyId}
      description={query.data === undefined ? undefined : typeName(query.data.type)}
      trail={[{ text: 'Policies', href: '/policies' }]}
      actions={
        query.data === undefined ? null : (
          <Button href={`/policies/what-if?organization=${query.data.organizationId}&kind=edit&policy=${policyId}`}>
            What if it changed?
          </Button>
        )
      }
    >
      <Loaded query={query} what="the policy">
        {(policy) => <Policy policy={policy} />}
      </Loaded>
    </Page>
  )
}

function Policy({ policy }: { readonly policy: PolicyDetail }) {
  const [{ statement }] = useSearchState()
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" actions={policy.awsManaged ? <Badge>AWS managed</Badge> : null}>
            Details
          </Header>
        }
      >
        <KeyValuePairs
          minColumnWidth={210}
          columns={3}
          items={[
            { label: 'Policy ID', value: <Copyable text={policy.policyId} what="policy id" /> },
            { label: 'Organization', value: <Link href={`/organizations/${policy.organizationId}`}>{policy.organizationId}</Link> },
            { label: 'Size', value: policy.content === null ? 'Unknown' : `${policy.content.length.toLocaleString('en')} characters` },
            { label: 'ARN', value: <Copyable text={policy.arn} what="ARN" /> },
            { label: 'Description', value: policy.description === '' ? '–' : <Text max={1000}>{policy.description}</Text> },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">Text</Header>}>
        {policy.content === null ? (
          <Alert type="warning" statusIconAriaLabel="Warning">
            The text could not be read at the last sync; it is unknown, not empty.
          </Alert>
        ) : (
          <LintedPolicy
            text={policy.content}
            type={policy.type === 'RESOURCE_CONTROL_POLICY' ? 'rcp' : 'scp'}
            label="Text of the policy"
            statement={/^\d{1,3}$/.test(statement ?? '') ? Number(statement) : undefined}
          />
        )}
      </Container>
      <Table
        wrapLines
        items={policy.targets}
        trackBy="targetId"
        header={
          <Header variant="h2" counter={`(${policy.targets.length})`}>
            Attached to
          </Header>
        }
        ariaLabels={{ tableLabel: 'Attached to' }}
        empty={<Box>It is attached to nothing, so it has no effect.</Box>}
        columnDefinitions={[
          {
            id: 'name',
            header: 'Place',
            isRowHeader: true,
            cell: ({ targetId, name }) => (
              <Link href={/^\d{12}$/.test(targetId) ? `/accounts/${targetId}` : `/organizations/${policy.organizationId}?node=${targetId}`}>
                <Text max={80}>{name ?? targetId}</Text>
              </Link>
            ),
          },
          { id: 'id', header: 'ID', cell: ({ targetId }) => <Copyable text={targetId} what={`id ${targetId}`} /> },
          {
            id: 'kind',
            header: 'Kind',
            cell: ({ targetType }) =>
              targetType === 'ORGANIZATIONAL_UNIT' ? 'Organizational unit' : targetType === 'ROOT' ? 'Root' : 'Account',
          },
        ]}
      />
    </SpaceBetween>
  )
}
