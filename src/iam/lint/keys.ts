/** Condition keys that hold several values, apart from those that the IAM data marks as arrays. Lower case. */
const multivalued = new Set([
  'aws:principalorgpaths',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:vpceorgpaths',
  'aws:tagkeys',
  'aws:calledvia',
  'aws:principalservicenameslist',
])
const orgPaths = new Set(['aws:principalorgpaths', 'aws:resourceorgpaths', 'aws:sourceorgpaths', 'aws:vpceorgpaths'])
/** Keys that every signed request of an AWS principal carries, so that a missing key is no concern. */
const alwaysPresent = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:currenttime',
  'aws:epochtime',
  'aws:securetransport',
  'aws:useragent',
  'aws:requestedregion',
  'aws:principalisawsservice',
  'aws:viaawsservice',
])

export function isMultivalued(key: string, publishedType: string | undefined): boolean {
  return multivalued.has(key.toLowerCase()) || publishedType?.startsWith('ArrayOf') === true
}

export function isOrgPath(key: string): boolean {
  return orgPaths.has(key.toLowerCase())
}

export function isAlwaysPresent(key: string): boolean {
  return alwaysPresent.has(key.toLowerCase())
}
