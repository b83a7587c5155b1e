import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { AuditVerdict } from '../../../api/operations.gen.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { Text } from '../../../components/text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { sinksQuery } from './queries.ts'
import { speak } from './verdict-words.ts'

const ownFile = { value: '', label: 'The server’s own file' }

/** The whole trail against signed checkpoints, now. */
export function VerifyTrail() {
  const sinks = useQuery(sinksQuery)
  const [source, setSource] = useState('')
  const buckets = (sinks.data?.items ?? []).filter(({ kind }) => kind === 's3')
  const options = [ownFile, ...buckets.map(({ id, name }) => ({ value: id, label: `The bucket of ${showText(name, 60)}` }))]
  const verify = useAction({ run: () => call('POST /v1/audit/verify', { body: source === '' ? {} : { sink: source } }) })
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Every event is sealed into a chain within seconds, and signed checkpoints say what the chain came to."
          actions={
            <Button variant="primary" loading={verify.isPending} onClick={() => verify.mutate()}>
              Verify now
            </Button>
          }
        >
          Is the audit trail whole?
        </Header>
      }
    >
      <SpaceBetween size="m">
        {options.length === 1 ? null : (
          <FormField label="Compare with">
            <Select
              selectedOption={options.find(({ value }) => value === source) ?? ownFile}
              options={options}
              onChange={({ detail }) => setSource(detail.selectedOption.value ?? '')}
            />
          </FormField>
        )}
        <FormErrors error={verify.error} header="It could not be verified" />
        {verify.data === undefined ? null : <Verdict verdict={verify.data} />}
        <div>
          Checkpoints that you kept yourself say more than the server’s own: <code>reeve audit verify --checkpoints FILE</code>
        </div>
      </SpaceBetween>
    </Container>
  )
}

function Verdict({ verdict }: { readonly verdict: AuditVerdict }) {
  const { type, header, text } = speak(verdict)
  return (
    <div role="status">
      <Alert type={type} header={header} statusIconAriaLabel={type === 'success' ? 'Success' : type === 'warning' ? 'Warning' : 'Error'}>
        {text}
        {verdict.faults.length === 0 ? null : (
          <ul>
            {verdict.faults.slice(0, 20).map(({ detail }, index) => (
              <li key={index}>
                <Text max={300}>{detail}</Text>
              </li>
            ))}
          </ul>
        )}
        {verdict.faults.length > 20 ? <>And {verdict.faults.length - 20} more.</> : null}
      </Alert>
    </div>
  )
}
