import { z } from 'zod'

/** A secret never stands in the document: it is named, and read where the command runs. */
export const secretRef = z
  .union([
    z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { message: 'Name an environment variable.' }) }),
    z.strictObject({ file: z.string().min(1).max(4096) }),
  ])
  .meta({
    id: 'SecretReference',
    description: 'A secret by reference: an environment variable or a file of the machine that runs the command',
  })
export type SecretRef = z.output<typeof secretRef>

const sessionName = z
  .string()
  .regex(/^[\w+=,.@-]{2,64}$/, { message: 'A session name has 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -' })

/** What a role is assumed with. */
export const session = {
  sessionName,
  durationSeconds: z.int().min(900).max(43_200).default(3600),
  externalId: secretRef.nullable().default(null).describe('null: the role asks for none'),
}
export const roleArn = z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, { message: 'Write the ARN of an IAM role.' })

export const caller = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('default') }),
    z.strictObject({ kind: z.literal('profile'), profile: z.string().min(1).max(128) }),
    z.strictObject({
      kind: z.literal('stored_keys'),
      accessKeyId: z.string().regex(/^(?!ASIA)[A-Z0-9]{16,128}$/),
      secretAccessKey: secretRef,
    }),
  ])
  .default({ kind: 'default' })
