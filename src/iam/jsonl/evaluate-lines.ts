import { type CompiledPolicies, compilePolicies } from '../compile/policies.ts'
import { decide } from '../decide/decide.ts'
import { explain } from '../explain/explain.ts'
import type { PlainRecord } from '../language/values.ts'
import { LineError } from './line-error.ts'
import { readLine } from './read-line.ts'
import { DocumentCache, readPolicies } from './read-policies.ts'
import { readRequest } from './read-request.ts'
import { type InputLine, oversizedLine } from './split-lines.ts'

export type EvaluateOptions = {
  /** Adds `explanation` to every reply. */
  readonly explain?: boolean
  /** Action prefixes of services that support RCPs, if not the built-in list. */
  readonly rcpServices?: ReadonlySet<string>
}

export type EvaluateSummary = {
  readonly lines: number
  readonly decisions: number
  readonly policySets: number
  readonly badLines: number
  /** 4 when a line was bad, else 0, whatever was decided. */
  readonly exitCode: 0 | 4
}

/** Answers request lines one by one; keeps the policy sets that earlier lines defined. */
export class LineEvaluator {
  readonly #options: EvaluateOptions
  readonly #sets = new Map<string, CompiledPolicies>()
  readonly #documents = new DocumentCache()
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #lines = 0
  #decisions = 0
  #badLines = 0

  constructor(options: EvaluateOptions = {}) {
    this.#options = options
  }

  /** The reply to one line, without newline; `undefined` for blank lines and for lines that define a policy set. Never throws. */
  evaluate(input: InputLine): string | undefined {
    this.#lines++
    let line: PlainRecord | undefined
    try {
      const text = this.#textOf(input)
      if (text === '') return undefined
      line = readLine(text)
      return this.#answer(line)
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      this.#badLines++
      return JSON.stringify({ id: idOf(line), line: this.#lines, error: { code: error.code, detail: error.message } })
    }
  }

  summary(): EvaluateSummary {
    return {
      lines: this.#lines,
      decisions: this.#decisions,
      policySets: this.#sets.size,
      badLines: this.#badLines,
      exitCode: this.#badLines > 0 ? 4 : 0,
    }
  }

  #textOf(input: InputLine): string {
    if (input === oversizedLine) throw new LineError('line_too_long', 'the line is longer than 16 MiB')
    if (typeof input === 'string') return input.trim()
    try {
      return this.#decoder.decode(input).trim()
    } catch {
      throw new LineError('invalid_utf8', 'the line is not UTF-8')
    }
  }

  #answer(line: PlainRecord): string | undefined {
    if (line['policySet'] !== undefined) {
      if (typeof line['policySet'] !== 'string') throw new LineError('invalid_request', '`policySet` must be a string')
      this.#sets.set(line['policySet'], this.#compile(line['policies']))
      return undefined
    }
    const request = readRequest(line)
    const policies = this.#policiesOf(line['policies'])
    const id = idOf(line)
    this.#decisions++
    if (this.#options.explain !== true) {
      const { decision, decidedBy, blockedBy, hingesOn, diagnostics } = decide(policies, request)
      return JSON.stringify({ id, decision, decidedBy, blockedBy, hingesOn, diagnostics })
    }
    const { decision, decidedBy, blockedBy, hingesOn, diagnostics, sentence, layers } = explain(policies, request)
    return JSON.stringify({ id, decision, decidedBy, blockedBy, hingesOn, diagnostics, explanation: { sentence, layers } })
  }

  #policiesOf(value: unknown): CompiledPolicies {
    if (typeof value !== 'string') return this.#compile(value)
    const set = this.#sets.get(value)
    if (set === undefined) throw new LineError('unknown_policy_set', `no earlier line defines the policy set "${value.slice(0, 60)}"`)
    return set
  }

  #compile(value: unknown): CompiledPolicies {
    const { rcpServices } = this.#options
    return compilePolicies(readPolicies(value, this.#documents), rcpServices === undefined ? {} : { rcpServices })
  }
}

function idOf(line: PlainRecord | undefined): unknown {
  return line?.['id'] ?? null
}

/** Answers a stream of lines in order and returns the summary. Memory is bounded by one line plus the policy sets. */
export async function* evaluateLines(
  lines: AsyncIterable<InputLine> | Iterable<InputLine>,
  options: EvaluateOptions = {},
): AsyncGenerator<string, EvaluateSummary> {
  const evaluator = new LineEvaluator(options)
  for await (const line of lines) {
    const reply = evaluator.evaluate(line)
    if (reply !== undefined) yield reply
  }
  return evaluator.summary()
}
