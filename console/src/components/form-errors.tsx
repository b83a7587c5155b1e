import Alert from '@cloudscape-design/components/alert'
import { useEffect, useRef } from 'react'
import { describeError, Problem } from '../api/problem.ts'
import { Text } from './text.tsx'

type Props = { readonly error: unknown; readonly labels?: Readonly<Record<string, string>>; readonly header?: string }

/** Errors repeat what was typed, which may be anything. */
const saidMax = 2000

/** Every error of a form in one place that takes the focus when it appears; each stands beside its field as well. */
export function FormErrors({ error, labels = {}, header = 'This was not accepted' }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error !== null && error !== undefined) box.current?.focus()
  }, [error])
  if (error === null || error === undefined) return null
  const fields = error instanceof Problem ? error.fields : []
  return (
    <div ref={box} tabIndex={-1} role="alert" data-testid="form-errors">
      <Alert type="error" header={header} statusIconAriaLabel="Error">
        {fields.length === 0 ? (
          <Text max={saidMax}>{describeError(error)}</Text>
        ) : (
          <ul>
            {fields.map(({ field, message }, index) => (
              <li key={index}>
                <strong>{labels[field] ?? labels[field.replace(/[.[]\d.*$/, '')] ?? field}</strong>: <Text max={saidMax}>{message}</Text>
              </li>
            ))}
          </ul>
        )}
      </Alert>
    </div>
  )
}
