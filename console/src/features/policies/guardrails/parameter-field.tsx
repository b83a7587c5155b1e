import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { words } from '../../../lib/words.ts'
import { entriesOf, type Parameter } from './parameter.ts'

type Props = {
  readonly parameter: Parameter
  readonly value: string | readonly string[]
  readonly error: string | undefined
  readonly onChange: (value: string | readonly string[]) => void
}

const rowsMax = 8

export function ParameterField({ parameter, value, error, onChange }: Props) {
  const { label, kind, description, choices, isRequired } = parameter
  const [text, setText] = useState(Array.isArray(value) ? value.join('\n') : String(value))
  return (
    <FormField
      label={
        isRequired ? (
          label
        ) : (
          <>
            {label} <i>– optional</i>
          </>
        )
      }
      description={description}
      errorText={error}
      constraintText={kind === 'list' ? 'One per line' : undefined}
    >
      {kind === 'list' ? (
        <Textarea
          value={text}
          rows={Math.min(Math.max(entriesOf(text).length + 1, 2), rowsMax)}
          spellcheck={false}
          onChange={({ detail }) => {
            setText(detail.value)
            onChange(entriesOf(detail.value))
          }}
        />
      ) : kind === 'choice' ? (
        <Select
          selectedOption={{ value: String(value), label: words(String(value)) }}
          options={choices.map((choice) => ({ value: choice, label: words(choice) }))}
          onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        />
      ) : (
        <Input value={String(value)} spellcheck={false} onChange={({ detail }) => onChange(detail.value)} />
      )}
    </FormField>
  )
}
