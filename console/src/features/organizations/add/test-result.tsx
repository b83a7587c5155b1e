import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useEffect, useRef } from 'react'
import type { OrganizationRegistrationReport } from '../../../api/operations.gen.ts'
import { Text } from '../../../components/text.tsx'
import { ActionChecks } from '../action-checks.tsx'
import { fieldLabels, stepOf } from '../draft.ts'
import { checksOf } from './checks-of.ts'

const marks = { passed: ['success', 'passed'], failed: ['error', 'failed'], not_reached: ['pending', 'not reached'] } as const

/** Each check with its result; what was not reached is said to be so. Nothing was stored. */
export function TestResult({ report, go }: { readonly report: OrganizationRegistrationReport; readonly go: (step: number) => void }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [report])
  return (
    <div ref={box} tabIndex={-1} role="region" aria-label="Result of the test">
      <Container
        header={
          <Header variant="h2" description="Nothing was stored.">
            {report.isRegistrable ? 'The test passed' : 'The test failed'}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <SpaceBetween size="xxs">
            {checksOf(report).map(({ name, result }) => (
              <StatusIndicator key={name} type={marks[result][0]}>
                <span className="hostile">
                  {name}: {marks[result][1]}
                </span>
              </StatusIndicator>
            ))}
          </SpaceBetween>
          {report.isRegistrable || report.problems.some(({ message }) => message === report.detail) ? null : (
            <Alert type="error" statusIconAriaLabel="Error">
              <Text max={2000}>{report.detail}</Text>
            </Alert>
          )}
          {report.problems.map(({ field, message }) => (
            <Alert
              key={`${field}${message}`}
              type="error"
              header={fieldLabels[field] ?? field}
              statusIconAriaLabel="Error"
              action={<Button onClick={() => go(stepOf(field))}>Go to the field</Button>}
            >
              <Text max={1000}>{message}</Text>
            </Alert>
          ))}
          {report.warnings.map(({ code, message }) => (
            <Alert key={code} type="warning" statusIconAriaLabel="Warning">
              {message}
            </Alert>
          ))}
          {report.actions.length === 0 ? null : <ActionChecks actions={report.actions} />}
        </SpaceBetween>
      </Container>
    </div>
  )
}
