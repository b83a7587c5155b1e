import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Organization } from '../../../api/operations.gen.ts'
import { errorsByField, isProblem } from '../../../api/problem.ts'
import { messages } from '../../../app/messages.ts'
import { Conflict } from '../../../components/conflict.tsx'
import { PageForm } from '../../../components/page-form.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { CallerFields } from '../caller-fields.tsx'
import { type Draft, fieldLabels } from '../draft.ts'
import { PreviewResult } from '../preview-result.tsx'
import { treeQuery } from '../queries.ts'
import { MemberRoleFields, OrganizationRoleFields } from '../role-fields.tsx'
import { ScopePicker } from '../scope-picker.tsx'
import { scopeNodesOfTree } from '../scope-tree.ts'
import { SettingsFields, Words } from '../settings-fields.tsx'
import { differences, draftOf, editOf, mergeDraft } from './edit-values.ts'

/** Settings at any time; credentials all together or not at all (ORG-25, ORG-26). Two people editing meet in a conflict, not an overwrite. */
export function EditForm({ loaded }: { readonly loaded: Organization }) {
  const navigate = useNavigate()
  const [base, setBase] = useState(loaded)
  const [draft, setDraft] = useState(() => draftOf(loaded))
  const [withCredentials, setWithCredentials] = useState(false)
  const org = base.organizationId
  const set = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }))
  const save = useAction({
    run: () =>
      call('PATCH /v1/organizations/{org}', { path: { org }, body: editOf(base, draft, withCredentials), ifMatch: String(base.version) }),
    done: () => 'Saved.',
    after: ({ warnings, syncJobId }) => {
      for (const { message } of warnings) messages.note(message)
      if (syncJobId !== null) messages.note('A sync has started, to bring the accounts in line.')
      void navigate({ to: `/organizations/${org}`, search: { tab: 'registration' } })
    },
  })
  const theirs = useAction({ run: () => call('GET /v1/organizations/{org}', { path: { org } }) })
  const errors = errorsByField(save.error)
  const isConflict = isProblem(save.error, 412)
  if (isConflict && theirs.data === undefined && theirs.isIdle) theirs.mutate()
  const takeUp = (newer: Organization): void => {
    setBase(newer)
    save.reset()
    theirs.reset()
  }
  const cannotSave = Object.keys(editOf(base, draft, withCredentials)).length === 0
  return (
    <PageForm
      cancelHref={`/organizations/${org}`}
      submit="Save"
      isBusy={save.isPending}
      disabledReason={cannotSave ? 'Nothing was changed yet.' : undefined}
      onSubmit={() => save.mutate()}
    >
      {isConflict && theirs.data !== undefined ? (
        <Conflict
          what="organization"
          differences={differences(base, theirs.data, draft)}
          labels={fieldLabels}
          onKeepMine={() => {
            setDraft((before) => mergeDraft(base, theirs.data, before))
            takeUp(theirs.data)
          }}
          onTakeTheirs={() => {
            setDraft(draftOf(theirs.data))
            takeUp(theirs.data)
          }}
        />
      ) : (
        <FormErrors error={isConflict ? null : save.error} labels={fieldLabels} header="Nothing was saved" />
      )}
      <Container header={<Header variant="h2">Scope and upkeep</Header>}>
        <SettingsFields settings={draft} set={set} errors={errors} picker={<KnownScope org={org} base={base} draft={draft} set={set} />} />
      </Container>
      <Container
        header={
          <Header variant="h2" description="Left as they are unless you choose to replace them.">
            Credentials
          </Header>
        }
      >
        <SpaceBetween size="l">
          <Checkbox
            checked={withCredentials}
            onChange={({ detail }) => setWithCredentials(detail.checked)}
            description="All of them together: secrets are not shown, so they have to be entered again."
          >
            Replace the credentials
          </Checkbox>
          {withCredentials ? (
            <SpaceBetween size="m">
              <Alert type="info" statusIconAriaLabel="Note">
                ExternalIds and keys begin empty here, and an empty ExternalId means none. What is saved is tried against AWS first.
              </Alert>
              <CallerFields draft={draft} set={set} errors={errors} description="What Reeve uses to assume both roles." />
              <OrganizationRoleFields draft={draft} set={set} errors={errors} />
              <MemberRoleFields draft={draft} set={set} errors={errors} />
            </SpaceBetween>
          ) : null}
        </SpaceBetween>
      </Container>
    </PageForm>
  )
}

type ScopeProps = { readonly org: string; readonly base: Organization; readonly draft: Draft; readonly set: (part: Partial<Draft>) => void }

/** OUs ticked on the tree as last synced, and what the change would do. */
function KnownScope({ org, base, draft, set }: ScopeProps) {
  const tree = useQuery(treeQuery(org))
  const roots = useMemo(() => (tree.data === undefined ? [] : [scopeNodesOfTree(tree.data.root)]), [tree.data])
  const preview = useAction({
    run: () => call('POST /v1/organizations/{org}/preview', { path: { org }, body: editOf(base, draft, false) }),
  })
  return (
    <SpaceBetween size="m">
      {roots.length === 0 ? (
        <Words value={draft.scopeOuIds} placeholder="ou-ab12-cdef3456" add="Add OU id" onChange={(scopeOuIds) => set({ scopeOuIds })} />
      ) : (
        <ScopePicker roots={roots} chosen={draft.scopeOuIds} onChange={(scopeOuIds) => set({ scopeOuIds })} />
      )}
      <Button formAction="none" loading={preview.isPending} onClick={() => preview.mutate()}>
        Preview what is imported
      </Button>
      <FormErrors error={preview.error} labels={fieldLabels} header="There is no preview" />
      {preview.data === undefined ? null : <PreviewResult preview={preview.data} />}
    </SpaceBetween>
  )
}
