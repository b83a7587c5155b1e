import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useQuery } from '@tanstack/react-query'
import { call, type CallOptions } from '../api/client.ts'
import type { PolicyLint } from '../api/operations.gen.ts'
import { prettyJson } from '../lib/highlight-json.ts'
import { statementLines } from '../lib/statement-lines.ts'
import { PolicyText } from './policy-text.tsx'
import { Text } from './text.tsx'

type Type = NonNullable<CallOptions<'POST /v1/policies/lint'>['body']['type']>
type Finding = PolicyLint['diagnostics'][number]
type Props = {
  readonly text: string
  readonly type: Type
  readonly label: string
  /** The statement that somebody was sent to, from 0. */
  readonly statement?: number | undefined
}

/** A policy's text with what is wrong or risky in it, at the lines where it stands. */
export function LintedPolicy({ text, type, label, statement }: Props) {
  const document = prettyJson(text)
  const lint = useQuery({
    queryKey: ['lint', type, document],
    queryFn: ({ signal }) => call('POST /v1/policies/lint', { body: { type, document }, signal }),
    staleTime: Infinity,
  })
  const findings = lint.data?.diagnostics ?? []
  const remarks = findings.map(({ line, severity, message }) => ({ line: line ?? 1, severity, message }))
  return (
    <SpaceBetween size="s">
      {lint.isPending ? <Box color="text-body-secondary">Checking the text …</Box> : null}
      {lint.error === null ? null : (
        <StatusIndicator type="pending">The text could not be checked; nothing is known of its faults.</StatusIndicator>
      )}
      {lint.data !== undefined && findings.length === 0 ? (
        <StatusIndicator type="success">Nothing wrong was found in the text</StatusIndicator>
      ) : null}
      {findings.map((finding, index) => (
        <FindingLine key={index} finding={finding} />
      ))}
      <PolicyText
        text={document}
        label={label}
        remarks={remarks}
        marked={statement === undefined ? undefined : statementLines(document, statement)}
      />
    </SpaceBetween>
  )
}

function FindingLine({ finding: { severity, line, message, suggestion } }: { readonly finding: Finding }) {
  return (
    <StatusIndicator type={severity} wrapText>
      <Text max={600}>{`${line === undefined ? '' : `Line ${line}: `}${message}`}</Text>{' '}
      {suggestion === undefined ? null : <Text max={600}>{`Instead: ${suggestion}`}</Text>}
    </StatusIndicator>
  )
}
