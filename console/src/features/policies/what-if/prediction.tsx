import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import type { WhatIf } from '../../../api/operations.gen.ts'
import { Text } from '../../../components/text.tsx'
import { counted, words } from '../../../lib/words.ts'
import { typeName } from '../../organizations/organization/node-details.tsx'

type Group = WhatIf['predictions'][number]['groups'][number]
type Change = Group['changes'][number]
const looks: Readonly<Record<Change['to'], StatusIndicatorProps.Type>> = {
  allowed: 'success',
  denied: 'error',
  conditional: 'warning',
  unknown: 'pending',
}
const namesShown = 12

/** Whether Reeve would lock itself out, then what changes for which accounts, then how much room AWS's quotas leave. */
export function Prediction({ result }: { readonly result: WhatIf }) {
  return (
    <SpaceBetween size="l">
      {result.notes.map((note) => (
        <Alert key={note} type="info" statusIconAriaLabel="Information">
          {note}
        </Alert>
      ))}
      <CutOffs result={result} />
      {result.predictions.map((prediction) => (
        <Container
          key={prediction.type}
          header={
            <Header
              variant="h2"
              description={`${counted(prediction.accounts, 'account')} looked at; ${prediction.unaffected.toLocaleString('en')} unaffected${prediction.unknown.length === 0 ? '' : `; of ${prediction.unknown.length} nothing can be told`}`}
            >
              {typeName(prediction.type)}s
            </Header>
          }
        >
          {prediction.groups.length === 0 ? (
            <StatusIndicator type={prediction.unknown.length === 0 ? 'success' : 'warning'}>
              {prediction.unknown.length === 0
                ? 'Nothing would change for any account'
                : 'No change is known, but not every account could be judged'}
            </StatusIndicator>
          ) : (
            <SpaceBetween size="m">
              {prediction.groups.map((group) => (
                <GroupOfAccounts key={group.accountIds.join()} group={group} />
              ))}
            </SpaceBetween>
          )}
        </Container>
      ))}
      <Quotas quotas={result.quotas} />
    </SpaceBetween>
  )
}

function CutOffs({ result: { cutOffs, isRefused } }: { readonly result: WhatIf }) {
  if (cutOffs.length === 0) return null
  return (
    <Alert
      type={isRefused ? 'error' : 'warning'}
      statusIconAriaLabel="Warning"
      header={isRefused ? 'This would lock Reeve out, so it would be refused' : 'This might lock Reeve out'}
    >
      <ul>
        {cutOffs.slice(0, namesShown).map(({ accountId, action, certainty, statements }) => (
          <li key={`${accountId}${action}`}>
            {accountId}: {action} {certainty === 'certain' ? 'denied' : 'possibly denied'}
            {statements[0] === undefined
              ? ''
              : ` by ${statements[0].policy}${statements[0].sid === undefined ? '' : `, ${statements[0].sid}`}`}
          </li>
        ))}
      </ul>
      {cutOffs.length > namesShown ? `and ${cutOffs.length - namesShown} more` : ''}
    </Alert>
  )
}

function GroupOfAccounts({ group }: { readonly group: Group }) {
  return (
    <ExpandableSection
      defaultExpanded
      headerText={counted(group.accountIds.length, 'account')}
      headerDescription={`Actions denied: ${group.before.denied.toLocaleString('en')} now, ${group.after.denied.toLocaleString('en')} then`}
    >
      <SpaceBetween size="s">
        <SpaceBetween direction="horizontal" size="xs">
          {group.accountIds.slice(0, namesShown).map((id) => (
            <Link key={id} href={`/accounts/${id}`}>
              {id}
            </Link>
          ))}
          {group.accountIds.length > namesShown ? <Box>and {group.accountIds.length - namesShown} more</Box> : null}
        </SpaceBetween>
        <Table<Change>
          wrapLines
          variant="embedded"
          items={group.changes}
          trackBy={({ service, from, to, keys }) => `${service}${from}${to}${keys.join()}`}
          ariaLabels={{ tableLabel: 'What changes' }}
          columnDefinitions={[
            { id: 'service', header: 'Service', isRowHeader: true, cell: ({ service }) => service },
            { id: 'from', header: 'Now', cell: ({ from }) => <StatusIndicator type={looks[from]}>{words(from)}</StatusIndicator> },
            { id: 'to', header: 'Then', cell: ({ to }) => <StatusIndicator type={looks[to]}>{words(to)}</StatusIndicator> },
            { id: 'actions', header: 'Actions', cell: ({ actions }) => <Text max={300}>{actions.join(', ')}</Text> },
            { id: 'keys', header: 'Depends on', cell: ({ keys }) => (keys.length === 0 ? '–' : <Text>{keys.join(', ')}</Text>) },
            {
              id: 'statements',
              header: 'Because of',
              cell: ({ statements, level }) => (
                <Text max={200}>{[...statements, ...(level === undefined ? [] : [`at ${level}`])].join(', ')}</Text>
              ),
            },
          ]}
        />
      </SpaceBetween>
    </ExpandableSection>
  )
}

function Quotas({ quotas }: { readonly quotas: WhatIf['quotas'] }) {
  if (quotas.length === 0) return null
  return (
    <Container
      header={
        <Header variant="h2" description="AWS limits how many policies may be attached to a place, and how long each may be.">
          Room
        </Header>
      }
    >
      {quotas.map(({ targetId, type, slots, slotsMax, exceeded }) => (
        <StatusIndicator key={`${targetId}${type}`} type={exceeded.length === 0 ? 'success' : 'error'}>
          {targetId}: {slots} of {slotsMax} {typeName(type)}s attached{exceeded.length === 0 ? '' : `; too much: ${exceeded.join(', ')}`}
        </StatusIndicator>
      ))}
    </Container>
  )
}
