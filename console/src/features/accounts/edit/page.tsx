import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { AccountConnection } from '../../../api/operations.gen.ts'
import { errorsByField, isProblem } from '../../../api/problem.ts'
import { messages } from '../../../app/messages.ts'
import { useMay } from '../../../auth/session.ts'
import { Conflict } from '../../../components/conflict.tsx'
import { PageForm } from '../../../components/page-form.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { CallerFields } from '../../organizations/caller-fields.tsx'
import { type AccountDraft, draftOf, fieldLabels, toEdit } from '../connection/draft.ts'
import { connectionDifferences, mergeConnectionDraft } from '../connection/differences.ts'
import { NameFields } from '../connection/more-fields.tsx'
import { ConnectionReport } from '../connection/report.tsx'
import { AccountRoleFields } from '../connection/role-fields.tsx'

/** Name and strategy at any time; credentials all together or not at all. Two people editing meet in a conflict, not an overwrite. */
export function EditAccountForm({ loaded }: { readonly loaded: AccountConnection }) {
  const may = useMay()
  const navigate = useNavigate()
  const [base, setBase] = useState(loaded)
  const [draft, setDraft] = useState(() => draftOf(loaded))
  const [withCredentials, setWithCredentials] = useState(false)
  const { accountId } = base
  const path = { accountId }
  const edit = toEdit(base, draft, withCredentials)
  const set = (part: Partial<AccountDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const test = useAction({ run: () => call('POST /v1/accounts/{accountId}/test', { path, body: edit }) })
  const save = useAction({
    run: () => call('PATCH /v1/accounts/{accountId}/connection', { path, body: edit, ifMatch: String(base.version) }),
    done: () => 'Saved.',
    after: ({ warnings }) => {
      for (const { message } of warnings) messages.note(message)
      void navigate({ to: `/accounts/${accountId}`, search: { tab: 'connection' } })
    },
  })
  const theirs = useAction({ run: () => call('GET /v1/accounts/{accountId}/connection', { path }) })
  const isConflict = isProblem(save.error, 412)
  if (isConflict && theirs.data === undefined && theirs.isIdle) theirs.mutate()
  if (!may('accounts:write', 'everywhere')) return <Alert type="info">You may look at this account, but not change it.</Alert>
  const error = isConflict ? null : (save.error ?? test.error)
  const errors = new Map([...errorsByField(error), ...(test.data?.problems ?? []).map(({ field, message }) => [field, message] as const)])
  const fields = { draft, set, errors }
  const takeUp = (newer: AccountConnection): void => {
    setBase(newer)
    save.reset()
    theirs.reset()
  }
  return (
    <PageForm
      cancelHref={`/accounts/${accountId}?tab=connection`}
      submit="Save"
      isBusy={save.isPending}
      disabledReason={Object.keys(edit).length === 0 ? 'Nothing was changed yet.' : undefined}
      more={
        <Button
          loading={test.isPending}
          onClick={() => {
            save.reset()
            test.mutate()
          }}
        >
          Test only
        </Button>
      }
      onSubmit={() => {
        test.reset()
        save.mutate()
      }}
    >
      {isConflict && theirs.data !== undefined ? (
        <Conflict
          what="account"
          differences={connectionDifferences(base, theirs.data, draft)}
          labels={fieldLabels}
          onKeepMine={() => {
            setDraft((before) => mergeConnectionDraft(base, theirs.data, before))
            takeUp(theirs.data)
          }}
          onTakeTheirs={() => {
            setDraft(draftOf(theirs.data))
            takeUp(theirs.data)
          }}
        />
      ) : (
        <FormErrors error={error} labels={fieldLabels} header="Nothing was saved" />
      )}
      <Container header={<Header variant="h2">Name</Header>}>
        <NameFields {...fields} />
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
                ExternalId and keys begin empty here, and an empty ExternalId means none. What is saved is tried against AWS first.
              </Alert>
              <AccountRoleFields {...fields} />
              <CallerFields {...fields} description="Who Reeve is when it enters the account." />
            </SpaceBetween>
          ) : null}
        </SpaceBetween>
      </Container>
      {test.data === undefined || error !== null ? null : <ConnectionReport report={test.data} isNew={false} />}
    </PageForm>
  )
}
