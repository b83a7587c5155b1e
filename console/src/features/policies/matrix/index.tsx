import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { Choice } from '../../../components/choice.tsx'
import { Page } from '../../../components/page.tsx'
import { handOver } from '../hand-over.ts'
import { OrganizationSelect, useAwaitOrganization } from '../organization-select.tsx'
import { QuestionForm, useQuestion } from '../question.tsx'
import { Matrix } from './matrix.tsx'

const levels = [
  { id: 'organization', text: 'Organization' },
  { id: 'ou', text: 'OUs' },
  { id: 'account', text: 'Accounts' },
] as const
const labels = { document: 'Text of the policy', action: 'Action', resourceArn: 'Resource', level: 'Places' }

/** Under a perimeter, which place's principals reach which place's resources. */
export function MatrixPage() {
  const [search, change] = useSearchState()
  const awaitOrganization = useAwaitOrganization()
  const [document, setDocument] = useState(() => handOver.take() ?? '')
  const level = levels.find(({ id }) => id === search['level'])?.id ?? 'ou'
  const form = search['form'] === 'identity' ? 'identity' : 'scp'
  const action = search['action'] ?? 's3:PutObject'
  const { asked, error } = useQuestion(async () =>
    call('POST /v1/organizations/{org}/perimeter-matrix', {
      path: { org: await awaitOrganization() },
      body: { document, form, level, action },
    }),
  )
  return (
    <Page
      title="Perimeter matrix"
      trail={[{ text: 'Policies', href: '/policies' }]}
      description="Each place of a principal against each place of a resource, under one policy."
    >
      <QuestionForm title="The perimeter" submit="Show who reaches whom" asked={asked} labels={labels}>
        <OrganizationSelect />
        <Choice
          label={labels.level}
          error={error('level')}
          value={level}
          options={levels}
          onChange={(next) => change({ level: next }, { replace: true })}
        />
        <FormField label={labels.action} errorText={error('action')}>
          <Input value={action} spellcheck={false} onChange={({ detail }) => change({ action: detail.value }, { replace: true })} />
        </FormField>
        <FormField
          label={labels.document}
          description="Guardrails and the statement builder make one and bring it here."
          errorText={error('document')}
          stretch
        >
          <Textarea value={document} rows={10} spellcheck={false} onChange={({ detail }) => setDocument(detail.value)} />
        </FormField>
      </QuestionForm>
      {asked.data === undefined ? null : <Matrix matrix={asked.data} />}
    </Page>
  )
}
