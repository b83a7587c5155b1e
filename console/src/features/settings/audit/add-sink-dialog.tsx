import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { errorsByField } from '../../../api/problem.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { emptySink, type SinkDraft, type SinkKind, sinkLabels, toForm } from './sink-draft.ts'
import { TargetFields } from './target-fields.tsx'

const kinds = [
  { value: 'syslog', label: 'Syslog server', description: 'Events and checkpoints as RFC 5424 messages, such as to rsyslog.' },
  { value: 'https', label: 'HTTPS collector', description: 'Signed batches of JSON lines, such as to Splunk.' },
  { value: 's3', label: 'S3 bucket with Object Lock', description: 'Checkpoints that nobody can remove until their time is up.' },
]

/** A new place, tested with one click once it is there. */
export function AddSinkDialog({ onClose, onSecret }: { readonly onClose: () => void; readonly onSecret: (secret: string) => void }) {
  const [draft, setDraft] = useState<SinkDraft>(emptySink)
  const change = (values: Partial<SinkDraft>) => setDraft({ ...draft, ...values })
  const add = useAction({
    run: () => call('POST /v1/audit/sinks', { body: toForm(draft) }),
    done: ({ name }) => `${showText(name, 60)} was added. Test it now.`,
    after: ({ signingSecret }) => {
      onClose()
      if (signingSecret !== undefined) onSecret(signingSecret)
    },
  })
  const errors = errorsByField(add.error)
  return (
    <Dialog
      title="Keep the audit trail elsewhere too"
      confirm="Add"
      size="large"
      error={add.error}
      labels={sinkLabels}
      isBusy={add.isPending}
      onConfirm={() => add.mutate()}
      onClose={onClose}
    >
      <FormField label="Kind">
        <RadioGroup value={draft.kind} items={kinds} onChange={({ detail }) => change({ kind: detail.value as SinkKind })} />
      </FormField>
      <FormField label="Name" errorText={errors.get('name')}>
        <Input value={draft.name} onChange={({ detail }) => change({ name: detail.value })} />
      </FormField>
      <TargetFields draft={draft} errors={errors} onChange={change} />
      <Checkbox checked={draft.isFromBeginning} onChange={({ detail }) => change({ isFromBeginning: detail.checked })}>
        Send what happened before today too
      </Checkbox>
    </Dialog>
  )
}
