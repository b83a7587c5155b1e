import { defineCommand } from '../define-command.ts'

export const roleSetCommand = defineCommand({
  name: 'role set',
  summary: 'Make a role of this site, or give one another set of permissions',
  details: 'Example: reeve role set badge-keeper --description "Edits badges" --permission badges:read --permission badges:write',
  arguments: [{ name: 'role', summary: 'its name: small letters, digits and hyphens' }],
  options: {
    description: { type: 'string', required: true, value: 'TEXT', summary: 'What it is for' },
    permission: {
      type: 'string',
      multiple: true,
      required: true,
      value: 'PERMISSION',
      summary: 'One permission, such as accounts:read; see docs/permissions.md',
      fields: ['permissions'],
    },
  },
  run: async ({ api, must, texts, io }) => {
    const body = { description: must('description'), permissions: texts('permission') }
    await (await api()).send({ method: 'PUT', path: `/v1/roles/${encodeURIComponent(must('role'))}`, body })
    io.note(`The role ${must('role')} may do that from now on; so may whoever has it.`)
    return { kind: 'nothing' }
  },
})
