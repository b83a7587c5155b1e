/** `Root/Dev\/Test/Team A` → `Root › Dev/Test › Team A`: a slash in a name is no step of the way. */
export function showPlace(orgPath: string): string {
  return placeParts(orgPath).join(' › ')
}

export function placeParts(orgPath: string): string[] {
  return [...orgPath.matchAll(/(?:\\.|[^/\\])+/g)].map(([part]) => part.replaceAll(/\\(.)/g, '$1'))
}

const partsShown = 2

/** The end of the way, where places differ; the whole of it is for the tooltip. */
export function shortPlace(orgPath: string): string {
  const parts = placeParts(orgPath)
  return parts.length <= partsShown + 1 ? parts.join(' › ') : `… › ${parts.slice(-partsShown).join(' › ')}`
}
