import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { errorsByField } from '../../../api/problem.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { Page } from '../../../components/page.tsx'
import { useAction } from '../../../components/use-action.ts'
import { Answer, type Explanation } from './answer.tsx'
import { contextOf } from './context-of.ts'

const labels = { accountId: 'Account ID', principalArn: 'Who', action: 'Action', 'resource.arn': 'Resource', context: 'Context' }

/** Would the organization's policies let a request through, and which statement decides? */
export function ExplainPage() {
  const [search, change] = useSearchState()
  const [identity, setIdentity] = useState('')
  const [context, setContext] = useState('')
  const account = search['account'] ?? ''
  const principal = search['principal'] ?? ''
  const action = search['action'] ?? ''
  const resource = search['resource'] ?? ''
  const asked = useAction({
    run: () =>
      call('POST /v1/policies/explain', {
        body: {
          accountId: account.trim(),
          principalArn: principal.trim() === '' ? `arn:aws:iam::${account.trim()}:role/any-role` : principal.trim(),
          action: action.trim(),
          ...(resource.trim() === '' ? {} : { resource: { arn: resource.trim() } }),
          ...(context.trim() === '' ? {} : { context: contextOf(context) }),
          ...(identity.trim() === '' ? {} : { identity: [{ name: 'identity policy', document: identity }] }),
        },
      }),
  })
  const errors = errorsByField(asked.error)
  const field = (name: string, value: string) => change({ [name]: value }, { replace: true })
  return (
    <Page
      title="Explain a request"
      trail={[{ text: 'Policies', href: '/policies' }]}
      description="Evaluated with the SCPs and RCPs as last read. AWS is not asked."
    >
      <Container
        header={<Header variant="h2">The request</Header>}
        footer={
          <Button variant="primary" loading={asked.isPending} onClick={() => asked.mutate()}>
            Explain
          </Button>
        }
      >
        <SpaceBetween size="m">
          <FormErrors error={asked.error} labels={labels} />
          <FormField label="Account ID" description="Whose policies apply to the caller." errorText={errors.get('accountId')}>
            <Input value={account} placeholder="111122223333" onChange={({ detail }) => field('account', detail.value)} />
          </FormField>
          <FormField
            label={
              <>
                Who <i>– optional</i>
              </>
            }
            description="ARN of the role, user or session."
            constraintText="Empty: any role of the account"
            errorText={errors.get('principalArn')}
          >
            <Input
              value={principal}
              placeholder="arn:aws:iam::111122223333:role/Deployment"
              spellcheck={false}
              onChange={({ detail }) => field('principal', detail.value)}
            />
          </FormField>
          <FormField label="Action" errorText={errors.get('action')}>
            <Input value={action} placeholder="s3:PutObject" spellcheck={false} onChange={({ detail }) => field('action', detail.value)} />
          </FormField>
          <FormField
            label={
              <>
                Resource <i>– optional</i>
              </>
            }
            errorText={errors.get('resource.arn') ?? errors.get('resource')}
          >
            <Input
              value={resource}
              placeholder="arn:aws:s3:::some-bucket/key"
              spellcheck={false}
              onChange={({ detail }) => field('resource', detail.value)}
            />
          </FormField>
          <FormField
            label={
              <>
                Context <i>– optional</i>
              </>
            }
            description="Condition keys of the request, one per line."
            errorText={errors.get('context')}
          >
            <Textarea
              value={context}
              rows={2}
              placeholder={'aws:RequestedRegion=eu-central-1'}
              spellcheck={false}
              onChange={({ detail }) => setContext(detail.value)}
            />
          </FormField>
          <ExpandableSection
            headerText="The caller’s own policy"
            headerDescription="Without it, the caller’s own policies are supposed to allow."
          >
            <FormField label="Identity policy" errorText={errors.get('identity')} stretch>
              <Textarea value={identity} rows={6} spellcheck={false} onChange={({ detail }) => setIdentity(detail.value)} />
            </FormField>
          </ExpandableSection>
        </SpaceBetween>
      </Container>
      {asked.data === undefined ? null : (
        <>
          <Answer explanation={asked.data.explanation as Explanation} />
          {asked.data.supposed.length === 0 ? null : (
            <Alert type="info" header="What the answer supposes" statusIconAriaLabel="Note">
              <ul>
                {asked.data.supposed.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </Alert>
          )}
        </>
      )}
    </Page>
  )
}
