import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { errorsByField } from '../../../api/problem.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { Page } from '../../../components/page.tsx'
import { useAction } from '../../../components/use-action.ts'
import { handOver } from '../hand-over.ts'
import { OrganizationSelect, useAwaitOrganization } from '../organization-select.tsx'
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
  const asked = useAction({
    run: async () =>
      call('POST /v1/organizations/{org}/perimeter-matrix', {
        path: { org: await awaitOrganization() },
        body: { document, form, level, action },
      }),
  })
  const errors = errorsByField(asked.error)
  return (
    <Page
      title="Perimeter matrix"
      trail={[{ text: 'Policies', href: '/policies' }]}
      description="Each place of a principal against each place of a resource, under one policy."
    >
      <Container
        header={<Header variant="h2">The perimeter</Header>}
        footer={
          <Button variant="primary" loading={asked.isPending} onClick={() => asked.mutate()}>
            Show who reaches whom
          </Button>
        }
      >
        <SpaceBetween size="m">
          <FormErrors error={asked.error} labels={labels} />
          <OrganizationSelect />
          <FormField label={labels.level} errorText={errors.get('level')}>
            <SegmentedControl
              label="Places"
              selectedId={level}
              options={levels.map((each) => ({ ...each }))}
              onChange={({ detail }) => change({ level: detail.selectedId }, { replace: true })}
            />
          </FormField>
          <FormField label={labels.action} errorText={errors.get('action')}>
            <Input value={action} spellcheck={false} onChange={({ detail }) => change({ action: detail.value }, { replace: true })} />
          </FormField>
          <FormField
            label={labels.document}
            description="Guardrails makes one and brings it here."
            errorText={errors.get('document')}
            stretch
          >
            <Textarea value={document} rows={10} spellcheck={false} onChange={({ detail }) => setDocument(detail.value)} />
          </FormField>
        </SpaceBetween>
      </Container>
      {asked.data === undefined ? null : <Matrix matrix={asked.data} />}
    </Page>
  )
}
