import type { CompiledOperation } from './wire/compiled-service.ts'

const prefix = 'AAEmptyPage'

/** A page with nothing on it and a token that leads to what it should have held: AWS may answer so, and clients must go on. */
export function emptyPage(
  { paging, output }: CompiledOperation,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  if (paging === undefined) return undefined
  const token = input[paging.token]
  const page: Record<string, unknown> = { [paging.next]: prefix + Buffer.from(typeof token === 'string' ? token : '').toString('base64') }
  for (const list of paging.lists) page[list] = []
  if (output.byName.has('IsTruncated')) page['IsTruncated'] = true
  return page
}

/** Puts back the token that an empty page stood in for. */
export function unwrapEmptyPage({ paging }: CompiledOperation, input: Record<string, unknown>): void {
  const token = paging === undefined ? undefined : input[paging.token]
  if (paging === undefined || typeof token !== 'string' || !token.startsWith(prefix)) return
  const original = Buffer.from(token.slice(prefix.length), 'base64').toString('utf8')
  if (original === '') delete input[paging.token]
  else input[paging.token] = original
}
