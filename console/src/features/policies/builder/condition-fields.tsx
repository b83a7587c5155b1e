import Autosuggest from '@cloudscape-design/components/autosuggest'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Words } from '../../organizations/settings-fields.tsx'
import { Group } from './group.tsx'
import { type ConditionDraft, emptyCondition, operators } from './draft.ts'

export type KnownKey = { readonly key: string; readonly type: string | null }
type Props = {
  readonly conditions: readonly ConditionDraft[]
  readonly keys: readonly KnownKey[]
  readonly onChange: (conditions: readonly ConditionDraft[]) => void
}

const qualifiers = [
  { value: '', label: 'The value' },
  { value: 'ForAllValues', label: 'All values (or none there)' },
  { value: 'ForAnyValue', label: 'Any of the values' },
]
const operatorOptions = operators.map(({ label, names }) => ({ label, options: names.map((name) => ({ value: name, label: name })) }))

/** When the statement applies: every line must hold. */
export function ConditionFields({ conditions, keys, onChange }: Props) {
  const change = (index: number, part: Partial<ConditionDraft>): void =>
    onChange(conditions.map((condition, at) => (at === index ? { ...condition, ...part } : condition)))
  return (
    <Group label="Conditions" description="The statement applies only when every one of them holds.">
      {conditions.map((condition, index) => (
        <Condition
          key={index}
          name={`Condition ${index + 1}`}
          condition={condition}
          keys={keys}
          onChange={(part) => change(index, part)}
          onRemove={() => onChange(conditions.filter((_, at) => at !== index))}
        />
      ))}
      <Button formAction="none" iconName="add-plus" onClick={() => onChange([...conditions, emptyCondition])}>
        Add condition
      </Button>
    </Group>
  )
}

type ConditionProps = {
  readonly name: string
  readonly condition: ConditionDraft
  readonly keys: readonly KnownKey[]
  readonly onChange: (part: Partial<ConditionDraft>) => void
  readonly onRemove: () => void
}

function Condition({ name, condition, keys, onChange, onRemove }: ConditionProps) {
  const { qualifier, operator, ifExists, key, values } = condition
  const type = keys.find((known) => known.key.toLowerCase() === key.toLowerCase())?.type
  return (
    <Container>
      <SpaceBetween size="s">
        <div className="filters">
          <Autosuggest
            clearAriaLabel="Clear"
            ariaLabel={`${name}: key`}
            value={key}
            placeholder="aws:PrincipalArn"
            enteredTextLabel={(text) => `Use “${text}”`}
            options={keys.map((known) => ({ value: known.key, description: known.type ?? undefined }))}
            empty="AWS publishes no such key for these actions."
            onChange={({ detail }) => onChange({ key: detail.value })}
          />
          <Select
            ariaLabel={`${name}: operator`}
            selectedOption={{ value: operator, label: operator }}
            options={operatorOptions}
            filteringType="auto"
            filteringAriaLabel="Find an operator"
            onChange={({ detail }) => onChange({ operator: detail.selectedOption.value ?? operator })}
          />
          <Button formAction="none" ariaLabel={`Remove ${name.toLowerCase()}`} iconName="remove" onClick={onRemove} />
        </div>
        <Words
          value={values}
          placeholder="Value"
          add={`Add value to ${name.toLowerCase()}`}
          button="Add value"
          onChange={(next) => onChange({ values: next })}
        />
        <div className="filters">
          <Select
            ariaLabel={`${name}: which values`}
            selectedOption={qualifiers.find(({ value }) => value === qualifier) ?? null}
            options={qualifiers}
            onChange={({ detail }) => onChange({ qualifier: (detail.selectedOption.value ?? '') as ConditionDraft['qualifier'] })}
          />
          <Checkbox
            checked={ifExists && operator !== 'Null'}
            disabled={operator === 'Null'}
            onChange={({ detail }) => onChange({ ifExists: detail.checked })}
          >
            Holds where the key is absent (IfExists)
          </Checkbox>
          {type === undefined || type === null ? null : <small>Type: {type}</small>}
        </div>
      </SpaceBetween>
    </Container>
  )
}
