import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { type CallOptions, send } from '../../api/client.ts'
import { messages } from '../../app/messages.ts'
import { saveFile } from '../../lib/save-file.ts'

type Conditions = NonNullable<CallOptions<'GET /v1/accounts/export'>['query']>

/** Every account that matches, not only this page, as the server writes it: CSV that no spreadsheet computes. */
export function ExportAccounts({ conditions }: { readonly conditions: Conditions }) {
  const [isBusy, setBusy] = useState(false)
  async function run(): Promise<void> {
    setBusy(true)
    try {
      const response = await send('GET /v1/accounts/export', { query: conditions }, 'text/csv')
      saveFile('accounts.csv', await response.text(), 'text/csv')
      messages.done('The export was saved as accounts.csv.')
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
