import { defineRoute } from '#platform/http/define-route.ts'
import { stepsOf } from '../protocol/patch.ts'
import { readProjection, shows } from '../protocol/projection.ts'
import { groupResource } from '../protocol/resource.ts'
import type { ProvisionDeps } from '../provision.ts'
import { patchGroup } from '../provision-group.ts'
import { patchBody, patchErrors, present, resourceParams, resourceReply, scimResource, viewQuery } from '../scim-messages.ts'

/** Without `attributes` it answers 204 and the new version (RFC 7644, 3.5.2): one member more is no reason to list thousands. */
export const scimPatchGroupRoute = defineRoute({
  method: 'PATCH',
  path: '/scim/v2/Groups/:id',
  dialect: 'scim',
  summary: 'Change what the operations name of a group; whoever joins or leaves gains or loses its roles at once',
  permission: 'people:provision',
  params: resourceParams,
  query: viewQuery,
  body: patchBody,
  reply: { status: 200, schema: resourceReply },
  errors: patchErrors,
  etag: scimResource.etag,
  present: (reply, { query }) => (query.attributes === undefined ? undefined : present(reply, query)),
  handle: async (deps: ProvisionDeps, { actor, params, query, body, ifMatch }) => {
    const steps = stepsOf('group', body.Operations)
    const withMembers = query.attributes !== undefined && shows(readProjection(query), 'members')
    return groupResource(await patchGroup(deps, actor, { id: params.id, ifMatch, withMembers, steps }), deps.baseUrl())
  },
})
