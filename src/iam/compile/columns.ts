/** Column that is never filled, so that nothing is ever known there. */
export const noColumn = 0
