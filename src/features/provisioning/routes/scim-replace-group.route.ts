import { defineRoute } from '#platform/http/define-route.ts'
import { readProjection, shows } from '../protocol/projection.ts'
import { groupResource } from '../protocol/resource.ts'
import { readBody, toGroupForm } from '../protocol/values.ts'
import type { ProvisionDeps } from '../provision.ts'
import { replaceGroup } from '../provision-group.ts'
import { present, replaceErrors, resourceBody, resourceParams, resourceReply, scimResource, viewQuery } from '../scim-messages.ts'

export const scimReplaceGroupRoute = defineRoute({
  method: 'PUT',
  path: '/scim/v2/Groups/:id',
  dialect: 'scim',
  summary: 'Make a group what the directory says, members included; roles follow at once',
  permission: 'people:provision',
  params: resourceParams,
  query: viewQuery,
  body: resourceBody,
  reply: { status: 200, schema: resourceReply },
  errors: replaceErrors,
  etag: scimResource.etag,
  present: (reply, { query }) => present(reply, query),
  handle: async (deps: ProvisionDeps, { actor, params, query, body, ifMatch }) => {
    const form = toGroupForm(readBody('group', body))
    const withMembers = shows(readProjection(query), 'members')
    return groupResource(await replaceGroup(deps, actor, { id: params.id, ifMatch, withMembers, form }), deps.baseUrl())
  },
})
