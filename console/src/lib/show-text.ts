const shownMax = 300
/** Control characters, marks of direction and marks without width. */
const hidden = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu

/**
 * Names, tags and policies come from anyone who may write them in AWS. Marks that turn the direction of text, and control characters, are
 * made visible, and very long text is cut, so that a name can neither hide what it says nor push the rest off the page.
 */
export function showText(text: string, max = shownMax): string {
  const cut = text.length > max ? `${text.slice(0, max)}… (${text.length.toLocaleString('en')} characters)` : text
  return cut.replaceAll(hidden, (mark) =>
    mark === '\n' || mark === '\t' ? mark : `⟨U+${mark.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
}
