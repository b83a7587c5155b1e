import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../../../api/client.ts'
import { errorsByField, Problem } from '../../../api/problem.ts'
import { messages } from '../../../app/messages.ts'
import { useMay } from '../../../auth/session.ts'
import { PageForm } from '../../../components/page-form.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { KeptDraftNotice } from '../../../components/kept-draft-notice.tsx'
import { useAction } from '../../../components/use-action.ts'
import { useDraft } from '../../../components/use-draft.ts'
import { CallerFields } from '../../organizations/caller-fields.tsx'
import { draftShape, fieldLabels, toForm } from '../connection/draft.ts'
import { BadgeFields, NameFields } from '../connection/more-fields.tsx'
import { PrepareRole } from '../connection/prepare-role.tsx'
import { ConnectionReport } from '../connection/report.tsx'
import { AccountRoleFields } from '../connection/role-fields.tsx'

/** A single account from the role's template to the first check (CONN-8…CONN-12); can be tested without storing anything. */
export function AddAccountForm() {
  const may = useMay()
  const navigate = useNavigate()
  const { draft, set, wasKept, lost, clear } = useDraft('add-account', draftShape)
  const test = useAction({ run: () => call('POST /v1/accounts/test', { body: toForm(draft) }) })
  const add = useAction({
    run: () => call('POST /v1/accounts', { body: toForm(draft) }),
    done: ({ connection }) => `${connection.name} is connected.`,
    after: ({ connection: { accountId }, warnings }) => {
      clear()
      for (const { message } of warnings) messages.note(message)
      void navigate({ to: `/accounts/${accountId}`, search: { tab: 'connection' } })
    },
  })
  if (!may('accounts:write', 'everywhere')) return <Alert type="info">You may look at accounts, but not add any.</Alert>
  const error = add.error ?? test.error
  const errors = new Map([...errorsByField(error), ...(test.data?.problems ?? []).map(({ field, message }) => [field, message] as const)])
  const fields = { draft, set, errors }
  const runTest = (): void => {
    add.reset()
    test.mutate()
  }
  const runAdd = (): void => {
    test.reset()
    add.mutate()
  }
  return (
    <PageForm
      cancelHref="/accounts"
      submit="Add account"
      isBusy={add.isPending}
      more={
        <Button loading={test.isPending} onClick={runTest}>
          Test only
        </Button>
      }
      onSubmit={runAdd}
    >
      {wasKept ? <KeptDraftNotice lost={lost.map((field) => secretNames[field] ?? field)} onClear={clear} /> : null}
      <FormErrors
        error={error}
        labels={fieldLabels}
        header={add.error === null ? 'The test could not begin' : 'The account was not added; nothing is stored'}
      />
      <Taken error={error} accountId={draft.accountId} />
      {draft.way === 'role' ? <PrepareRole {...fields} /> : null}
      <Container header={<Header variant="h2">The account</Header>}>
        <AccountRoleFields {...fields} />
      </Container>
      <Container header={<Header variant="h2">Who enters the account</Header>}>
        <CallerFields {...fields} description="Who Reeve is when it enters the account." />
      </Container>
      <Container header={<Header variant="h2">Name and badges</Header>}>
        <SpaceBetween size="m">
          <NameFields {...fields} />
          <BadgeFields {...fields} />
        </SpaceBetween>
      </Container>
      {test.data === undefined || error !== null ? null : <ConnectionReport report={test.data} isNew />}
    </PageForm>
  )
}

const secretNames: Readonly<Record<string, string>> = { externalId: 'ExternalId', secretAccessKey: 'Secret access key' }

/** An account that is here already is opened, not added once more. */
function Taken({ error, accountId }: { readonly error: unknown; readonly accountId: string }) {
  if (!(error instanceof Problem)) return null
  if (error.code !== 'account_managed' && error.code !== 'account_already_connected') return null
  const found = /\b\d{12}\b/.exec(error.message)?.[0] ?? accountId
  return (
    <Alert type="info" statusIconAriaLabel="Note">
      <Link href={`/accounts/${found}`}>Open the account {found}</Link>
    </Alert>
  )
}
