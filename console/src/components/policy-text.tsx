import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import { Fragment } from 'react'
import { highlightJson, prettyJson } from '../lib/highlight-json.ts'
import { showText } from '../lib/show-text.ts'

export type Remark = { readonly line: number; readonly severity: 'error' | 'warning' | 'info'; readonly message: string }
type Props = { readonly text: string; readonly label: string; readonly remarks?: readonly Remark[]; readonly isPretty?: boolean }

/** A policy to read: lines numbered, JSON coloured, remarks at their lines. Its text is only ever text. */
export function PolicyText({ text, label, remarks = [], isPretty = false }: Props) {
  const shown = isPretty ? prettyJson(text) : text
  return (
    <>
      <Box float="right" margin={{ bottom: 'xs' }}>
        <CopyToClipboard copyButtonText="Copy" copyErrorText="Could not copy" copySuccessText="Copied" textToCopy={shown} />
      </Box>
      <pre className="code" tabIndex={0} aria-label={label} style={{ clear: 'both' }}>
        {shown.split('\n').map((line, index) => {
          const here = remarks.filter((remark) => remark.line === index + 1)
          return (
            <div key={index} className="code-line" data-severity={here[0]?.severity}>
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
