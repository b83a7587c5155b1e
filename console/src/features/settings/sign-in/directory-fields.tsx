import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { showText } from '../../../lib/show-text.ts'
import { providersQuery } from '../queries.ts'
import type { DirectoryDraft } from './directory-draft.ts'

type Props = {
  readonly draft: DirectoryDraft
  readonly set: (part: Partial<DirectoryDraft>) => void
  readonly errors: ReadonlyMap<string, string>
  readonly isNew: boolean
}

export function DirectoryFields({ draft, set, errors, isNew }: Props) {
  const providers = useQuery(providersQuery)
  const options = [
    { value: '', label: 'None', description: 'They sign in with a password, or not at all' },
    ...(providers.data?.items ?? []).map(({ id, name }) => ({ value: id, label: showText(name, 60), description: id })),
  ]
  return (
    <Container header={<Header variant="h2">The directory</Header>}>
      <SpaceBetween size="m">
        <FormField label="Name" errorText={errors.get('name')}>
          <Input value={draft.name} placeholder="Entra ID" onChange={({ detail }) => set({ name: detail.value })} />
        </FormField>
        <FormField
          label="ID"
          constraintText="Small letters, digits and hyphens; it cannot be changed later."
          errorText={errors.get('id') ?? errors.get('connection')}
        >
          <Input
            value={draft.id}
            disabled={!isNew}
            spellcheck={false}
            placeholder="entra"
            onChange={({ detail }) => set({ id: detail.value })}
          />
        </FormField>
        <FormField label="Where its people sign in" errorText={errors.get('identityProvider')}>
          <Select
            selectedOption={options.find(({ value }) => value === (draft.identityProvider ?? '')) ?? null}
            options={options}
            statusType={providers.isPending ? 'loading' : 'finished'}
            loadingText="Loading providers"
            onChange={({ detail }) =>
              set({ identityProvider: (detail.selectedOption.value ?? '') === '' ? null : detail.selectedOption.value! })
            }
          />
        </FormField>
        {draft.identityProvider === null ? null : <Matching draft={draft} set={set} errors={errors} />}
      </SpaceBetween>
    </Container>
  )
}

/** How somebody at the provider is recognized as the person that the directory sent. */
function Matching({ draft, set, errors }: Omit<Props, 'isNew'>) {
  return (
    <ExpandableSection headerText="How they are recognized at sign-in" headerDescription="Tried in this order.">
      <SpaceBetween size="m">
        <FormField
          label="Claim with the external ID"
          constraintText="sub for most; oid for Entra ID."
          errorText={errors.get('match.externalIdClaim')}
        >
          <Input value={draft.externalIdClaim} spellcheck={false} onChange={({ detail }) => set({ externalIdClaim: detail.value })} />
        </FormField>
        <FormField
          label="Else, claim with the user name"
          constraintText="Such as preferred_username. Empty: not used."
          errorText={errors.get('match.userNameClaim')}
        >
          <Input value={draft.userNameClaim} spellcheck={false} onChange={({ detail }) => set({ userNameClaim: detail.value })} />
        </FormField>
        <Checkbox
          checked={draft.verifiedEmail}
          description="Only if nobody but you decides who gets an e-mail address there."
          onChange={({ detail }) => set({ verifiedEmail: detail.checked })}
        >
          Else, an e-mail that the provider says it verified
        </Checkbox>
      </SpaceBetween>
    </ExpandableSection>
  )
}
