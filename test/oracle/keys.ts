/** The request context. "Context key names are not case-sensitive" (IAM User Guide, reference_policies_elements_condition). */
export type Keys = { readonly valuesOf: (name: string) => readonly string[] | undefined }

export function keysFrom(...sources: readonly Readonly<Record<string, string | readonly string[] | undefined>>[]): Keys {
  const all = new Map<string, readonly string[]>()
  for (const source of sources)
    for (const [name, value] of Object.entries(source))
      if (value !== undefined) all.set(name.toLowerCase(), typeof value === 'string' ? [value] : value)
  return { valuesOf: (name) => all.get(name.toLowerCase()) }
}
