import Alert from '@cloudscape-design/components/alert'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { Page } from '../../../components/page.tsx'
import { handOver } from '../hand-over.ts'
import { QuestionForm, useQuestion } from '../question.tsx'
import { Answer, type Explanation } from './answer.tsx'
import { contextOf } from './context-of.ts'

const labels = { accountId: 'Account ID', principalArn: 'Who', action: 'Action', 'resource.arn': 'Resource', context: 'Context' }

/** Would the organization's policies let a request through, and which statement decides? */
export function ExplainPage() {
  const [search] = useSearchState()
  const [identity, setIdentity] = useState(() => (search['with'] === 'policy' ? (handOver.take() ?? '') : ''))
  const [context, setContext] = useState('')
  const { asked, error, value, set } = useQuestion((typed) => {
    const [account = '', principal = '', action = '', resource = ''] = ['account', 'principal', 'action', 'resource'].map((name) =>
      typed(name).trim(),
    )
    return call('POST /v1/policies/explain', {
      body: {
        accountId: account,
        principalArn: principal === '' ? `arn:aws:iam::${account}:role/any-role` : principal,
        action,
        ...(resource === '' ? {} : { resource: { arn: resource } }),
        ...(context.trim() === '' ? {} : { context: contextOf(context) }),
        ...(identity.trim() === '' ? {} : { identity: [{ name: 'identity policy', document: identity }] }),
      },
    })
  })
  return (
    <Page
      title="Explain a request"
      trail={[{ text: 'Policies', href: '/policies' }]}
      description="Evaluated with the SCPs and RCPs as last read. AWS is not asked."
    >
      <QuestionForm title="The request" submit="Explain" asked={asked} labels={labels}>
        <FormField label="Account ID" description="Whose policies apply to the caller." errorText={error('accountId')}>
          <Input value={value('account')} placeholder="111122223333" onChange={({ detail }) => set('account')(detail.value)} />
        </FormField>
        <FormField
          label={
            <>
              Who <i>– optional</i>
            </>
          }
          description="ARN of the role, user or session."
          constraintText="Empty: any role of the account"
          errorText={error('principalArn')}
        >
          <Input
            value={value('principal')}
            placeholder="arn:aws:iam::111122223333:role/Deployment"
            spellcheck={false}
            onChange={({ detail }) => set('principal')(detail.value)}
          />
        </FormField>
        <FormField label="Action" errorText={error('action')}>
          <Input
            value={value('action')}
            placeholder="s3:PutObject"
            spellcheck={false}
            onChange={({ detail }) => set('action')(detail.value)}
          />
        </FormField>
        <FormField
          label={
            <>
              Resource <i>– optional</i>
            </>
          }
          errorText={error('resource.arn') ?? error('resource')}
        >
          <Input
            value={value('resource')}
            placeholder="arn:aws:s3:::some-bucket/key"
            spellcheck={false}
            onChange={({ detail }) => set('resource')(detail.value)}
          />
        </FormField>
        <FormField
          label={
            <>
              Context <i>– optional</i>
            </>
          }
          description="Condition keys of the request, one per line."
          errorText={error('context')}
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
          defaultExpanded={identity !== ''}
          headerText="The caller’s own policy"
          headerDescription="Without it, the caller’s own policies are supposed to allow."
        >
          <FormField label="Identity policy" errorText={error('identity')} stretch>
            <Textarea value={identity} rows={6} spellcheck={false} onChange={({ detail }) => setIdentity(detail.value)} />
          </FormField>
        </ExpandableSection>
      </QuestionForm>
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
