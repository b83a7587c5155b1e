import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import type { PolicyVerification } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { words } from '../../../lib/words.ts'
import { lastVerificationQuery } from './queries.ts'

const looks = { ok: 'success', failed: 'error', unknown: 'pending' } as const
const texts = {
  ok: 'The answers given here agreed with AWS’s',
  failed: 'Some answers given here differed from AWS’s',
  unknown: 'Not yet checked against AWS',
} as const
const samples = 200

/** Whether the answers to policy questions were compared with AWS's own policy simulator, when, and what came of it. */
export function EngineVerification() {
  const may = useMay()
  const query = useQuery({ ...lastVerificationQuery, enabled: may('policies:read', 'everywhere') })
  const run = useAction({ run: () => call('POST /v1/policies/verifications', { body: { samples } }) })
  if (!may('policies:read', 'everywhere')) return null
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="What if, Explain a request and the perimeter matrix are computed here. This compares such answers with AWS’s own policy simulator, on made-up policies."
          actions={
            may('organizations:sync', 'everywhere') ? (
              <Button loading={run.isPending} loadingText="Asking AWS" onClick={() => run.mutate()}>
                Compare with AWS now
              </Button>
            ) : null
          }
        >
          Checked against AWS
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormErrors error={run.error} header="AWS could not be asked" />
        {run.isPending ? (
          <Box color="text-body-secondary">
            AWS allows about three questions a second, so this takes a minute or so. You may leave the page.
          </Box>
        ) : null}
        {run.data === undefined || run.data.isAws ? null : (
          <Alert type="warning" statusIconAriaLabel="Warning">
            It was not AWS that answered, but {run.data.endpoint}: {run.data.answered} of {run.data.asked} answers came,{' '}
            {run.data.disagreementCount} differ. That proves nothing about AWS and is not counted.
          </Alert>
        )}
        <Loaded query={query} what="the last comparison">
          {({ state, last }) => (
            <SpaceBetween size="m">
              <StatusIndicator type={looks[state]}>{texts[state]}</StatusIndicator>
              {last === null ? null : <Last last={last} />}
            </SpaceBetween>
          )}
        </Loaded>
      </SpaceBetween>
    </Container>
  )
}

function Last({ last }: { readonly last: PolicyVerification }) {
  return (
    <>
      <KeyValuePairs
        minColumnWidth={180}
        columns={4}
        items={[
          { label: 'Compared', value: <Time at={last.finishedAt} /> },
          { label: 'By version', value: last.version },
          { label: 'Answered by AWS', value: `${last.answered.toLocaleString('en')} of ${last.asked.toLocaleString('en')}` },
          { label: 'Different', value: last.disagreementCount.toLocaleString('en') },
          { label: 'Started by', value: <Text max={80}>{last.actor}</Text> },
          { label: 'In account', value: last.accountId },
          { label: 'Seed', value: String(last.seed) },
        ]}
      />
      {last.disagreements.length === 0 ? null : (
        <Table
          wrapLines
          variant="embedded"
          items={last.disagreements.map((each, index) => ({ ...each, id: String(index) }))}
          trackBy="id"
          ariaLabels={{ tableLabel: 'Different answers' }}
          columnDefinitions={[
            { id: 'action', header: 'Action', isRowHeader: true, cell: ({ action }) => <Text max={80}>{action}</Text> },
            { id: 'here', header: 'Here', cell: ({ engine }) => words(engine.decision) },
            { id: 'aws', header: 'AWS', cell: ({ aws }) => words(aws.decision) },
            { id: 'kind', header: 'Difference', cell: ({ kind }) => (kind === 'access' ? 'Allowed or denied' : 'The reason alone') },
          ]}
        />
      )}
    </>
  )
}
