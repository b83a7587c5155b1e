import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tiles from '@cloudscape-design/components/tiles'
import FormField from '@cloudscape-design/components/form-field'
import Wizard from '@cloudscape-design/components/wizard'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call } from '../../../api/client.ts'
import type { OrganizationKit, OrganizationPreview } from '../../../api/operations.gen.ts'
import { errorsByField, Problem } from '../../../api/problem.ts'
import { messages } from '../../../app/messages.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { KeptDraftNotice } from '../../../components/kept-draft-notice.tsx'
import { useAction } from '../../../components/use-action.ts'
import { useDraft } from '../../../components/use-draft.ts'
import { CallerFields } from '../caller-fields.tsx'
import { type Draft, draftShape, fieldLabels, stepOf, toForm } from '../draft.ts'
import { MemberRoleFields, OrganizationRoleFields } from '../role-fields.tsx'
import { SettingsFields } from '../settings-fields.tsx'
import { KitStep } from './kit-step.tsx'
import { LiveScope, liveRoots } from './live-scope.tsx'
import { Review } from './review.tsx'
import { TestResult } from './test-result.tsx'

/** From cloud type to the first sync (ORG-3…ORG-20). Every step can be tested without storing anything. */
export function AddOrganizationWizard() {
  const navigate = useNavigate()
  const [{ step: stepText }, change] = useSearchState()
  const step = Math.min(Math.max(Number(stepText ?? '1') || 1, 1), 6) - 1
  const { draft, set, wasKept, lost, clear } = useDraft('add-organization', draftShape)
  const [kit, setKit] = useState<OrganizationKit>()
  const [live, setLive] = useState<OrganizationPreview>()
  const test = useAction({ run: () => call('POST /v1/organizations/test', { body: toForm(draft) }) })
  const register = useAction({
    run: () => call('POST /v1/organizations', { body: toForm(draft) }),
    done: ({ organization }) => `${organization.organizationId} is registered; its first sync has started.`,
    after: ({ organization: { organizationId }, warnings }) => {
      clear()
      for (const { message } of warnings) messages.note(message)
      void navigate({ to: `/organizations/${organizationId}`, search: { tab: 'syncs' } })
    },
  })
  const error = register.error ?? test.error
  const errors = new Map([...errorsByField(error), ...(test.data?.problems ?? []).map(({ field, message }) => [field, message] as const)])
  const go = (index: number): void => change({ step: String(index + 1) })
  const runTest = (): void => {
    register.reset()
    test.mutate()
  }
  const fields = { draft, set, errors }
  const body = (content: ReactNode): ReactNode => (
    <SpaceBetween size="l">
      {wasKept ? (
        <KeptDraftNotice
          lost={lost.map((field) => secretNames[field] ?? field)}
          onClear={() => {
            clear()
            setKit(undefined)
            setLive(undefined)
          }}
        />
      ) : null}
      <FormErrors
        error={error}
        labels={fieldLabels}
        header={register.error === null ? 'The test could not begin' : 'The organization was not registered; nothing is stored'}
      />
      {error instanceof Problem ? <StepsWithErrors error={error} step={step} go={go} /> : null}
      {content}
      {test.data === undefined || error !== null ? null : <TestResult report={test.data} go={go} />}
    </SpaceBetween>
  )
  return (
    <Wizard
      activeStepIndex={step}
      onNavigate={({ detail }) => go(detail.requestedStepIndex)}
      onCancel={() => void navigate({ to: '/organizations' })}
      onSubmit={() => register.mutate()}
      submitButtonText="Add"
      isLoadingNextStep={register.isPending}
      secondaryActions={
        <Button loading={test.isPending} onClick={runTest}>
          Test only
        </Button>
      }
      i18nStrings={{
        stepNumberLabel: (number) => `Step ${number}`,
        collapsedStepsLabel: (number, count) => `Step ${number} of ${count}`,
        navigationAriaLabel: 'Steps',
        cancelButton: 'Cancel',
        previousButton: 'Back',
        nextButton: 'Next',
        optional: 'optional',
      }}
      steps={[
        { title: 'Cloud type', content: body(<CloudType draft={draft} set={set} />) },
        {
          title: 'Organization role',
          description: 'Reads accounts, OUs, tags and policies. It changes nothing.',
          content: body(
            <SpaceBetween size="l">
              <KitStep draft={draft} set={set} kit={kit} onKit={setKit} />
              <Container>
                <OrganizationRoleFields {...fields} />
              </Container>
            </SpaceBetween>,
          ),
        },
        {
          title: 'Member role',
          description: 'The role of the same name in every account, through which Reeve looks into it.',
          content: body(
            <Container>
              <MemberRoleFields {...fields} />
            </Container>,
          ),
        },
        {
          title: 'Caller',
          description: 'Who Reeve is when it assumes these roles.',
          content: body(
            <Container>
              <CallerFields {...fields} description="What Reeve uses to assume both roles." />
            </Container>,
          ),
        },
        {
          title: 'Scope and upkeep',
          description: 'What is imported, and what happens by itself.',
          content: body(
            <Container>
              <SettingsFields
                settings={draft}
                set={set}
                errors={errors}
                picker={<LiveScope draft={draft} set={set} live={live} onLive={setLive} />}
              />
            </Container>,
          ),
        },
        { title: 'Review and test', content: body(<Review draft={draft} go={go} roots={liveRoots(live)} />) },
      ]}
    />
  )
}

const secretNames: Readonly<Record<string, string>> = {
  orgExternalId: 'ExternalId of the organization role',
  memberExternalId: 'ExternalId of the member role',
  secretAccessKey: 'Secret access key',
}

function CloudType({ draft, set }: { readonly draft: Draft; readonly set: (part: Partial<Draft>) => void }) {
  return (
    <Container>
      <SpaceBetween size="l">
        <FormField label="Cloud type" stretch>
          <Tiles
            value="aws"
            onChange={() => undefined}
            items={[
              { value: 'aws', label: 'Amazon Web Services', description: 'An organization of AWS Organizations, with all its accounts.' },
            ]}
          />
        </FormField>
        <FormField label="Where the organization role will live" stretch>
          <Tiles
            value={draft.variant}
            onChange={({ detail }) => set({ variant: detail.value as Draft['variant'] })}
            items={[
              { value: 'management_account', label: 'Management account', description: 'Simplest. The role only reads.' },
              {
                value: 'delegated_administrator',
                label: 'Delegated administrator',
                description:
                  'A member account that may read the organization; nothing of Reeve’s is in the management account but its member role.',
              },
            ]}
          />
        </FormField>
      </SpaceBetween>
    </Container>
  )
}

/** The way to the fields at fault, where they stand on other steps. */
function StepsWithErrors({ error, step, go }: { readonly error: Problem; readonly step: number; readonly go: (index: number) => void }) {
  const steps = [...new Set(error.fields.map(({ field }) => stepOf(field)))].filter((each) => each !== step)
  const names = ['', 'Organization role', 'Member role', 'Caller', 'Scope and upkeep']
  return steps.length === 0 ? null : (
    <SpaceBetween direction="horizontal" size="xs">
      {steps.map((each) => (
        <Button key={each} onClick={() => go(each)}>
          Go to {names[each]}
        </Button>
      ))}
    </SpaceBetween>
  )
}
