/**
 * What a statement, or a part of it, says about one request. `fragile` and `near` rest on context keys that the request does not
 * carry: by AWS's rules for missing keys the answer is yes or no, but a value for the key could turn it.
 */
export const no = 0
export const yes = 1
export const fragile = 2
export const near = 3
export type Outcome = typeof no | typeof yes | typeof fragile | typeof near
