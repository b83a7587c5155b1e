/** The first `limit` rows; pages behind them are never asked for. */
export async function* takeRows<Row>(rows: AsyncIterable<Row>, limit: number): AsyncGenerator<Row> {
  if (limit <= 0) return
  let taken = 0
  for await (const row of rows) {
    yield row
    taken += 1
    if (taken >= limit) return
  }
}
