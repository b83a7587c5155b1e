import Alert from '@cloudscape-design/components/alert'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { IdentityProvider } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { refusal } from '../../../api/refusal.ts'
import { PageForm } from '../../../components/page-form.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { withField } from '../access/grant-draft.ts'
import { GrantsEditor, rowLabels } from '../access/grants-editor.tsx'
import { type MappingDraft, newMapping, newProvider, providerBodyOf, type ProviderDraft, providerDraftOf } from './provider-draft.ts'
import { ProviderFields } from './provider-fields.tsx'

type Props = {
  /** Absent for a new one. */
  readonly stored?: IdentityProvider
  readonly taken: readonly string[]
}
const labels = {
  provider: 'ID',
  id: 'ID',
  name: 'Name',
  issuer: 'Issuer',
  clientId: 'Client ID',
  clientSecret: 'Client secret',
  scopes: 'Scopes to ask for',
  grants: 'Mappings',
}
const rows = { claim: 'Claim', value: 'Value', role: 'Role', scope: 'Where' }

/** A provider and what its claims give. Saving asks the issuer first, so that a wrong one is found here and not at somebody's sign-in. */
export function ProviderForm({ stored, taken }: Props) {
  const navigate = useNavigate()
  const [draft, setDraft] = useState<ProviderDraft>(() => (stored === undefined ? newProvider() : providerDraftOf(stored)))
  const set = (part: Partial<ProviderDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const save = useAction({
    run: async () => {
      // Adding under the id of another would replace that one, and end what it gave.
      if (stored === undefined && taken.includes(draft.id)) throw refusal([{ field: 'id', message: 'There is a provider of this ID.' }])
      await call('PUT /v1/identity-providers/{provider}', { path: { provider: draft.id }, body: providerBodyOf(draft) })
    },
    done: () => 'Saved. People get these roles at their next sign-in through the provider.',
    after: () => void navigate({ to: '/settings', search: { tab: 'sign-in' } }),
  })
  const error = withField(save.error)
  const errors = errorsByField(error)
  return (
    <PageForm
      cancelHref="/settings?tab=sign-in"
      submit={stored === undefined ? 'Add the provider' : 'Save'}
      isBusy={save.isPending}
      onSubmit={() => save.mutate()}
    >
      <FormErrors error={error} labels={{ ...labels, ...rowLabels('grants', draft.mappings.length, rows) }} header="Nothing was saved" />
      <ProviderFields
        draft={draft}
        set={set}
        errors={errors}
        isNew={stored === undefined}
        hasStoredSecret={stored?.hasClientSecret ?? false}
      />
      {stored !== undefined && draft.issuer.trim() !== stored.issuer ? (
        <Alert type="warning" header="Another issuer" statusIconAriaLabel="Warning">
          The same name at another issuer is somebody else: everybody who came through this provider is forgotten, and comes in anew.
        </Alert>
      ) : null}
      <Container
        header={
          <Header
            variant="h2"
            description="Whose claim holds the value gets the role, at every sign-in anew. Several may fit; all of them count. Whom none fits is refused."
          >
            Who gets which role
          </Header>
        }
      >
        <FormField errorText={errors.get('grants')} stretch>
          <GrantsEditor<MappingDraft>
            value={draft.mappings}
            errors={errors}
            at="grants"
            create={newMapping}
            add="Add a mapping"
            empty="No mapping yet: nobody would be let in."
            onChange={(mappings) => set({ mappings })}
            before={(mapping, change, at) => (
              <Grid gridDefinition={[{ colspan: { default: 12, xs: 5 } }, { colspan: { default: 12, xs: 7 } }]}>
                <FormField label="Claim" errorText={errors.get(`${at}claim`)}>
                  <Input value={mapping.claim} spellcheck={false} onChange={({ detail }) => change({ claim: detail.value })} />
                </FormField>
                <FormField label="Is, or holds" errorText={errors.get(`${at}value`)}>
                  <Input
                    value={mapping.value}
                    spellcheck={false}
                    placeholder="aws-admins"
                    onChange={({ detail }) => change({ value: detail.value })}
                  />
                </FormField>
              </Grid>
            )}
          />
        </FormField>
      </Container>
    </PageForm>
  )
}
