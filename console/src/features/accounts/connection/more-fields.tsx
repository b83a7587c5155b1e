import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMay } from '../../../auth/session.ts'
import type { AccountDraft } from './draft.ts'
import type { FieldsProps } from './role-fields.tsx'

const strategies = [{ value: 'standard', label: 'Standard', description: 'Everything that this version reads of an account.' }]

/** The account's name here, and what is read of it. */
export function NameFields({ draft, set, errors }: FieldsProps) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Name"
        description="Shown in lists; the account’s id where it is empty."
        constraintText="At most 50 characters"
        errorText={errors.get('name')}
      >
        <Input value={draft.name} onChange={({ detail }) => set({ name: detail.value })} />
      </FormField>
      <FormField label="What is read" errorText={errors.get('harvestingStrategy')}>
        <Select
          selectedOption={strategies.find(({ value }) => value === draft.strategy) ?? { value: draft.strategy, label: draft.strategy }}
          options={strategies}
          onChange={({ detail }) => set({ strategy: detail.selectedOption.value ?? 'standard' })}
        />
      </FormField>
    </SpaceBetween>
  )
}

type Badge = AccountDraft['badges'][number]
const badgesMax = 50

/** Badges that the account begins with (CONN-12). */
export function BadgeFields({ draft: { badges }, set, errors }: FieldsProps) {
  const may = useMay()
  const change = (index: number, part: Partial<Badge>): void =>
    set({ badges: badges.map((badge, at) => (at === index ? { ...badge, ...part } : badge)) })
  const errorOf = (index: number, name: keyof Badge): string | undefined => errors.get(`badges.${index}.${name}`)
  if (!may('badges:write')) return null
  return (
    <FormField label="Badges" errorText={badges.length === 0 ? errors.get('badges') : undefined} stretch>
      <AttributeEditor<Badge>
        items={[...badges]}
        empty="None yet."
        addButtonText="Add badge"
        removeButtonText="Remove"
        disableAddButton={badges.length >= badgesMax}
        additionalInfo={`At most ${badgesMax}, as AWS allows for tags.`}
        onAddButtonClick={() => set({ badges: [...badges, { key: '', value: '' }] })}
        onRemoveButtonClick={({ detail }) => set({ badges: badges.filter((_, index) => index !== detail.itemIndex) })}
        definition={[
          {
            label: 'Key',
            control: ({ key }, index) => (
              <Input ariaLabel={`Key of badge ${index + 1}`} value={key} onChange={({ detail }) => change(index, { key: detail.value })} />
            ),
            errorText: (_, index) => errorOf(index, 'key') ?? errors.get(`badges.${index}`),
          },
          {
            label: 'Value',
            control: ({ value }, index) => (
              <Input
                ariaLabel={`Value of badge ${index + 1}`}
                value={value}
                onChange={({ detail }) => change(index, { value: detail.value })}
              />
            ),
            errorText: (_, index) => errorOf(index, 'value'),
          },
        ]}
      />
    </FormField>
  )
}
