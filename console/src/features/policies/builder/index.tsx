import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Choice } from '../../../components/choice.tsx'
import { KeptDraftNotice } from '../../../components/kept-draft-notice.tsx'
import { Page } from '../../../components/page.tsx'
import { useDraft } from '../../../components/use-draft.ts'
import { emptyStatement, forms, policyShape, type StatementDraft } from './draft.ts'
import { BuiltPolicy } from './result.tsx'
import { StatementFields } from './statement-fields.tsx'

/** A policy put together from services, actions, resources and conditions (OIU-19). Nothing is written to AWS. */
export function BuilderPage() {
  const { draft, set, wasKept, clear } = useDraft('policy-builder', policyShape)
  const { statements } = draft
  const change = (index: number, part: Partial<StatementDraft>): void =>
    set({ statements: statements.map((statement, at) => (at === index ? { ...statement, ...part } : statement)) })
  return (
    <Page
      title="Statement builder"
      trail={[{ text: 'Policies', href: '/policies' }]}
      description="Puts a policy together and checks it as you go. Nothing is written to AWS."
    >
      <SpaceBetween size="l">
        {wasKept ? <KeptDraftNotice lost={[]} onClear={clear} /> : null}
        <Grid gridDefinition={[{ colspan: { default: 12, m: 6 } }, { colspan: { default: 12, m: 6 } }]}>
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">Policy</Header>}>
              <SpaceBetween size="m">
                <Choice label="Kind" value={draft.form} options={forms} onChange={(form) => set({ form })} />
                <FormField
                  label={
                    <>
                      Name <i>– optional</i>
                    </>
                  }
                  description="Names the saved file, and the policy in the command."
                >
                  <Input value={draft.name} onChange={({ detail }) => set({ name: detail.value })} />
                </FormField>
                <FormField
                  label={
                    <>
                      Description <i>– optional</i>
                    </>
                  }
                >
                  <Input value={draft.description} onChange={({ detail }) => set({ description: detail.value })} />
                </FormField>
              </SpaceBetween>
            </Container>
            {statements.map((statement, index) => (
              <StatementFields
                key={index}
                number={index + 1}
                statement={statement}
                onChange={(part) => change(index, part)}
                onCopy={() => set({ statements: statements.toSpliced(index + 1, 0, { ...statement, sid: '' }) })}
                onRemove={statements.length === 1 ? undefined : () => set({ statements: statements.toSpliced(index, 1) })}
              />
            ))}
            <Button iconName="add-plus" onClick={() => set({ statements: [...statements, emptyStatement] })}>
              Add statement
            </Button>
          </SpaceBetween>
          <div className="beside">
            <BuiltPolicy draft={draft} />
          </div>
        </Grid>
      </SpaceBetween>
    </Page>
  )
}
