import { type CompiledDocument, compileDocument } from '../compile/document.ts'
import type { LayerSources, LevelSource, PolicySource } from '../compile/policies.ts'
import { isRecord, type PlainRecord } from '../language/values.ts'
import type { PolicyDocument, PolicyType } from '../types.ts'
import { invalid } from './line-error.ts'

const lists = ['identity', 'boundary', 'session', 'vpcEndpoint'] as const
const hierarchies = ['scp', 'rcp'] as const
const layers: ReadonlySet<string> = new Set([...lists, ...hierarchies, 'resource'])

/** Texts of documents that were compiled before, up to this many characters in all. */
const cachedCharactersMax = 32 * 1024 * 1024

/** Compiles documents, and remembers those that came as text, which callers tend to repeat. */
export class DocumentCache {
  #byText = new Map<string, CompiledDocument>()
  #characters = 0

  compile(type: PolicyType, document: unknown): CompiledDocument {
    if (typeof document !== 'string') return compileDocument(type, document as PolicyDocument)
    const key = `${type} ${document}`
    const known = this.#byText.get(key)
    if (known !== undefined) return known
    const compiled = compileDocument(type, document)
    if (this.#characters > cachedCharactersMax) {
      this.#byText = new Map()
      this.#characters = 0
    }
    this.#byText.set(key, compiled)
    this.#characters += key.length
    return compiled
  }
}

/**
 * Reads the `policies` of a line. A layer that is misspelt or of the wrong shape is an error of the line, because leaving it out could
 * turn a denial into an allow; a document that is malformed is not, it becomes diagnostics of the decision.
 */
export function readPolicies(value: unknown, cache: DocumentCache): LayerSources {
  if (!isRecord(value)) invalid('`policies` must be an object of layers or the name of a policy set')
  for (const name of Object.keys(value))
    if (!layers.has(name)) invalid(`"${name.slice(0, 60)}" is not a layer; layers are ${[...layers].join(', ')}`)
  const read: { -readonly [Key in keyof LayerSources]: LayerSources[Key] } = {}
  for (const layer of lists) if (value[layer] !== undefined) read[layer] = readDocuments(value[layer], layer, { type: layer, cache })
  for (const layer of hierarchies) if (value[layer] !== undefined) read[layer] = readLevels(value[layer], layer, cache)
  if (value['resource'] !== undefined) read.resource = cache.compile('resource', value['resource'])
  return read
}

function readDocuments(value: unknown, where: string, { type, cache }: { type: PolicyType; cache: DocumentCache }): PolicySource[] {
  if (!Array.isArray(value)) invalid(`\`${where}\` must be a list of {"name", "document"}`)
  return value.map((item: unknown, index) => {
    if (!isRecord(item) || !('document' in item)) invalid(`\`${where}[${index}]\` must be {"name", "document"}`)
    return { name: readName(item, `${where}[${index}]`), document: cache.compile(type, item['document']) }
  })
}

function readLevels(value: unknown, layer: 'scp' | 'rcp', cache: DocumentCache): LevelSource[] {
  if (!Array.isArray(value)) invalid(`\`${layer}\` must be a list of levels, root first`)
  return value.map((level: unknown, index) => {
    if (!isRecord(level) || typeof level['target'] !== 'string') invalid(`\`${layer}[${index}]\` must be {"target", "policies"}`)
    return { target: level['target'], policies: readDocuments(level['policies'], `${layer}[${index}].policies`, { type: layer, cache }) }
  })
}

function readName(item: PlainRecord, fallback: string): string {
  const { name } = item
  if (name === undefined) return fallback
  if (typeof name !== 'string') invalid(`the name of \`${fallback}\` must be a string`)
  return name
}
