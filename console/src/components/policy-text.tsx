import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import { Fragment, useEffect, useRef } from 'react'
import { highlightJson, prettyJson } from '../lib/highlight-json.ts'
import { showText } from '../lib/show-text.ts'
import type { Lines } from '../lib/statement-lines.ts'

export type Remark = { readonly line: number; readonly severity: 'error' | 'warning' | 'info'; readonly message: string }
type Props = {
  readonly text: string
  readonly label: string
  readonly remarks?: readonly Remark[]
  readonly isPretty?: boolean
  /** Lines that somebody was sent to. */
  readonly marked?: Lines | undefined
}

/** A policy to read: lines numbered, JSON coloured, remarks at their lines. Its text is only ever text. */
export function PolicyText({ text, label, remarks = [], isPretty = false, marked }: Props) {
  const box = useRef<HTMLPreElement>(null)
  const { from } = marked ?? {}
  useEffect(() => {
    const line = from === undefined ? null : box.current?.children.item(from - 1)
    line?.scrollIntoView({ block: 'center' })
  }, [from])
  const shown = isPretty ? prettyJson(text) : text
  return (
    <>
      <Box float="right" margin={{ bottom: 'xs' }}>
        <CopyToClipboard copyButtonText="Copy" copyErrorText="Could not copy" copySuccessText="Copied" textToCopy={shown} />
      </Box>
      <pre ref={box} className="code" tabIndex={0} aria-label={label} style={{ clear: 'both' }}>
        {shown.split('\n').map((line, index) => {
          const here = remarks.filter((remark) => remark.line === index + 1)
          return (
            <div
              key={index}
              className="code-line"
              data-severity={here[0]?.severity}
              data-marked={marked !== undefined && index + 1 >= marked.from && index + 1 <= marked.to}
            >
              <span aria-hidden="true">{index + 1}</span>
              <span>
                {highlightJson(showText(line, 12_000)).map((piece, at) => (
                  <Fragment key={at}>
                    {piece.kind === 'plain' ? piece.text : <span className={`code-${piece.kind}`}>{piece.text}</span>}
                  </Fragment>
                ))}
              </span>
            </div>
          )
        })}
      </pre>
    </>
  )
}
