/**
 * Follows links within the console without loading the page again, whichever component made them, and leaves to the browser what is
 * its own: other origins, downloads, new tabs.
 */
export function followLinks(target: Document, push: (href: string) => void): void {
  target.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null
    const href = link?.getAttribute('href')
    if (
      link === null ||
      href === null ||
      href === undefined ||
      !isOwnPage(href) ||
      link.hasAttribute('download') ||
      link.getAttribute('target') === '_blank'
    )
      return
    event.preventDefault()
    push(href)
  })
}

export function isOwnPage(href: string): boolean {
  return /^\/(?!\/)/.test(href) && !/^\/(v1|api|assets|openapi\.json)(\/|$|\?)/.test(href)
}
