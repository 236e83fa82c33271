/**
 * Rows as columns, to be cloned between threads: that takes a fifth of the time that cloning one object for each row
 * takes. The type names each column, also of optional fields, so a new field cannot be forgotten.
 */
export type Columns<Row> = { readonly [K in keyof Required<Row>]: readonly Row[K][] };
