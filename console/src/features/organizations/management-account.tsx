import Link from '@cloudscape-design/components/link'

/** Its id leads to it, where one may see it: to somebody bound to a scope that leaves it out, the server blots it out. */
export function ManagementAccount({ id }: { readonly id: string }) {
  return id.startsWith('*') ? 'Beyond your reach' : <Link href={`/accounts/${id}`}>{id}</Link>
}
