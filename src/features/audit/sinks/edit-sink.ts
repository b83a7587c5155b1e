import type { z } from 'zod'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { auditErrors } from '../errors.ts'
import type { Sink, SinkEdit, SinkForm, SinkTarget } from './sink.ts'
import { httpsSettings, s3Settings, syslogSettings, toSinkReply } from './sink.ts'
import { deleteSink, findSinkForUpdate, insertProgress, insertSink, isSinkNameTaken, updateSink } from './sink-queries.ts'
import { mergeSecrets, newSigningKey, openSecrets, sealSecrets, type SinkSecrets } from './sink-secrets.ts'

export type EditSinkDeps = { readonly db: Db; readonly sealer: Sealer; readonly now: () => Date; readonly newId: () => string }

/** Adds a sink; an HTTPS one without a signing key is given one, which only this answer tells. */
export async function addSink(
  deps: EditSinkDeps,
  actor: Actor,
  form: SinkForm,
): Promise<{ readonly sink: Sink; readonly generatedKey: string | undefined }> {
  const id = deps.newId()
  const at = deps.now()
  const target = targetOf(form)
  if (target === undefined) throw new Error('The form was checked for a kind.')
  const generatedKey = form.https !== undefined && form.https.signingSecret === undefined ? newSigningKey() : undefined
  const secrets = { ...mergeSecrets({}, form), ...(generatedKey !== undefined && { signingSecret: generatedKey }) }
  refuseHalfKeyPair(target, secrets)
  const sink: Sink = {
    id,
    name: form.name,
    isEnabled: form.isEnabled,
    sendsEvents: form.events ?? target.kind !== 's3',
    sendsCheckpoints: form.checkpoints,
    target,
    secretSealed: sealSecrets(deps.sealer, id, secrets),
    version: 1,
    createdAt: at,
    createdBy: actor.id,
    updatedAt: at,
  }
  await deps.db.transaction().execute(async (tx) => {
    if (!(await insertSink(tx, sink))) throw nameTaken(form.name)
    await insertProgress(tx, id, form.from)
    await recordAudit(tx, { actor, action: 'audit.sink_created', subject: `audit-sink:${id}`, after: toSinkReply(sink), at })
  })
  return { sink, generatedKey }
}

/** Changes what is given and keeps the rest, secrets and position included. A sink keeps its kind. */
export async function editSink(
  deps: EditSinkDeps,
  actor: Actor,
  { ref, edit, ifMatch }: { readonly ref: string; readonly edit: SinkEdit; readonly ifMatch?: string | undefined },
): Promise<Sink> {
  return deps.db.transaction().execute(async (tx) => {
    const current = await findSinkForUpdate(tx, ref)
    if (current === undefined) throw sinkNotFound(ref)
    requireMatch(ifMatch, String(current.version), { isOptional: true })
    const at = deps.now()
    const edited = { ...applyEdit(deps.sealer, current, edit), version: current.version + 1, updatedAt: at }
    if (await isSinkNameTaken(tx, edited.name, current.id)) throw nameTaken(edited.name)
    await updateSink(tx, edited)
    await recordAudit(tx, {
      actor,
      action: 'audit.sink_edited',
      subject: `audit-sink:${current.id}`,
      before: toSinkReply(current),
      after: { ...toSinkReply(edited), secretChanged: edited.secretSealed !== current.secretSealed },
      at,
    })
    return edited
  })
}

/** Removes a sink; what waits for it is not sent. */
export async function removeSink(deps: Pick<EditSinkDeps, 'db' | 'now'>, actor: Actor, ref: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const sink = await findSinkForUpdate(tx, ref)
    if (sink === undefined) throw sinkNotFound(ref)
    await deleteSink(tx, sink.id)
    await recordAudit(tx, {
      actor,
      action: 'audit.sink_removed',
      subject: `audit-sink:${sink.id}`,
      before: toSinkReply(sink),
      at: deps.now(),
    })
  })
}

export function sinkNotFound(ref: string) {
  return auditErrors.audit_sink_not_found(`No audit sink ${ref}.`)
}

function nameTaken(name: string) {
  return auditErrors.audit_sink_name_taken(`Another audit sink is called ${name}.`)
}

function applyEdit(sealer: Sealer, current: Sink, edit: SinkEdit): Sink {
  const target = targetOf(edit) ?? current.target
  if (target.kind !== current.target.kind)
    throw auditErrors.audit_sink_kind_fixed(`${current.name} is a ${current.target.kind} sink. Add another sink for ${target.kind}.`)
  const sendsEvents = edit.events ?? current.sendsEvents
  const sendsCheckpoints = edit.checkpoints ?? current.sendsCheckpoints
  if (target.kind === 's3' && sendsEvents)
    throw auditErrors.audit_sink_incomplete('Into S3 go checkpoints: stream events over syslog or HTTPS.')
  if (!sendsEvents && !sendsCheckpoints)
    throw auditErrors.audit_sink_incomplete('Send events, checkpoints or both; or switch the sink off.')
  const stored = openSecrets(sealer, current)
  const secrets = mergeSecrets(stored, edit)
  refuseHalfKeyPair(target, secrets)
  const isSame = JSON.stringify(Object.entries(stored).toSorted()) === JSON.stringify(Object.entries(secrets).toSorted())
  return {
    ...current,
    name: edit.name ?? current.name,
    isEnabled: edit.isEnabled ?? current.isEnabled,
    sendsEvents,
    sendsCheckpoints,
    target,
    secretSealed: isSame ? current.secretSealed : sealSecrets(sealer, current.id, secrets),
  }
}

function refuseHalfKeyPair(target: SinkTarget, { clientPrivateKey }: SinkSecrets): void {
  if (target.kind !== 'syslog' || (target.settings.clientCertificate === null) === (clientPrivateKey === undefined)) return
  throw auditErrors.audit_sink_incomplete('A client certificate and its private key come together: one of them is missing.')
}

function targetOf({ syslog, https, s3 }: SinkForm | SinkEdit): SinkTarget | undefined {
  if (syslog !== undefined) return { kind: 'syslog', settings: settingsOf(syslogSettings, syslog) }
  if (https !== undefined) return { kind: 'https', settings: settingsOf(httpsSettings, https) }
  return s3 && { kind: 's3', settings: settingsOf(s3Settings, s3) }
}

/** What of a form is no secret: exactly what the settings name. */
function settingsOf<Schema extends z.ZodObject>(schema: Schema, form: Readonly<Record<string, unknown>>): z.output<Schema> {
  return schema.parse(Object.fromEntries(Object.keys(schema.shape).map((name) => [name, form[name]])))
}
