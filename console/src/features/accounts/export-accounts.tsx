import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import type { Account } from '../../api/operations.gen.ts'
import { messages } from '../../app/messages.ts'
import { toCsv } from '../../lib/csv.ts'
import { saveFile } from '../../lib/save-file.ts'
import { counted } from '../../lib/words.ts'
import { accountColumns } from './columns.tsx'
import type { AccountQuery } from './queries.ts'

const pageSize = 200

/** Every account that matches, not only this page, as CSV that no spreadsheet computes. */
export function ExportAccounts({ conditions }: { readonly conditions: AccountQuery }) {
  const [isBusy, setBusy] = useState(false)
  async function run(): Promise<void> {
    setBusy(true)
    try {
      const rows = await readAll(conditions)
      const columns = accountColumns
      saveFile(
        'accounts.csv',
        toCsv(
          columns.map(({ id }) => id),
          rows.map((account) => columns.map(({ text }) => text(account))),
        ),
        'text/csv',
      )
      messages.done(`Exported ${counted(rows.length, 'account')}.`)
    } catch (error) {
      messages.failed('The export stopped; no file was written', error)
    }
    setBusy(false)
  }
  return (
    <Button iconName="download" loading={isBusy} onClick={() => void run()}>
      Export CSV
    </Button>
  )
}

async function readAll(query: AccountQuery): Promise<Account[]> {
  const rows: Account[] = []
  for (let cursor: string | undefined; ;) {
    const page = await call('GET /v1/accounts', { query: { ...query, limit: pageSize, cursor } })
    rows.push(...page.items)
    if (page.nextCursor === null) return rows
    cursor = page.nextCursor
  }
}
