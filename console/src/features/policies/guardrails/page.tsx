import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Reply } from '../../../api/client.ts'
import { errorsByField } from '../../../api/problem.ts'
import { Choice } from '../../../components/choice.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { LintedPolicy } from '../../../components/linted-policy.tsx'
import { PolicyText } from '../../../components/policy-text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { saveFile } from '../../../lib/save-file.ts'
import { words } from '../../../lib/words.ts'
import { handOver } from '../hand-over.ts'
import { servicesQuery } from '../queries.ts'
import { OuPathPicker } from './ou-path-picker.tsx'
import { ParameterField } from './parameter-field.tsx'
import { paramsOf, parametersOf, type Values } from './parameter.ts'

type Guardrail = Reply<'GET /v1/guardrails'>['items'][number]
type Rendered = Reply<'POST /v1/guardrails/{guardrail}/render'>

/** A guardrail's parameters as a form, and the policy it makes, with the requests that prove it. */
export function GuardrailForm({ guardrail }: { readonly guardrail: Guardrail }) {
  const parameters = parametersOf(guardrail.params)
  const [values, setValues] = useState<Values>(() => Object.fromEntries(parameters.map(({ name, initial }) => [name, initial])))
  const [form, setForm] = useState(guardrail.forms[0] ?? 'scp')
  const action = useAction({
    run: () =>
      call('POST /v1/guardrails/{guardrail}/render', {
        path: { guardrail: guardrail.id },
        body: { form: form as 'scp', params: paramsOf(values) },
      }),
  })
  const errors = errorsByField(action.error)
  const set = (name: string, value: string | readonly string[]): void => setValues((before) => ({ ...before, [name]: value }))
  const labels = Object.fromEntries(parameters.map(({ name, label }) => [`params.${name}`, label]))
  return (
    <SpaceBetween size="l">
      <Container
        header={<Header variant="h2">Parameters</Header>}
        footer={
          <Button variant="primary" loading={action.isPending} onClick={() => action.mutate()}>
            Make the policy
          </Button>
        }
      >
        <SpaceBetween size="m">
          <FormErrors error={action.error} labels={labels} />
          {guardrail.forms.length > 1 ? (
            <Choice
              label="As"
              value={form}
              options={guardrail.forms.map((id) => ({ id, text: id === 'scp' ? 'SCP' : 'Identity policy' }))}
              onChange={setForm}
            />
          ) : null}
          {parameters.map((parameter) =>
            guardrail.id === 'ou-boundary' && parameter.name === 'paths' ? (
              <OuPathPicker
                key={parameter.name}
                value={values['paths'] as readonly string[]}
                error={errors.get('params.paths')}
                onChange={(paths) => set('paths', paths)}
              />
            ) : (
              <ParameterField
                key={parameter.name}
                parameter={parameter}
                value={values[parameter.name] ?? ''}
                error={errors.get(`params.${parameter.name}`)}
                onChange={(value) => set(parameter.name, value)}
              />
            ),
          )}
        </SpaceBetween>
      </Container>
      {action.data === undefined ? null : <Result rendered={action.data} />}
    </SpaceBetween>
  )
}

function Result({ rendered: { id, form, document, companion, characters, notes, probes } }: { readonly rendered: Rendered }) {
  const services = useQuery(servicesQuery)
  const limit = services.data?.limits.find(({ type }) => type === form)
  const text = JSON.stringify(document, null, 2)
  const failed = probes.filter(({ holds }) => !holds)
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`${characters.toLocaleString('en')} ${limit === undefined ? '' : `of ${limit.charactersMax.toLocaleString('en')} `}characters as AWS counts them`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="download" onClick={() => saveFile(`${id}.json`, text, 'application/json')}>
                Save
              </Button>
              {form === 'scp' ? (
                <Button onClick={() => handOver.give(text)} href="/policies/what-if?kind=attach_new">
                  What if it were attached?
                </Button>
              ) : null}
              <Button onClick={() => handOver.give(text)} href={`/policies/matrix?form=${form}`}>
                Who reaches whom?
              </Button>
            </SpaceBetween>
          }
        >
          The policy
        </Header>
      }
    >
      <SpaceBetween size="m">
        {notes.map((note) => (
          <Alert key={note} type="info" statusIconAriaLabel="Note">
            {note}
          </Alert>
        ))}
        <LintedPolicy text={text} type={form === 'identity' ? 'identity' : 'scp'} label="The policy" />
        {companion === undefined ? null : (
          <>
            <Header variant="h3" description="Its counterpart; both are needed together.">
              Companion
            </Header>
            <PolicyText text={JSON.stringify(companion, null, 2)} label="The companion policy" />
          </>
        )}
        <Header
          variant="h3"
          description={
            failed.length === 0
              ? 'Every request below was evaluated against the policy, and came out as it must.'
              : 'Not every request came out as it must: do not attach it.'
          }
        >
          Proof
        </Header>
        {probes.map(({ name, must, holds }) => (
          <StatusIndicator key={name} type={holds ? 'success' : 'error'}>
            {name}: must {words(must).toLowerCase()}
          </StatusIndicator>
        ))}
      </SpaceBetween>
    </Container>
  )
}
