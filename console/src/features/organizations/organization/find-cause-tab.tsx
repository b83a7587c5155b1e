import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { call } from '../../../api/client.ts'
import type { OrganizationDiagnosis } from '../../../api/operations.gen.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { AccountStatus } from '../../../components/account-status.tsx'
import { Text } from '../../../components/text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { words } from '../../../lib/words.ts'

type Tried = OrganizationDiagnosis['accounts'][number]

/** Tries every step to AWS now, and says what keeps it from working and which side has to mend it. */
export function FindCauseTab({ org, accountId }: { readonly org: string; readonly accountId?: string }) {
  const action = useAction({
    run: () =>
      call('POST /v1/organizations/{org}/test', {
        path: { org },
        body: accountId === undefined ? { sample: 10 } : { accounts: [accountId] },
      }),
  })
  const { data, error } = action
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            accountId === undefined
              ? 'Tries the caller, the organization role, and the member role in up to ten accounts, ailing ones first.'
              : 'Tries the caller, the organization role and the member role of this account.'
          }
          actions={
            <Button variant="primary" loading={action.isPending} onClick={() => action.mutate()}>
              Find the cause
            </Button>
          }
        >
          Find the cause
        </Header>
      }
    >
      <SpaceBetween size="m">
        {error === null ? null : <ErrorNotice error={error} what="the test" />}
        {data === undefined ? (
          <Box color="text-body-secondary">{action.isPending ? 'Asking AWS …' : 'Nothing is changed by it, in AWS or here.'}</Box>
        ) : (
          <Diagnosis diagnosis={data} />
        )}
      </SpaceBetween>
    </Container>
  )
}

function Diagnosis({ diagnosis: { summary, side, caller, orgRole, accounts, notes } }: { readonly diagnosis: OrganizationDiagnosis }) {
  return (
    <SpaceBetween size="m">
      <Alert type={side === 'none' ? 'success' : 'warning'} header={summary} statusIconAriaLabel={side === 'none' ? 'Works' : 'Problem'}>
        {caller.arn === null ? (
          'Reeve has no AWS credentials.'
        ) : (
          <>
            Reeve is <Text>{caller.arn}</Text>.
          </>
        )}{' '}
        {caller.problem === null ? '' : <Text max={600}>{caller.problem}</Text>}
      </Alert>
      <div>
        Organization role:{' '}
        <StatusIndicator type={orgRole.result === 'ok' ? 'success' : 'error'}>
          {orgRole.result === 'ok' ? 'works' : 'does not work'}
        </StatusIndicator>
        {orgRole.problem === null ? null : (
          <div>
            <Text max={800}>{orgRole.problem}</Text>
          </div>
        )}
      </div>
      {accounts.map((account) => (
        <TriedAccount key={account.accountId} account={account} />
      ))}
      {notes.map((note, index) => (
        <Box key={index} color="text-body-secondary">
          {note}
        </Box>
      ))}
    </SpaceBetween>
  )
}

function TriedAccount({ account }: { readonly account: Tried }) {
  return (
    <ExpandableSection
      defaultExpanded={account.result !== 'ok'}
      headerText={
        <>
          {account.accountId} <Text max={60}>{account.name}</Text>
        </>
      }
      headerActions={<AccountStatus status={account.result} />}
    >
      <SpaceBetween size="s">
        <Box>
          <Text>{account.roleArn}</Text> · <Link href={`/accounts/${account.accountId}`}>Open the account</Link>
        </Box>
        {account.awsSays === '' ? null : (
          <Box>
            AWS says: “<Text max={800}>{account.awsSays}</Text>”
          </Box>
        )}
        <ol>
          {account.causes.map(({ code, cause, confidence, side, evidence, fix }) => (
            <li key={code}>
              <strong>{words(confidence)}</strong>: <Text max={600}>{cause}</Text>
              <div>
                To mend {side === 'caller' ? 'on Reeve’s side' : 'in the account'}: <Text max={800}>{fix}</Text>
              </div>
              {evidence.length === 0 ? null : (
                <Box variant="small">
                  <Text max={800}>{`Evidence: ${evidence.join('; ')}`}</Text>
                </Box>
              )}
            </li>
          ))}
        </ol>
        {account.notes.map((note, index) => (
          <Box key={index} variant="small">
            <Text max={800}>{note}</Text>
          </Box>
        ))}
      </SpaceBetween>
    </ExpandableSection>
  )
}
