/** `aws:RequestedRegion=eu-central-1`, one per line; a key given twice has both values. */
export function contextOf(text: string): Record<string, string | string[]> {
  const pairs = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=')
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const]
  })
  const groups = Map.groupBy(pairs, ([key]) => key)
  return Object.fromEntries(
    [...groups].map(([key, values]) => [key, values.length === 1 ? (values[0]?.[1] ?? '') : values.map(([, value]) => value)]),
  )
}
