import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Autosuggest from '@cloudscape-design/components/autosuggest'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Multiselect from '@cloudscape-design/components/multiselect'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../../auth/session.ts'
import { completeSelector } from '../../accounts/complete-selector.ts'
import { organizationsQuery } from '../../organizations/queries.ts'
import { OuScope } from './ou-scope.tsx'
import { BadgeFacts } from './badge-facts.tsx'
import { badgeKeysOf, type BadgePair, type ScopeDraft, type ScopeKind, scopeOf } from './scope-draft.ts'
import { ScopeReach } from './scope-reach.tsx'

const kinds: readonly { readonly value: ScopeKind; readonly label: string; readonly description: string }[] = [
  { value: 'everywhere', label: 'The whole estate', description: 'Every account, now and later' },
  { value: 'ous', label: 'OUs', description: 'Every account in them and below, also those that move there later' },
  { value: 'badges', label: 'Badges', description: 'Every account with one of them' },
  { value: 'accounts', label: 'Accounts', description: 'Exactly these' },
  { value: 'organizations', label: 'Organizations', description: 'Every account of them' },
  { value: 'selector', label: 'A selector', description: 'Written out, for what the others cannot say' },
]

export type ScopeProps = {
  readonly value: ScopeDraft
  readonly error?: string | undefined
  readonly onChange: (value: ScopeDraft) => void
}

/** Where a role reaches. What it takes in now, and who else could change that, is said beside it. */
export function ScopeEditor({ value, error, onChange }: ScopeProps) {
  const scope = scopeOf(value)
  const fields: Readonly<Record<ScopeKind, typeof AccountScope | undefined>> = {
    everywhere: undefined,
    organizations: OrganizationScope,
    ous: OuScope,
    badges: BadgeScope,
    accounts: AccountScope,
    selector: SelectorScope,
  }
  const Fields = fields[value.kind]
  return (
    <SpaceBetween size="s">
      <FormField label="Where" description="Accounts outside are not seen at all." errorText={Fields === undefined ? error : undefined}>
        <Select
          selectedOption={kinds.find(({ value: kind }) => kind === value.kind) ?? null}
          options={kinds}
          onChange={({ detail }) => onChange({ ...value, kind: (detail.selectedOption.value ?? value.kind) as ScopeKind })}
        />
      </FormField>
      {Fields === undefined ? null : <Fields value={value} error={error} onChange={onChange} />}
      {scope.kind === 'scope' ? <ScopeReach scope={scope.text} /> : null}
      {badgeKeysOf(value).map((key) => (
        <BadgeFacts key={key} badge={key} />
      ))}
    </SpaceBetween>
  )
}

function OrganizationScope({ value, error, onChange }: ScopeProps) {
  const may = useMay()
  const organizations = useQuery({ ...organizationsQuery, enabled: may('organizations:read') })
  const options = (organizations.data?.items ?? []).map(({ organizationId, nickname }) => ({
    value: organizationId,
    label: nickname ?? organizationId,
    description: nickname === null ? undefined : organizationId,
  }))
  const known = value.organizations.map((id) => options.find((option) => option.value === id) ?? { value: id, label: id })
  return (
    <FormField label="Organizations" errorText={error}>
      <Multiselect
        selectedOptions={known}
        options={options}
        placeholder="Choose"
        empty="No organization is registered."
        deselectAriaLabel={({ label }) => `Remove ${label ?? ''}`}
        onChange={({ detail }) => onChange({ ...value, organizations: detail.selectedOptions.map((option) => option.value ?? '') })}
      />
    </FormField>
  )
}

function BadgeScope({ value, error, onChange }: ScopeProps) {
  const set = (index: number, part: Partial<BadgePair>): void =>
    onChange({ ...value, badges: value.badges.map((pair, at) => (at === index ? { ...pair, ...part } : pair)) })
  return (
    <FormField label="Any of these badges" errorText={error} constraintText="Without a value: whatever its value is." stretch>
      <AttributeEditor<BadgePair>
        items={value.badges}
        addButtonText="Add badge"
        removeButtonText="Remove"
        removeButtonAriaLabel={({ key }) => `Remove badge ${key}`}
        empty="No badge named yet."
        onAddButtonClick={() => onChange({ ...value, badges: [...value.badges, { key: '', value: '' }] })}
        onRemoveButtonClick={({ detail }) => onChange({ ...value, badges: value.badges.filter((_, at) => at !== detail.itemIndex) })}
        definition={[
          {
            label: 'Key',
            control: ({ key }, index) => (
              <Input value={key} placeholder="team" onChange={({ detail }) => set(index, { key: detail.value })} />
            ),
          },
          {
            label: 'Value',
            control: ({ value: text }, index) => (
              <Input value={text} placeholder="blue" onChange={({ detail }) => set(index, { value: detail.value })} />
            ),
          },
        ]}
      />
    </FormField>
  )
}

function AccountScope({ value, error, onChange }: ScopeProps) {
  return (
    <FormField label="Account IDs" errorText={error} constraintText="One per line, or separated by commas.">
      <Textarea
        value={value.accounts}
        rows={3}
        spellcheck={false}
        placeholder="111122223333"
        onChange={({ detail }) => onChange({ ...value, accounts: detail.value })}
      />
    </FormField>
  )
}

/** What may not stand in a scope is not offered: whoever renames something in AWS would change what others may do here. */
const notInScopes = /(?:^|[\s(])(?:name|tag|state|status):$/

function SelectorScope({ value, error, onChange }: ScopeProps) {
  const completions = completeSelector(value.selector, []).filter((text) => !notInScopes.test(text))
  return (
    <FormField
      label="Selector"
      errorText={error}
      stretch
      constraintText="OU ids, badges, accounts and organizations with and, or, not: ou:ou-ab12-cdef3456/** and not badge:tier=1"
    >
      <Autosuggest
        value={value.selector}
        filteringType="manual"
        clearAriaLabel="Clear"
        enteredTextLabel={(text) => `Use ${text}`}
        options={completions.map((text) => ({ value: text }))}
        empty="Nothing to complete."
        onChange={({ detail }) => onChange({ ...value, selector: detail.value })}
      />
    </FormField>
  )
}
