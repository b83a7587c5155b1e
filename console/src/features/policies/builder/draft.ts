export type ConditionDraft = {
  readonly qualifier: '' | 'ForAllValues' | 'ForAnyValue'
  readonly operator: string
  readonly ifExists: boolean
  readonly key: string
  readonly values: readonly string[]
}
export type StatementDraft = {
  readonly sid: string
  readonly effect: 'Allow' | 'Deny'
  /** `except`: every action but these. */
  readonly actionsAre: 'these' | 'except'
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions: readonly ConditionDraft[]
}
export type PolicyForm = 'scp' | 'rcp' | 'identity'
export type PolicyDraft = {
  readonly form: PolicyForm
  readonly name: string
  readonly description: string
  readonly statements: readonly StatementDraft[]
}

export const emptyStatement: StatementDraft = {
  sid: '',
  effect: 'Deny',
  actionsAre: 'these',
  actions: [],
  resources: ['*'],
  conditions: [],
}
export const emptyCondition: ConditionDraft = { qualifier: '', operator: 'StringEquals', ifExists: false, key: '', values: [] }
export const emptyPolicy: PolicyDraft = { form: 'scp', name: '', description: '', statements: [emptyStatement] }
export const policyShape = { empty: emptyPolicy, secrets: [] as const }

export const forms: readonly { readonly id: PolicyForm; readonly text: string }[] = [
  { id: 'scp', text: 'SCP' },
  { id: 'rcp', text: 'RCP' },
  { id: 'identity', text: 'Identity policy' },
]

/** Operators of the policy language by the type of value that they compare. */
export const operators: readonly { readonly label: string; readonly names: readonly string[] }[] = [
  {
    label: 'Text',
    names: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  },
  { label: 'ARN', names: ['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEquals'] },
  { label: 'True or false, presence', names: ['Bool', 'Null'] },
  { label: 'IP address', names: ['IpAddress', 'NotIpAddress'] },
  {
    label: 'Number',
    names: [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ],
  },
  {
    label: 'Date',
    names: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  },
  { label: 'Binary', names: ['BinaryEquals'] },
]

/**
 * The policy that the form stands for. An RCP names every principal, as AWS demands of it; conditions on the same operator share its
 * block, and on the same key its list. Nothing is corrected: what is wrong is the linter's to say.
 */
export function toDocument({ form, statements }: Pick<PolicyDraft, 'form' | 'statements'>): object {
  return { Version: '2012-10-17', Statement: statements.map((statement) => toStatement(form, statement)) }
}

function toStatement(form: PolicyForm, { sid, effect, actionsAre, actions, resources, conditions }: StatementDraft): object {
  const Condition = toConditions(conditions)
  return {
    ...(sid.trim() === '' ? {} : { Sid: sid.trim() }),
    Effect: effect,
    ...(form === 'rcp' ? { Principal: '*' } : {}),
    [actionsAre === 'these' ? 'Action' : 'NotAction']: oneOrMany(actions),
    Resource: oneOrMany(resources),
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  }
}

function toConditions(conditions: readonly ConditionDraft[]): Record<string, Record<string, string | readonly string[]>> {
  const named = conditions.filter(({ key }) => key.trim() !== '')
  const blocks = Map.groupBy(named, operatorOf)
  return Object.fromEntries(
    [...blocks].map(([operator, lines]) => [
      operator,
      Object.fromEntries(
        [...Map.groupBy(lines, ({ key }) => key.trim())].map(([key, same]) => [key, oneOrMany(same.flatMap(({ values }) => values))]),
      ),
    ]),
  )
}

function operatorOf({ qualifier, operator, ifExists }: ConditionDraft): string {
  return `${qualifier === '' ? '' : `${qualifier}:`}${operator}${ifExists && operator !== 'Null' ? 'IfExists' : ''}`
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? '') : values
}

/** What is saved, and sent by the command: easy to read where AWS takes it so, without blanks where it would be too long with them. */
export function savedText(document: object, charactersMax: number | undefined): string {
  const text = JSON.stringify(document, null, 2)
  return charactersMax !== undefined && text.length > charactersMax ? JSON.stringify(document) : text
}

/** The name as a file's. */
export function fileName({ name, form }: Pick<PolicyDraft, 'name' | 'form'>): string {
  const safe = name
    .trim()
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^[-.]+|-+$/g, '')
  return `${safe === '' ? form : safe}.json`
}

const createCommands: Readonly<Record<PolicyForm, string>> = {
  scp: 'aws organizations create-policy --type SERVICE_CONTROL_POLICY --name',
  rcp: 'aws organizations create-policy --type RESOURCE_CONTROL_POLICY --name',
  identity: 'aws iam create-policy --policy-name',
}

/** The command that makes the policy in AWS from the saved file; every text is one word to the shell. */
export function createCommand(draft: Pick<PolicyDraft, 'form' | 'name' | 'description'>): string {
  const name = draft.name.trim() === '' ? fileName(draft).replace('.json', '') : draft.name.trim()
  const content = draft.form === 'identity' ? '--policy-document' : '--content'
  return `${createCommands[draft.form]} ${quoted(name)} --description ${quoted(draft.description.trim())} ${content} ${quoted(`file://${fileName(draft)}`)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
