/** Message and suggestion for a key that is no element of the language. */
export function unknownElement(key: string): readonly [string, string] {
  const known = [
    'Version',
    'Id',
    'Statement',
    'Sid',
    'Effect',
    'Principal',
    'NotPrincipal',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
  ]
  const near = known.find(
    (name) =>
      name.toLowerCase() === key.toLowerCase() ||
      name.toLowerCase() === `${key.toLowerCase()}s` ||
      `${name.toLowerCase()}s` === key.toLowerCase(),
  )
  return [`\`${key.slice(0, 60)}\` is not an element that can stand here.`, near === undefined ? 'Remove it.' : `"${near}"`]
}
