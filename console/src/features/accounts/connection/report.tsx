import Alert from '@cloudscape-design/components/alert'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useEffect, useRef } from 'react'
import type { AccountConnectionReport } from '../../../api/operations.gen.ts'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { CallerLine } from '../../organizations/running-as.tsx'
import { accountChecksOf } from './checks-of.ts'
import { fieldLabels } from './draft.ts'

const marks = {
  passed: ['success', 'passed'],
  failed: ['error', 'failed'],
  unknown: ['warning', 'not known'],
  not_reached: ['pending', 'not reached'],
} as const

/** Each check with its result, as whom Reeve came in and until when; what was not reached is said to be so. */
export function ConnectionReport({ report, isNew }: { readonly report: AccountConnectionReport; readonly isNew: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [report])
  const { accountId, failedStep, detail, problems, status, statusReason, remedy, runningAs, session, warnings } = report
  const isGood = failedStep === null && status === 'ok'
  return (
    <div ref={box} tabIndex={-1} role="region" aria-label="Result of the test">
      <Container
        header={
          <Header variant="h2" description="Nothing was stored.">
            {isGood ? 'The test passed' : failedStep === null ? 'The account is reached, but not all is well' : 'The test failed'}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <SpaceBetween size="xxs">
            {accountChecksOf(report, isNew).map(({ name, result }) => (
              <StatusIndicator key={name} type={marks[result][0]}>
                {name}: {marks[result][1]}
              </StatusIndicator>
            ))}
          </SpaceBetween>
          {runningAs === null ? null : <CallerLine caller={runningAs} />}
          {session === null ? null : (
            <StatusIndicator type="info">
              <span className="hostile">
                In the account as <Text>{session.principalArn}</Text>
                {session.expiresAt === null ? null : (
                  <>
                    , until <Time at={session.expiresAt} />; Reeve renews it by itself
                  </>
                )}
              </span>
            </StatusIndicator>
          )}
          {failedStep === null ? null : (
            <Alert type="error" header={headerOf(problems)} statusIconAriaLabel="Error">
              <Text max={2000}>{detail}</Text>{' '}
              {failedStep === 'already_connected' || failedStep === 'managed' ? (
                <Link href={`/accounts/${accountId ?? ''}`}>Open the account</Link>
              ) : null}
            </Alert>
          )}
          {failedStep !== null || status === 'ok' ? null : (
            <Alert type="warning" statusIconAriaLabel="Warning">
              <Text max={2000}>{[statusReason, remedy].filter((text) => text !== null).join(' ')}</Text>
            </Alert>
          )}
          {warnings
            .filter(({ code }) => code !== status)
            .map(({ code, message }) => (
              <Alert key={code} type="warning" statusIconAriaLabel="Warning">
                <Text max={1000}>{message}</Text>
              </Alert>
            ))}
        </SpaceBetween>
      </Container>
    </div>
  )
}

function headerOf(problems: AccountConnectionReport['problems']): string | undefined {
  const [first] = problems
  return first === undefined ? undefined : (fieldLabels[first.field] ?? first.field)
}
