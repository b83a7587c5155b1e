import fc from 'fast-check'

/**
 * Preloaded by `npm test`: random tests try the same cases every time, so that a red run is about the change at hand. Set REEVE_TEST_SEED
 * to look for new ones; whatever it finds becomes a case of its own.
 */
const seed = Number(process.env['REEVE_TEST_SEED'] ?? '20261121')
fc.configureGlobal({ seed })
