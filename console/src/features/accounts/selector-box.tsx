import Autosuggest from '@cloudscape-design/components/autosuggest'
import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter'
import { useState } from 'react'
import { completeSelector } from './complete-selector.ts'

type Props = {
  readonly value: string
  readonly options: readonly PropertyFilterProps.FilteringOption[]
  readonly onApply: (selector: string | undefined) => void
}

/** A line in the selector language, completed word by word; Enter applies it. */
export function SelectorBox({ value, options, onApply }: Props) {
  const [text, setText] = useState(value)
  const completions = completeSelector(
    text,
    options.map(({ propertyKey, value: known }) => `${propertyKey}:${known}`),
  )
  return (
    <Autosuggest
      clearAriaLabel="Clear"
      value={text}
      ariaLabel="Selector"
      placeholder="badge:tier=1 and not status:ok"
      filteringType="manual"
      enteredTextLabel={(entered) => `Apply ${entered}`}
      options={completions.map((completed) => ({ value: completed }))}
      onChange={({ detail }) => setText(detail.value)}
      onSelect={({ detail }) => onApply(detail.value.trim() === '' ? undefined : detail.value)}
      onKeyDown={({ detail }) => {
        if (detail.key === 'Enter') onApply(text.trim() === '' ? undefined : text)
      }}
      empty="Nothing to complete."
    />
  )
}
