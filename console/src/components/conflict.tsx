import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useEffect, useRef } from 'react'
import { Text } from './text.tsx'

export type Difference = { readonly field: string; readonly base: string; readonly theirs: string; readonly mine: string }
type Props = {
  /** What was edited. */
  readonly what: string
  readonly differences: readonly Difference[]
  readonly labels: Readonly<Record<string, string>>
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Somebody else saved first: what they changed, beside what is here. Nothing is overwritten until the person has chosen. */
export function Conflict({ what, differences, labels, onKeepMine, onTakeTheirs }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div ref={box} tabIndex={-1} role="alert" data-testid="conflict">
      <Alert type="warning" header={`Somebody else saved this ${what} meanwhile; yours is not saved`} statusIconAriaLabel="Warning">
        <SpaceBetween size="m">
          <Table
            wrapLines
            variant="embedded"
            items={differences}
            trackBy="field"
            ariaLabels={{ tableLabel: 'What they changed' }}
            empty={<Box>They changed nothing that this form shows.</Box>}
            columnDefinitions={[
              { id: 'field', header: 'Field', isRowHeader: true, cell: ({ field }) => labels[field] ?? 'Credentials' },
              { id: 'base', header: 'When you began', cell: ({ base: was }) => <Text>{was}</Text> },
              { id: 'theirs', header: 'Theirs, saved', cell: ({ theirs: is }) => <Text>{is}</Text> },
              { id: 'mine', header: 'Yours', cell: ({ mine: want }) => <Text>{want}</Text> },
            ]}
          />
          <SpaceBetween direction="horizontal" size="xs">
            <Button onClick={onKeepMine}>Keep mine, then save</Button>
            <Button onClick={onTakeTheirs}>Take theirs</Button>
          </SpaceBetween>
        </SpaceBetween>
      </Alert>
    </div>
  )
}
