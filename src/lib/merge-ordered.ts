export type MergedPair<Left, Right> = { readonly key: string; readonly left?: Left; readonly right?: Right }

type Keyed<Item> = { readonly items: AsyncIterable<Item> | Iterable<Item>; readonly keyOf: (item: Item) => string }

/**
 * Joins two streams that ascend by key (UTF-16 code units; PostgreSQL's `collate "C"` agrees for ASCII keys) into pairs, holding one item
 * of each. Throws when a stream does not strictly ascend: a silent disorder would read as a removal.
 */
export async function* mergeOrdered<Left, Right>(left: Keyed<Left>, right: Keyed<Right>): AsyncGenerator<MergedPair<Left, Right>> {
  const lefts = ascending(left)
  const rights = ascending(right)
  let a = await lefts.next()
  let b = await rights.next()
  while (a.done !== true || b.done !== true) {
    if (b.done === true || (a.done !== true && a.value.key < b.value.key)) {
      const { key, item } = valueOf(a)
      yield { key, left: item }
      a = await lefts.next()
    } else if (a.done === true || b.value.key < a.value.key) {
      yield { key: b.value.key, right: b.value.item }
      b = await rights.next()
    } else {
      yield { key: a.value.key, left: a.value.item, right: b.value.item }
      a = await lefts.next()
      b = await rights.next()
    }
  }
}

function valueOf<T>(result: IteratorResult<T, undefined>): T {
  if (result.done === true) throw new Error('mergeOrdered read past the end of a stream')
  return result.value
}

async function* ascending<Item>(stream: Keyed<Item>): AsyncGenerator<{ key: string; item: Item }, undefined> {
  let previous: string | undefined
  for await (const item of stream.items) {
    const key = stream.keyOf(item)
    if (previous !== undefined && key <= previous) throw new Error(`Stream is not in ascending order: ${previous} before ${key}`)
    previous = key
    yield { key, item }
  }
  return undefined
}
