import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { LintedPolicy } from '../../../components/linted-policy.tsx'
import { saveFile } from '../../../lib/save-file.ts'
import { handOver } from '../hand-over.ts'
import { servicesQuery } from '../queries.ts'
import { createCommand, fileName, type PolicyDraft, savedText, toDocument } from './draft.ts'

const settledAfterMs = 300

/** The policy as it stands, checked a moment after the last change, and the pages that take it up. */
export function BuiltPolicy({ draft }: { readonly draft: PolicyDraft }) {
  const { form } = draft
  const document = toDocument(draft)
  const text = JSON.stringify(document, null, 2)
  const checked = useSettled(text)
  const services = useQuery(servicesQuery)
  const limit = services.data?.limits.find(({ type }) => type === form)?.charactersMax
  const saved = savedText(document, limit)
  const give = (): void => handOver.give(text)
  const [action = ''] = draft.statements[0]?.actions ?? []
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button iconName="download" onClick={() => saveFile(fileName(draft), saved, 'application/json')}>
              Save
            </Button>
          }
        >
          The policy
        </Header>
      }
      footer={
        <SpaceBetween direction="horizontal" size="xs">
          {form === 'identity' ? (
            <Button onClick={give} href={`/policies/explain?with=policy&action=${encodeURIComponent(action)}`}>
              Explain a request under it
            </Button>
          ) : (
            <Button
              onClick={give}
              href={`/policies/what-if?kind=attach_new&type=${form === 'scp' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY'}`}
            >
              What if it were attached?
            </Button>
          )}
          {form === 'rcp' ? null : (
            <Button
              onClick={give}
              href={`/policies/matrix?form=${form}${action.includes('*') || action === '' ? '' : `&action=${action}`}`}
            >
              Who reaches whom?
            </Button>
          )}
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        <Size limit={limit} saved={saved} document={document} />
        <div>
          <Box variant="awsui-key-label">To make it in AWS, save it, then run</Box>
          <code className="hostile">{createCommand(draft)}</code>{' '}
          <CopyToClipboard
            variant="icon"
            textToCopy={createCommand(draft)}
            copyButtonAriaLabel="Copy command"
            copySuccessText="Copied"
            copyErrorText="Could not copy"
          />
        </div>
        <LintedPolicy text={checked} type={form} label="The policy" />
      </SpaceBetween>
    </Container>
  )
}

function Size({ limit, saved, document }: { readonly limit: number | undefined; readonly saved: string; readonly document: object }) {
  const compact = JSON.stringify(document).length
  if (limit === undefined) return <StatusIndicator type="pending">{compact.toLocaleString('en')} characters</StatusIndicator>
  const told = `${saved.length.toLocaleString('en')} of ${limit.toLocaleString('en')} characters`
  if (compact > limit) return <StatusIndicator type="error">{told}: too long for AWS, even without blanks. Split it.</StatusIndicator>
  return <StatusIndicator type="success">{saved.length === compact ? `${told}; saved without blanks, to fit` : told}</StatusIndicator>
}

/** The value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settledAfterMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
