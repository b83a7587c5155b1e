import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { Text } from '../../../components/text.tsx'
import { asText, words } from '../../../lib/words.ts'

type Statement = { readonly policy: string; readonly sid?: string; readonly statement: number; readonly effect: 'Allow' | 'Deny' }
type Layer = {
  readonly layer: string
  readonly target?: string
  readonly outcome: string
  readonly isBlocking: boolean
  readonly matched: readonly Statement[]
  readonly nearMisses: readonly (Statement & {
    readonly failed: {
      readonly element: string
      readonly operator?: string
      readonly key?: string
      readonly expected: readonly string[]
      readonly found: unknown
    }
  })[]
}
export type Explanation = {
  readonly decision: string
  readonly sentence: string
  readonly layers: readonly Layer[]
  readonly hingesOn?: readonly string[]
}

const looks: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  allows: 'success',
  assumed: 'info',
  denies: 'error',
  silent: 'warning',
  unreadable: 'error',
  exempt: 'stopped',
  not_needed: 'stopped',
}

/** The answer in one sentence, then layer by layer with the statements that decided. */
export function Answer({ explanation }: { readonly explanation: Explanation }) {
  const verdict = explanation.decision
  const hinges = explanation.hingesOn ?? []
  return (
    <Container header={<Header variant="h2">The answer</Header>}>
      <SpaceBetween size="m">
        <Alert
          type={verdict === 'allowed' ? (hinges.length > 0 ? 'warning' : 'success') : 'error'}
          header={words(verdict)}
          statusIconAriaLabel={words(verdict)}
        >
          <Text max={2000}>{explanation.sentence}</Text>
          {hinges.length === 0 ? null : (
            <div>
              It hinges on: <Text>{hinges.join(', ')}</Text>
            </div>
          )}
        </Alert>
        {explanation.layers.map((layer, index) => (
          <div key={index}>
            <StatusIndicator type={looks[layer.outcome] ?? 'info'}>
              <strong>{layer.layer.length <= 3 ? layer.layer.toUpperCase() : words(layer.layer)}</strong>{' '}
              {layer.target === undefined ? '' : `at ${layer.target} `}– {words(layer.outcome).toLowerCase()}
            </StatusIndicator>
            {layer.matched.map((statement, at) => (
              <Box key={at} padding={{ left: 'l' }}>
                {statement.effect} <Text>{nameOf(statement)}</Text>
              </Box>
            ))}
            {layer.nearMisses.map((miss, at) => (
              <Box key={at} padding={{ left: 'l' }} color="text-body-secondary">
                {miss.effect} <Text>{nameOf(miss)}</Text> does not match: {miss.failed.element}{' '}
                <Text
                  max={600}
                >{`${miss.failed.operator ?? ''} ${miss.failed.key ?? ''} wants ${miss.failed.expected.join(', ')}; the request has ${asText(miss.failed.found)}`}</Text>
              </Box>
            ))}
          </div>
        ))}
      </SpaceBetween>
    </Container>
  )
}

function nameOf({ policy, sid, statement }: Statement): string {
  return `${policy}, ${sid === undefined ? `statement ${statement + 1}` : sid}`
}
