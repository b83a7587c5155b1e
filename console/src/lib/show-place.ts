/** `Root/Dev\/Test/Team A` → `Root › Dev/Test › Team A`: a slash in a name is no step of the way. */
export function showPlace(orgPath: string): string {
  return placeParts(orgPath).join(' › ')
}

export function placeParts(orgPath: string): string[] {
  return [...orgPath.matchAll(/(?:\\.|[^/\\])+/g)].map(([part]) => part.replaceAll(/\\(.)/g, '$1'))
}
