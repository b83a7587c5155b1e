import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { ScimConnection } from '../../../api/operations.gen.ts'
import { errorsByField, isProblem } from '../../../api/problem.ts'
import { refusal } from '../../../api/refusal.ts'
import { PageForm } from '../../../components/page-form.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { withField } from '../access/grant-draft.ts'
import { GrantsEditor, rowLabels } from '../access/grants-editor.tsx'
import { Overtaken } from '../overtaken.tsx'
import { DirectoryFields } from './directory-fields.tsx'
import {
  directoryBodyOf,
  type DirectoryDraft,
  directoryDraftOf,
  type GroupMappingDraft,
  newDirectory,
  newGroupMapping,
} from './directory-draft.ts'

type Props = {
  /** Absent for a new one. */
  readonly stored?: ScimConnection
  readonly taken: readonly string[]
  readonly onTakeTheirs?: () => void
}
const labels = {
  connection: 'ID',
  id: 'ID',
  name: 'Name',
  identityProvider: 'Where its people sign in',
  'match.externalIdClaim': 'Claim with the external ID',
  'match.userNameClaim': 'Claim with the user name',
  grants: 'Groups',
}
const rows = { value: 'Group', role: 'Role', scope: 'Where' }
const claims = [
  { value: 'displayName', label: 'The group’s name' },
  { value: 'externalId', label: 'The group’s ID in the directory', description: 'Renaming does not change it' },
]

/** A directory, and what its groups give. */
export function DirectoryForm({ stored: given, taken, onTakeTheirs }: Props) {
  // What the form began with: the page may read a newer version meanwhile, and saving must not pass for an edit of that one.
  const [stored] = useState(given)
  const navigate = useNavigate()
  const [draft, setDraft] = useState<DirectoryDraft>(() => (stored === undefined ? newDirectory : directoryDraftOf(stored)))
  const set = (part: Partial<DirectoryDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const save = useAction({
    run: async () => {
      if (stored === undefined && taken.includes(draft.id)) throw refusal([{ field: 'id', message: 'There is a directory of this ID.' }])
      return call('PUT /v1/scim-connections/{connection}', {
        path: { connection: draft.id },
        body: directoryBodyOf(draft),
        ...(stored === undefined ? {} : { ifMatch: String(stored.version) }),
      })
    },
    done: () => (stored === undefined ? 'Connected. Now give it a token.' : 'Saved. A changed mapping counts at once.'),
    after: ({ id }) =>
      void navigate(stored === undefined ? { to: `/settings/directories/${id}` } : { to: '/settings', search: { tab: 'sign-in' } }),
  })
  const error = withField(save.error)
  const errors = errorsByField(error)
  return (
    <PageForm
      cancelHref="/settings?tab=sign-in"
      submit={stored === undefined ? 'Connect the directory' : 'Save'}
      isBusy={save.isPending}
      onSubmit={() => save.mutate()}
    >
      {isProblem(save.error, 412) && onTakeTheirs !== undefined ? (
        <Overtaken what="this directory" onTakeTheirs={onTakeTheirs} />
      ) : (
        <FormErrors error={error} labels={{ ...labels, ...rowLabels('grants', draft.mappings.length, rows) }} header="Nothing was saved" />
      )}
      <DirectoryFields draft={draft} set={set} errors={errors} isNew={stored === undefined} />
      <Container
        header={
          <Header
            variant="h2"
            description="Members get the role while they are in the group. Roles given to people by hand stay as they are."
          >
            Which group gives which role
          </Header>
        }
      >
        <FormField errorText={errors.get('grants')} stretch>
          <GrantsEditor<GroupMappingDraft>
            value={draft.mappings}
            errors={errors}
            at="grants"
            create={newGroupMapping}
            add="Add a mapping"
            empty="No mapping yet: people would be created without roles."
            onChange={(mappings) => set({ mappings })}
            before={(mapping, change, at) => (
              <Grid gridDefinition={[{ colspan: { default: 12, xs: 5 } }, { colspan: { default: 12, xs: 7 } }]}>
                <FormField label="Compare">
                  <Select
                    selectedOption={claims.find(({ value }) => value === mapping.claim) ?? null}
                    options={claims}
                    onChange={({ detail }) => change({ claim: detail.selectedOption.value as GroupMappingDraft['claim'] })}
                  />
                </FormField>
                <FormField label="Is exactly" errorText={errors.get(`${at}value`)}>
                  <Input
                    value={mapping.value}
                    spellcheck={false}
                    placeholder="AWS Admins"
                    onChange={({ detail }) => change({ value: detail.value })}
                  />
                </FormField>
              </Grid>
            )}
          />
        </FormField>
      </Container>
      <Checkbox
        checked={draft.provisionedOnly}
        disabled={draft.identityProvider === null}
        description="Refuse everybody at that provider whom this directory did not send, whatever their claims say."
        onChange={({ detail }) => set({ provisionedOnly: detail.checked })}
      >
        Only people of this directory sign in through its provider
      </Checkbox>
    </PageForm>
  )
}
