import { type Attribute, groupAttributes, groupSchemaId, userAttributes, userSchemaId } from './attributes.ts'

/** At most as many in one page, whatever is asked. */
export const pageMax = 200
/** Of groups with their members, who may be thousands each. */
export const groupPageMax = 20

/** https://www.rfc-editor.org/rfc/rfc7643#section-5 */
export function serviceProviderConfig(baseUrl: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: pageMax },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'SCIM token',
        description: 'The token of a SCIM connection of Reeve, as bearer token',
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/scim/v2/ServiceProviderConfig` },
  }
}

/** https://www.rfc-editor.org/rfc/rfc7643#section-6 */
export function resourceTypes(baseUrl: string) {
  const described = [
    { name: 'User', endpoint: '/Users', description: 'People whom the directory provisions', schema: userSchemaId },
    { name: 'Group', endpoint: '/Groups', description: 'Groups, which may give their members roles', schema: groupSchemaId },
  ]
  return described.map((type) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: type.name,
    ...type,
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/scim/v2/ResourceTypes/${type.name}` },
  }))
}

/** https://www.rfc-editor.org/rfc/rfc7643#section-7 */
export function schemas(baseUrl: string) {
  const described = [
    { id: userSchemaId, name: 'User', description: 'A person', attributes: userAttributes },
    { id: groupSchemaId, name: 'Group', description: 'A group', attributes: groupAttributes },
  ]
  return described.map(({ attributes, ...schema }) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    ...schema,
    attributes: attributes.map(describe),
    meta: { resourceType: 'Schema', location: `${baseUrl}/scim/v2/Schemas/${schema.id}` },
  }))
}

function describe(attribute: Attribute): object {
  const { name, type, description, canonicalValues, referenceTypes, subAttributes } = attribute
  return {
    name,
    type,
    multiValued: attribute.multiValued === true,
    description,
    required: attribute.required === true,
    caseExact: attribute.caseExact === true || type === 'reference',
    mutability: attribute.mutability ?? 'readWrite',
    returned: 'default',
    uniqueness: attribute.uniqueness ?? 'none',
    ...(canonicalValues !== undefined && { canonicalValues }),
    ...(referenceTypes !== undefined && { referenceTypes }),
    ...(subAttributes !== undefined && { subAttributes: subAttributes.map(describe) }),
  }
}
