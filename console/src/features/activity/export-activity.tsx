import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Modal from '@cloudscape-design/components/modal'
import Box from '@cloudscape-design/components/box'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import { useEffect, useRef, useState } from 'react'
import { call, type CallOptions, send } from '../../api/client.ts'
import { messages } from '../../app/messages.ts'
import { saveFile } from '../../lib/save-file.ts'
import { counted } from '../../lib/words.ts'

type Conditions = NonNullable<CallOptions<'GET /v1/audit-events/export'>['query']>
type Progress = { readonly done: number; readonly total: number | undefined }
const formats = { csv: 'text/csv', jsonl: 'application/jsonl' } as const

/** Everything that matches, not only this page, as the server writes it; it can be stopped at any time, and then no file is written. */
export function ExportActivity({ conditions }: { readonly conditions: Conditions }) {
  const [progress, setProgress] = useState<Progress>()
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])

  async function run(format: keyof typeof formats): Promise<void> {
    const stopping = new AbortController()
    stop.current = stopping
    setProgress({ done: 0, total: undefined })
    try {
      const total = await call('GET /v1/audit-events/export', { query: conditions, signal: stopping.signal })
      setProgress({ done: 0, total: total.count })
      const response = await send('GET /v1/audit-events/export', { query: conditions, signal: stopping.signal }, formats[format])
      const text = await readCounted(response, (lines) =>
        setProgress({ done: format === 'csv' ? Math.max(0, lines - 1) : lines, total: total.count }),
      )
      const name = `activity.${format}`
      saveFile(name, text, formats[format])
      messages.done(`The export was saved as ${name}.`)
    } catch (error) {
      if (stopping.signal.aborted) messages.done('The export was stopped; no file was written.')
      else messages.failed('The export stopped; no file was written', error)
    }
    setProgress(undefined)
  }

  return (
    <>
      <ButtonDropdown
        loading={progress !== undefined}
        items={[
          { id: 'csv', text: 'CSV', description: 'For spreadsheets' },
          { id: 'jsonl', text: 'JSON lines', description: 'For programs' },
        ]}
        onItemClick={({ detail }) => void run(detail.id === 'csv' ? 'csv' : 'jsonl')}
      >
        Export all that match
      </ButtonDropdown>
      {progress === undefined ? null : (
        <Modal
          visible
          header="Exporting"
          closeAriaLabel="Stop the export"
          onDismiss={() => stop.current?.abort()}
          footer={
            <Box float="right">
              <Button onClick={() => stop.current?.abort()}>Stop</Button>
            </Box>
          }
        >
          <ProgressBar
            label="Activity"
            value={progress.total === undefined || progress.total === 0 ? 0 : Math.min(100, (progress.done / progress.total) * 100)}
            additionalInfo={
              progress.total === undefined ? 'Counting …' : `${progress.done.toLocaleString('en')} of ${counted(progress.total, 'event')}`
            }
          />
        </Modal>
      )}
    </>
  )
}

/** Reads a body to its end and says after every piece how many lines have come. */
async function readCounted({ body }: Response, tell: (lines: number) => void): Promise<string> {
  if (body === null) return ''
  const pieces: string[] = []
  let lines = 0
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return pieces.join('')
    pieces.push(value)
    lines += value.split('\n').length - 1
    tell(lines)
  }
}
