import { z } from 'zod'
import { configDocument } from './config-document.ts'

/** The JSON Schema of the document as it is written, defaults left out. */
export function printSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(configDocument, { target: 'draft-2020-12', io: 'input' }), null, 2)}\n`
}
