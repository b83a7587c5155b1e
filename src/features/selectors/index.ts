export { selectorCondition, selectorFilter, type SelectorSqlOptions } from './selector-sql.ts'
export { withinScope } from './within-scope.ts'
