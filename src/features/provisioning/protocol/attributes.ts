/** An attribute as RFC 7643, 7 describes it: from this come `/Schemas`, the reading of bodies, patches and what filters may name. */
export type Attribute = {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'reference' | 'complex'
  readonly description: string
  readonly multiValued?: true
  readonly required?: true
  readonly caseExact?: true
  readonly mutability?: 'readOnly' | 'immutable'
  readonly uniqueness?: 'server'
  readonly canonicalValues?: readonly string[]
  readonly referenceTypes?: readonly string[]
  readonly subAttributes?: readonly Attribute[]
}

export const userSchemaId = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupSchemaId = 'urn:ietf:params:scim:schemas:core:2.0:Group'

/** Of RFC 7643, 4.1 what Reeve uses. It keeps nothing of people that it does not need. */
export const userAttributes: readonly Attribute[] = [
  { name: 'userName', type: 'string', required: true, uniqueness: 'server', description: 'What the directory calls the person' },
  {
    name: 'name',
    type: 'complex',
    description: 'The parts of the name',
    subAttributes: [
      { name: 'formatted', type: 'string', description: 'The whole name as it is shown' },
      { name: 'familyName', type: 'string', description: 'The family name' },
      { name: 'givenName', type: 'string', description: 'The given name' },
    ],
  },
  { name: 'displayName', type: 'string', description: 'The name that Reeve shows' },
  { name: 'active', type: 'boolean', description: 'False shuts the person out at once' },
  {
    name: 'emails',
    type: 'complex',
    multiValued: true,
    description: 'Addresses; the primary one, else that of work, else the first is the person’s in Reeve',
    subAttributes: [
      { name: 'value', type: 'string', description: 'The address' },
      { name: 'type', type: 'string', canonicalValues: ['work', 'home', 'other'], description: 'What it is for' },
      { name: 'primary', type: 'boolean', description: 'The one that counts' },
    ],
  },
  {
    name: 'groups',
    type: 'complex',
    multiValued: true,
    mutability: 'readOnly',
    description: 'Groups that the person is in',
    subAttributes: [
      { name: 'value', type: 'string', mutability: 'readOnly', description: 'The group’s id' },
      { name: '$ref', type: 'reference', mutability: 'readOnly', referenceTypes: ['Group'], description: 'The group’s address' },
      { name: 'display', type: 'string', mutability: 'readOnly', description: 'The group’s name' },
      {
        name: 'type',
        type: 'string',
        mutability: 'readOnly',
        canonicalValues: ['direct'],
        description: 'Always direct: groups do not nest',
      },
    ],
  },
]

/** https://www.rfc-editor.org/rfc/rfc7643#section-4.2 */
export const groupAttributes: readonly Attribute[] = [
  {
    name: 'displayName',
    type: 'string',
    required: true,
    uniqueness: 'server',
    description: 'The group’s name; a mapping may give it roles',
  },
  {
    name: 'members',
    type: 'complex',
    multiValued: true,
    description: 'Provisioned people in the group; groups do not nest',
    subAttributes: [
      { name: 'value', type: 'string', mutability: 'immutable', description: 'The person’s id' },
      { name: '$ref', type: 'reference', mutability: 'immutable', referenceTypes: ['User'], description: 'The person’s address' },
      { name: 'type', type: 'string', mutability: 'immutable', canonicalValues: ['User'], description: 'Always User' },
    ],
  },
]

/** https://www.rfc-editor.org/rfc/rfc7643#section-3.1: every resource has them, and no schema lists them. */
export const externalIdAttribute: Attribute = { name: 'externalId', type: 'string', caseExact: true, description: 'The directory’s own id' }

/** What directories send by default and Reeve has no use for: taken without complaint and not kept. Custom schemas are treated alike. */
const unusedAttributes: ReadonlySet<string> = new Set(
  'nickName profileUrl title userType preferredLanguage locale timezone password phoneNumbers ims photos addresses entitlements roles x509Certificates'
    .toLowerCase()
    .split(' '),
)
const unusedParts: ReadonlySet<string> = new Set(['middlename', 'honorificprefix', 'honorificsuffix', 'display'])

export function isUnused(attribute: string, sub?: string): boolean {
  return unusedAttributes.has(attribute) || (sub !== undefined && unusedParts.has(sub))
}

/** What the server alone sets. */
export function isReadOnly(attribute: string): boolean {
  return ['id', 'meta', 'schemas', 'groups'].includes(attribute)
}

/** By its name in any case. */
export function findAttribute(attributes: readonly Attribute[], name: string): Attribute | undefined {
  return attributes.find((attribute) => attribute.name.toLowerCase() === name.toLowerCase())
}
