import { z } from 'zod'
import { configDocument } from '#features/configuration/index.ts'
import { finish } from './support/generated.ts'

/** For editors, and for checks that run before Reeve is there. */
const schema = z.toJSONSchema(configDocument, { target: 'draft-2020-12', io: 'input' })
finish([{ file: 'docs/config.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` }])
