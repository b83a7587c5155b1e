import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { type SearchValues, useSearchState } from '../../app/search-state.ts'
import { useStored } from '../../lib/stored.ts'

type View = { readonly name: string; readonly values: SearchValues }
const remembered = ['q', 'organization', 'attention', 'selector', 'filter'] as const
const cleared: SearchValues = Object.fromEntries([...remembered, 'page', 'cursor'].map((name) => [name, undefined]))

/** Filters with a name, kept in this browser; one is opened, saved or forgotten here. */
export function SavedViews() {
  const [search, change] = useSearchState()
  const [views, setViews] = useStored<readonly View[]>('accounts.views', [])
  const [name, setName] = useState<string>()
  const values = Object.fromEntries(remembered.flatMap((key) => (search[key] === undefined ? [] : [[key, search[key]]])))
  const current = views.find((view) => JSON.stringify(view.values) === JSON.stringify(values))
  const save = (): void => {
    const trimmed = (name ?? '').trim()
    if (trimmed === '') return
    setViews([...views.filter((view) => view.name !== trimmed), { name: trimmed, values }])
    setName(undefined)
  }
  return (
    <>
      <ButtonDropdown
        items={[
          ...views.map((view) => ({ id: `open:${view.name}`, text: view.name })),
          {
            id: 'save',
            text: 'Save this filter as a view …',
            disabled: Object.keys(values).length === 0,
            disabledReason: 'Filter the list first.',
          },
          ...(current === undefined ? [] : [{ id: `forget:${current.name}`, text: `Forget “${current.name}”` }]),
        ]}
        onItemClick={({ detail }) => {
          if (detail.id === 'save') return setName('')
          const wanted = detail.id.slice(detail.id.indexOf(':') + 1)
          if (detail.id.startsWith('forget:')) return setViews(views.filter((view) => view.name !== wanted))
          change({ ...cleared, ...views.find((view) => view.name === wanted)?.values })
        }}
      >
        {current?.name ?? 'Views'}
      </ButtonDropdown>
      <Modal
        visible={name !== undefined}
        header="Save this filter as a view"
        closeAriaLabel="Close"
        onDismiss={() => setName(undefined)}
        footer={
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" onClick={() => setName(undefined)}>
                Cancel
              </Button>
              <Button variant="primary" onClick={save}>
                Save
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <FormField label="Name of the view" constraintText="Kept in this browser. A view of the same name is replaced.">
          <Input
            value={name ?? ''}
            autoFocus
            onChange={({ detail }) => setName(detail.value.slice(0, 60))}
            onKeyDown={({ detail }) => detail.key === 'Enter' && save()}
          />
        </FormField>
      </Modal>
    </>
  )
}
