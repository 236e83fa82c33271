/**
 * The statement, with its parameters out of the planner's sight. Where a value might make another plan better, SQLite
 * prepares the statement anew after each binding (sqlite.org/c3ref/prepare.html, `sqlite3_prepare_v2`), as those of
 * several tables or indexes, or with a limit: 4 to 20 µs a call, where the statement itself takes one. Values tell this
 * planner nothing, since nobody runs ANALYZE here; but only a value that stands in the text can meet the condition of a
 * partial index.
 */
export const steady = (sql: string): string => sql.replace(/\?|[:@][a-zA-Z]+/g, 'ifnull($&, NULL)');
