import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { errorsByField } from '../../../api/problem.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { useAction } from '../../../components/use-action.ts'

export type RetentionRule = { readonly pattern: string; readonly days: number }
type Draft = { readonly pattern: string; readonly days: string }

/** Every rule at once, because they are read together. */
export function RetentionDialog({ rules, onClose }: { readonly rules: readonly RetentionRule[]; readonly onClose: () => void }) {
  const [drafts, setDrafts] = useState<readonly Draft[]>(rules.map(({ pattern, days }) => ({ pattern, days: String(days) })))
  const save = useAction({
    run: () =>
      call('PUT /v1/audit/retention', {
        body: { items: drafts.map(({ pattern, days }) => ({ pattern: pattern.trim(), days: Number(days) })) },
      }),
    done: () => (drafts.length === 0 ? 'Every event is kept for ever.' : 'The rules were saved. The next night goes by them.'),
    after: onClose,
  })
  const errors = errorsByField(save.error)
  const change = (index: number, values: Partial<Draft>) =>
    setDrafts(drafts.map((draft, i) => (i === index ? { ...draft, ...values } : draft)))
  const labels = Object.fromEntries(
    drafts.flatMap((_, i) => [
      [`items.${i}.pattern`, `Rule ${i + 1}, events`],
      [`items.${i}.days`, `Rule ${i + 1}, days`],
    ]),
  )
  return (
    <Dialog
      title="How long events are kept"
      confirm="Save"
      size="large"
      error={save.error}
      labels={labels}
      isBusy={save.isPending}
      onConfirm={() => save.mutate()}
      onClose={onClose}
    >
      <AttributeEditor
        items={drafts}
        addButtonText="Add rule"
        removeButtonText="Remove"
        removeButtonAriaLabel={({ pattern }) => `Remove the rule for ${pattern === '' ? 'nothing yet' : pattern}`}
        empty="Every event is kept for ever."
        onAddButtonClick={() => setDrafts([...drafts, { pattern: '', days: '365' }])}
        onRemoveButtonClick={({ detail }) => setDrafts(drafts.filter((_, i) => i !== detail.itemIndex))}
        definition={[
          {
            label: 'Events',
            constraintText: 'Such as sign_in.*, token.created, or * for all others.',
            control: ({ pattern }, index) => (
              <Input
                value={pattern}
                placeholder="sign_in.*"
                ariaLabel={`Events of rule ${index + 1}`}
                invalid={errors.has(`items.${index}.pattern`)}
                onChange={({ detail }) => change(index, { pattern: detail.value })}
              />
            ),
            errorText: (_, index) => errors.get(`items.${index}.pattern`),
          },
          {
            label: 'Days',
            constraintText: '30 at least.',
            control: ({ days }, index) => (
              <Input
                value={days}
                inputMode="numeric"
                ariaLabel={`Days of rule ${index + 1}`}
                invalid={errors.has(`items.${index}.days`)}
                onChange={({ detail }) => change(index, { days: detail.value })}
              />
            ),
            errorText: (_, index) => errors.get(`items.${index}.days`),
          },
        ]}
      />
    </Dialog>
  )
}
