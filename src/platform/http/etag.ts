import { httpErrors } from './http-errors.ts'

/**
 * Refuses a write whose `If-Match` names another version than the current one, so that two editors cannot overwrite each other unseen.
 * An absent header is refused too unless `isOptional`; `*` matches any existing version.
 */
export function requireMatch(ifMatch: string | undefined, current: string, { isOptional = false } = {}): void {
  if (ifMatch === undefined) {
    if (isOptional) return
    throw httpErrors.precondition_required('Read the thing first and send its ETag as If-Match, so that no newer change is overwritten.')
  }
  if (ifMatch !== '*' && ifMatch !== current)
    throw httpErrors.precondition_failed('It was changed since you read it. Read it again and repeat your edit.')
}

/** `"v1"` and `W/"v1"` name version `v1`. */
export function parseEtag(header: string | undefined): string | undefined {
  return header?.trim().replace(/^W\//, '').replaceAll(/^"|"$/g, '')
}

/** Of something that is shown in parts: two replies with this tag mean the same and need not be the same bytes. */
export function formatWeakEtag(version: string): string {
  return `W/"${version}"`
}

export function formatEtag(version: string): string {
  return `"${version}"`
}
