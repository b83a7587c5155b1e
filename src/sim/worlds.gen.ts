// Written by `npm run gen`. Do not edit.
import { anycompanyWorld } from './worlds/anycompany.world.ts'
import { emptyWorld } from './worlds/empty.world.ts'
import { estateWorld } from './worlds/estate.world.ts'

export const worlds = [
  anycompanyWorld,
  emptyWorld,
  estateWorld,
] as const
