import CollectionPreferences from '@cloudscape-design/components/collection-preferences'
import { accountColumns } from './columns.tsx'

export type Preferences = { readonly columns: readonly string[]; readonly pageSize: number; readonly isCompact: boolean }
export const defaultPreferences: Preferences = {
  columns: ['name', 'accountId', 'status', 'orgPath', 'badges', 'inclusion', 'ignored'],
  pageSize: 50,
  isCompact: false,
}

const pageSizes = [20, 50, 100, 200]

/** Which columns, how many rows, how dense: this person's choice, kept in this browser. */
export function AccountPreferences({ value, onChange }: { readonly value: Preferences; readonly onChange: (value: Preferences) => void }) {
  return (
    <CollectionPreferences
      title="What the list shows"
      confirmLabel="Apply"
      cancelLabel="Cancel"
      closeAriaLabel="Close"
      preferences={{ visibleContent: value.columns, pageSize: value.pageSize, contentDensity: value.isCompact ? 'compact' : 'comfortable' }}
      pageSizePreference={{ title: 'Accounts per page', options: pageSizes.map((size) => ({ value: size, label: String(size) })) }}
      contentDensityPreference={{ label: 'Compact rows', description: 'More accounts on the screen' }}
      visibleContentPreference={{
        title: 'Columns',
        options: [
          {
            label: 'Columns; one without data on the page stays hidden',
            options: accountColumns.map(({ id, label }) => ({ id, label, editable: id !== 'name' })),
          },
        ],
      }}
      onConfirm={({ detail }) =>
        onChange({
          columns: detail.visibleContent ?? defaultPreferences.columns,
          pageSize: detail.pageSize ?? defaultPreferences.pageSize,
          isCompact: detail.contentDensity === 'compact',
        })
      }
    />
  )
}
