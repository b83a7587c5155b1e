import type { ListedBadge } from '../../../api/operations.gen.ts'

type Setters = { readonly fromTags: number; readonly fromPlaces: number; readonly fromPeople: number }

/** On how many accounts a badge comes from a tag in AWS, from the account's place or organization, and from somebody here. */
export function describeSetters(badges: readonly Pick<ListedBadge, 'source' | 'accountId'>[]): Setters {
  const count = (...sources: ListedBadge['source'][]): number =>
    new Set(badges.filter(({ source }) => sources.includes(source)).map(({ accountId }) => accountId)).size
  return { fromTags: count('tag'), fromPlaces: count('org_path', 'organization', 'nickname'), fromPeople: count('person') }
}
