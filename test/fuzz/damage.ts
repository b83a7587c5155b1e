import type { Random } from '../oracle/random.ts'

const notWords = [7, null, true, {}, [[]], [null], [7], { a: { b: 'c' } }] as const
const elements = ['Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'] as const

/**
 * Spoils the grammar of one statement without giving it another meaning: an element of a wrong type, misspelt, doubled or unknown. A
 * denial damaged so must not let through what it denied.
 */
export function damageStatement(statement: Readonly<Record<string, unknown>>, random: Random): { text: string; how: string } {
  const present = elements.filter((element) => element in statement)
  const element = random.pick(present)
  const others = Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element))
  const print = (value: unknown, how: string): { text: string; how: string } => ({ text: JSON.stringify(value), how: `${element} ${how}` })
  switch (random.below(5)) {
    case 0: {
      const value = random.pick(notWords)
      // An empty condition block is grammar: it has no conditions, and the denial only grows.
      return print({ ...others, [element]: value }, `is ${JSON.stringify(value)}`)
    }
    case 1:
      return print({ ...others, [random.pick([element.toLowerCase(), `${element}s`, ` ${element}`])]: statement[element] }, 'misspelt')
    case 2:
      return print(
        { ...statement, [random.pick(['Efect', 'Conditon', 'Note', 'constructor'])]: random.pick(['x', 7, {}]) },
        'and an unknown element',
      )
    case 3: {
      const twin = `${JSON.stringify(element)}:${JSON.stringify(random.pick(['iam:*', 'arn:aws:iam::000000000000:role/x', 'Allow', {}]))}`
      const text = JSON.stringify(statement)
      return { text: random.chance(0.5) ? `{${twin},${text.slice(1)}` : `${text.slice(0, -1)},${twin}}`, how: `${element} doubled` }
    }
    default:
      return print(
        { ...statement, Effect: random.pick(['deny', 'DENY', '', 'Deny ', 'Denied', ['Deny'], null]) },
        'and an unreadable effect',
      )
  }
}
