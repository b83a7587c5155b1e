/** One parameter of a guardrail, as its JSON Schema describes it. */
export type Parameter = {
  readonly name: string
  readonly label: string
  readonly kind: 'list' | 'choice' | 'text'
  readonly description: string | undefined
  readonly choices: readonly string[]
  readonly initial: string | readonly string[]
  readonly isRequired: boolean
}

type Schema = { readonly type?: string; readonly enum?: readonly string[]; readonly default?: unknown; readonly description?: string }

/** The fields of a guardrail's form, in the order of its declaration; examples stand in where there is no default. */
export function parametersOf(schema: Readonly<Record<string, unknown>>): readonly Parameter[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>
  const required = (schema['required'] ?? []) as readonly string[]
  return Object.entries(properties).map(([name, { type, enum: choices = [], default: initial, description }]) => ({
    name,
    label: labelOf(name),
    kind: type === 'array' ? 'list' : choices.length > 0 ? 'choice' : 'text',
    description,
    choices,
    initial: type === 'array' ? ((initial ?? []) as string[]) : typeof initial === 'string' ? initial : '',
    isRequired: required.includes(name),
  }))
}

function labelOf(name: string): string {
  const text = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export type Values = Readonly<Record<string, string | readonly string[]>>

/** What is sent: empty texts are left out, so that defaults and "is required" are the server's to say. */
export function paramsOf(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
}

/** A list as typed: one entry per line, or separated by commas or spaces. */
export function entriesOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '')
}
