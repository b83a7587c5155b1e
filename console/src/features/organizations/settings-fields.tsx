import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Toggle from '@cloudscape-design/components/toggle'
import TokenGroup from '@cloudscape-design/components/token-group'
import { type ReactNode, useState } from 'react'
import Button from '@cloudscape-design/components/button'
import type { Settings } from './draft.ts'

type Props = {
  readonly settings: Settings
  readonly set: (change: Partial<Settings>) => void
  readonly errors: ReadonlyMap<string, string>
  readonly picker: ReactNode
}

/** What is imported, and what happens by itself. */
export function SettingsFields({ settings, set, errors, picker }: Props) {
  return (
    <SpaceBetween size="m">
      <FormField label="Scope" errorText={errors.get('scopeOuIds')} stretch>
        <SpaceBetween size="s">
          <Checkbox
            checked={settings.isScopeLimited}
            onChange={({ detail }) => set({ isScopeLimited: detail.checked })}
            description="Only accounts at and below the OUs you choose."
          >
            Limit what is imported
          </Checkbox>
          {settings.isScopeLimited ? picker : null}
        </SpaceBetween>
      </FormField>
      <FormField
        label="Name prefixes to leave out"
        description="Accounts whose name begins with one of these are not imported."
        constraintText="Upper and lower case count."
        errorText={errors.get('excludePrefixes')}
      >
        <Words
          value={settings.excludePrefixes}
          placeholder="sandbox-"
          add="Add prefix"
          onChange={(excludePrefixes) => set({ excludePrefixes })}
        />
      </FormField>
      <FormField
        label="Nickname"
        description="Becomes a badge on every account, and the name of the organization here."
        errorText={errors.get('nickname')}
      >
        <Input value={settings.nickname} onChange={({ detail }) => set({ nickname: detail.value })} />
      </FormField>
      <FormField errorText={errors.get('autoBadge')}>
        <Toggle
          checked={settings.autoBadge}
          onChange={({ detail }) => set({ autoBadge: detail.checked })}
          description="The tags of accounts become badges, and follow them."
        >
          Badges from tags
        </Toggle>
      </FormField>
      <FormField errorText={errors.get('autoRemoveSuspended')}>
        <Toggle
          checked={settings.autoRemoveSuspended}
          onChange={({ detail }) => set({ autoRemoveSuspended: detail.checked })}
          description="Suspended and closed accounts leave the list by themselves; their history is kept."
        >
          Remove suspended accounts
        </Toggle>
      </FormField>
    </SpaceBetween>
  )
}

type WordsProps = {
  readonly value: readonly string[]
  readonly placeholder: string
  /** Names the field and its button. */
  readonly add: string
  /** What the button shows, where that is less. */
  readonly button?: string
  /** How an entry is shown, where its text says little. */
  readonly show?: (word: string) => string
  readonly onChange: (value: readonly string[]) => void
}

/** A list of short texts, each added with Enter or the button. */
export function Words({ value, placeholder, add, button = add, show = (word) => word, onChange }: WordsProps) {
  const [text, setText] = useState('')
  const commit = (): void => {
    const word = text.trim()
    if (word !== '' && !value.includes(word)) onChange([...value, word])
    setText('')
  }
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="xs">
        <Input
          value={text}
          placeholder={placeholder}
          ariaLabel={add}
          onChange={({ detail }) => setText(detail.value)}
          onBlur={commit}
          onKeyDown={({ detail }) => detail.key === 'Enter' && commit()}
        />
        <Button formAction="none" {...(button === add ? {} : { ariaLabel: add })} onClick={commit}>
          {button}
        </Button>
      </SpaceBetween>
      {value.length === 0 ? null : (
        <TokenGroup
          items={value.map((word) => ({
            label: show(word),
            dismissLabel: `Remove ${show(word)}`,
            ...(show(word) === word ? {} : { description: word }),
          }))}
          onDismiss={({ detail }) => onChange(value.filter((_, index) => index !== detail.itemIndex))}
        />
      )}
    </SpaceBetween>
  )
}
