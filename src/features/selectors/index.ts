export { selectorCondition, type SelectorSqlOptions } from './selector-sql.ts'
