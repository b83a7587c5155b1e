import { createHash, timingSafeEqual } from 'node:crypto'
import { recordAudit } from '#platform/audit/audit.ts'
import { type Actor, holdsEverywhere } from '#platform/auth/actor.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { type Channel, type ChannelEdit, type ChannelForm, type ChannelTarget, toChannelReply } from './channel.ts'
import { deleteChannel, findChannel, findChannelForUpdate, insertChannel, isChannelNameTaken, updateChannel } from './channel-queries.ts'
import { cancelQueued } from './delivery-queries.ts'
import { notificationErrors } from './errors.ts'
import { newSigningKey, openSecret, sealSecret, secretOf } from './secrets.ts'

export type EditChannelDeps = { readonly db: Db; readonly sealer: Sealer; readonly now: () => Date; readonly newId: () => string }
type Request = { readonly requestId?: string }

/** Makes a channel. A webhook without a signing key gets one, and only this answer ever carries it. */
export async function createChannel(
  deps: EditChannelDeps,
  actor: Actor,
  { form, requestId }: Request & { readonly form: ChannelForm },
): Promise<{ readonly channel: Channel; readonly generatedSecret: string | undefined }> {
  const id = deps.newId()
  const at = deps.now()
  const generatedSecret = form.webhook !== undefined && form.webhook.secret === undefined ? newSigningKey() : undefined
  const secret = generatedSecret ?? secretOf(form) ?? null
  const channel: Channel = {
    id,
    name: form.name,
    isEnabled: form.isEnabled,
    subscriptions: form.subscriptions,
    target: targetOf(form) ?? { kind: 'slack', settings: {} },
    secretSealed: secret === null ? null : sealSecret(deps.sealer, id, secret),
    boundTo: holdsEverywhere(actor, 'notifications:write') ? null : actor.id,
    version: 1,
    createdAt: at,
    createdBy: actor.id,
    updatedAt: at,
  }
  await deps.db.transaction().execute(async (tx) => {
    if (!(await insertChannel(tx, channel))) throw nameTaken(form.name)
    await recordAudit(tx, {
      actor,
      action: 'notification.channel_created',
      subject: `channel:${id}`,
      after: toChannelReply(channel),
      at,
      ...(requestId !== undefined && { requestId }),
    })
  })
  return { channel, generatedSecret }
}

/** Changes what is given and keeps the rest, the secret included. A channel keeps its kind. */
export async function editChannel(
  deps: EditChannelDeps,
  actor: Actor,
  { ref, edit, ifMatch, requestId }: Request & { readonly ref: string; readonly edit: ChannelEdit; readonly ifMatch?: string },
): Promise<Channel> {
  return deps.db.transaction().execute(async (tx) => {
    const current = await findChannelForUpdate(tx, ref)
    if (current === undefined) throw notFound(ref)
    requireMatch(ifMatch, String(current.version), { isOptional: true })
    const { channel, changes } = applyEdit(deps.sealer, current, edit)
    if (changes.length === 0) return current
    if (await isChannelNameTaken(tx, channel)) throw nameTaken(channel.name)
    const at = deps.now()
    const edited = { ...channel, version: current.version + 1, updatedAt: at }
    await updateChannel(tx, edited)
    await recordAudit(tx, {
      actor,
      action: 'notification.channel_edited',
      subject: `channel:${current.id}`,
      before: toChannelReply(current),
      after: { ...toChannelReply(edited), changed: changes.map(({ field }) => field) },
      at,
      ...(requestId !== undefined && { requestId }),
    })
    return edited
  })
}

export type FieldChange = { readonly field: string; readonly before: unknown; readonly after: unknown }

/** What an edit would change. Secrets are compared here, where they are, and shown as `(set)` at most. */
export async function previewChannelEdit(
  { db, sealer }: Pick<EditChannelDeps, 'db' | 'sealer'>,
  ref: string,
  edit: ChannelEdit,
): Promise<readonly FieldChange[]> {
  const current = await findChannel(db, ref)
  if (current === undefined) throw notFound(ref)
  return applyEdit(sealer, current, edit).changes
}

/** Deletes the channel; what waits to be sent through it is cancelled, what was sent stays in the log. */
export async function removeChannel(
  deps: Pick<EditChannelDeps, 'db' | 'now'>,
  actor: Actor,
  { ref, requestId }: Request & { readonly ref: string },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const channel = await findChannelForUpdate(tx, ref)
    if (channel === undefined) throw notFound(ref)
    const at = deps.now()
    await cancelQueued(tx, { channelId: channel.id, at })
    await deleteChannel(tx, channel.id)
    await recordAudit(tx, {
      actor,
      action: 'notification.channel_removed',
      subject: `channel:${channel.id}`,
      before: toChannelReply(channel),
      at,
      ...(requestId !== undefined && { requestId }),
    })
  })
}

export function notFound(ref: string) {
  return notificationErrors.channel_not_found(`No notification channel ${ref}.`)
}

function unsafePassword() {
  const message = 'The stored password is sent only over TLS: choose tls or starttls, or set the password to null.'
  return httpErrors.invalid_input(message, { fields: [{ field: 'email.security', value: 'none', rule: 'password_needs_tls', message }] })
}

function nameTaken(name: string) {
  return notificationErrors.channel_name_taken(`Another channel is called ${name}.`)
}

function applyEdit(
  sealer: Sealer,
  current: Channel,
  edit: ChannelEdit,
): { readonly channel: Channel; readonly changes: readonly FieldChange[] } {
  const target = targetOf(edit) ?? current.target
  if (target.kind !== current.target.kind)
    throw notificationErrors.channel_kind_fixed(
      `${current.name} is a channel of kind ${current.target.kind}. Add another channel for ${target.kind}.`,
    )
  const given = secretOf(edit)
  const stored = openSecret(sealer, current)
  const isSecretChanged = given !== undefined && !equalSecrets(given, stored)
  const channel: Channel = {
    ...current,
    name: edit.name ?? current.name,
    isEnabled: edit.isEnabled ?? current.isEnabled,
    subscriptions: edit.subscriptions ?? current.subscriptions,
    target,
    secretSealed: !isSecretChanged ? current.secretSealed : given === null ? null : sealSecret(sealer, current.id, given),
  }
  if (target.kind === 'email' && target.settings.security === 'none' && channel.secretSealed !== null) throw unsafePassword()
  const secretChange = { field: 'secret', before: shown(stored), after: given === null ? null : '(another)' }
  return { channel, changes: [...differences(current, channel), ...(isSecretChanged ? [secretChange] : [])] }
}

function differences(before: Channel, after: Channel): FieldChange[] {
  const [was, is] = [comparable(before), comparable(after)]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    .map((field) => ({ field, before: was[field] ?? null, after: is[field] ?? null }))
}

function comparable({ name, isEnabled, subscriptions, target }: Channel): Readonly<Record<string, unknown>> {
  return { name, isEnabled, subscriptions, ...target.settings }
}

function equalSecrets(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}

function shown(secret: string | null): string | null {
  return secret === null ? null : '(set)'
}

function targetOf({ email, slack, webhook }: ChannelForm | ChannelEdit): ChannelTarget | undefined {
  if (email !== undefined) {
    const { host, port, security, username, from, to } = email
    return { kind: 'email', settings: { host, port, security, username, from, to } }
  }
  if (slack !== undefined) return { kind: 'slack', settings: {} }
  return webhook && { kind: 'webhook', settings: { url: webhook.url } }
}
