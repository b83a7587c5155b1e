/**
 * The harvesting strategies that a connection may name. What each one collects, where and how often is declared with the collectors; a
 * connection stores only the name.
 */
export const harvestingStrategies = ['standard'] as const
export type HarvestingStrategy = (typeof harvestingStrategies)[number]
export const defaultHarvestingStrategy: HarvestingStrategy = 'standard'
