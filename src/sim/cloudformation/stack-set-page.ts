import { SimError } from '../define-operation.ts'
import { pageOf } from '../paging.ts'

const pageSize = 100

export type PageInput = { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined }

/** CloudFormation's lists hold a hundred entries a page and are bound to the question. */
export function readPage<Item>(
  all: readonly Item[],
  scope: string,
  { NextToken: token, MaxResults: size = pageSize }: PageInput,
): { readonly Summaries: readonly Item[]; readonly NextToken?: string } {
  const page = pageOf(all, { scope, size, token })
  if (page === 'invalid_token') throw new SimError('ValidationError', 'The NextToken is not valid')
  return { Summaries: page.items, ...(page.nextToken !== undefined && { NextToken: page.nextToken }) }
}
