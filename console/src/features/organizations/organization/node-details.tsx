import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Copyable } from '../../../components/copyable.tsx'
import { AccountStatus } from '../../../components/account-status.tsx'
import { Text } from '../../../components/text.tsx'
import { counted } from '../../../lib/words.ts'
import type { AttachedPolicy, TreeNode } from './tree-nodes.ts'

const kinds = { root: 'Root', ou: 'Organizational unit', account: 'Account', unplaced: 'Accounts whose place was not readable' } as const

/** What is attached to a place of the tree itself, and what reaches it from above, level by level. */
export function NodeDetails({ org, way }: { readonly org: string; readonly way: readonly TreeNode[] }) {
  const node = way.at(-1)
  if (node === undefined) return <Container>Choose a place in the tree.</Container>
  return (
    <Container
      header={
        <Header variant="h2" description={kinds[node.kind]}>
          <Text max={80}>{node.name}</Text>
        </Header>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          minColumnWidth={210}
          columns={2}
          items={[
            ...(node.kind === 'unplaced' ? [] : [{ label: 'ID', value: <Copyable text={node.id} what={`id ${node.id}`} /> }]),
            ...(node.kind === 'account'
              ? [{ label: 'Status', value: <AccountStatus status={node.status ?? 'pending'} /> }]
              : [{ label: 'Accounts at and below', value: node.accounts.toLocaleString('en') }]),
            { label: 'Place', value: <Text max={200}>{way.map(({ name }) => name).join(' / ')}</Text> },
          ]}
        />
        {node.kind === 'account' ? (
          <Link href={`/accounts/${node.id}`}>Open the account</Link>
        ) : node.kind === 'unplaced' ? null : (
          <Link href={`/accounts?selector=${encodeURIComponent(`ou:${node.id}/**`)}`}>List {counted(node.accounts, 'account')} below</Link>
        )}
        <Chain org={org} way={way} />
      </SpaceBetween>
    </Container>
  )
}

function Chain({ org, way }: { readonly org: string; readonly way: readonly TreeNode[] }) {
  return (
    <div>
      <Box variant="h3">Policies that reach it</Box>
      <Box color="text-body-secondary">Every level must allow an action, and any level may deny it.</Box>
      <ol>
        {way.map((level) => (
          <li key={level.id}>
            <strong>
              <Text max={60}>{level.name}</Text>
            </strong>
            {level.policies.length === 0 ? <div>Nothing attached here.</div> : null}
            {Object.entries(Object.groupBy(level.policies, ({ type }) => type)).map(([type, policies = []]) => (
              <div key={type}>
                {typeName(type)}: <Policies org={org} policies={policies} />
              </div>
            ))}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Policies({ org, policies }: { readonly org: string; readonly policies: readonly AttachedPolicy[] }) {
  return policies.map(({ policyId, name }, index) => (
    <span key={policyId}>
      {index > 0 ? ', ' : ''}
      <Link href={`/policies/${policyId}?organization=${org}`}>
        <Text max={60}>{name}</Text>
      </Link>
    </span>
  ))
}

export function typeName(type: string): string {
  return type === 'SERVICE_CONTROL_POLICY' ? 'SCP' : type === 'RESOURCE_CONTROL_POLICY' ? 'RCP' : type
}
