import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { counted } from '../../../lib/words.ts'
import { retentionQuery } from './queries.ts'
import { RetentionDialog, type RetentionRule } from './retention-dialog.tsx'

const columns: TableProps.ColumnDefinition<RetentionRule>[] = [
  {
    id: 'pattern',
    header: 'Events',
    isRowHeader: true,
    minWidth: 200,
    cell: ({ pattern }) => (pattern === '*' ? 'All others' : <Text max={100}>{pattern}</Text>),
  },
  { id: 'days', header: 'Are kept for', minWidth: 160, cell: ({ days }) => counted(days, 'day') },
]

/** How long events are kept, by kind. */
export function RetentionTable() {
  const may = useMay()
  const rules = useQuery(retentionQuery)
  const [isEditing, setEditing] = useState(false)
  return (
    <>
      <PagedTable
        query={rules}
        columns={columns}
        what="retention"
        trackBy="pattern"
        header={
          <Header
            variant="h2"
            description="The narrowest rule counts. What is removed is itself told in the trail, and waits for places that are behind."
            actions={
              may('audit:write', 'everywhere') && rules.data !== undefined ? <Button onClick={() => setEditing(true)}>Edit</Button> : null
            }
          >
            How long events are kept
          </Header>
        }
        empty={<Box>Every event is kept for ever.</Box>}
      />
      {isEditing && rules.data !== undefined ? <RetentionDialog rules={rules.data.items} onClose={() => setEditing(false)} /> : null}
    </>
  )
}
