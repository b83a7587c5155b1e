import { showText } from '../lib/show-text.ts'

/** Text that others wrote, in one line: isolated from the direction of the rest, its hidden marks visible, cut where it is long. */
export function Text({ children, max }: { readonly children: string; readonly max?: number }) {
  return (
    <bdi className="hostile" title={children.length > (max ?? 300) ? showText(children, 2000) : undefined}>
      {showText(children, max)}
    </bdi>
  )
}
