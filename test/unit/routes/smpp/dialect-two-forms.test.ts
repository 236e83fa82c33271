import { expect, test } from 'vitest';
import { Dialect } from '../../../../src/routes/smpp/receive/dialect.ts';

// Not mended yet: the letters of the other node's ids outweigh any number of matches.
test.fails('a carrier that passes on ids of two nodes unchanged, and has receipts from the node with decimal ids alone, has these ids looked for as they are', () => {
  const dialect = new Dialect('auto');
  for (let i = 0; i < 50; i++) {
    const id = String(55_000_000 + i);
    dialect.responded(`7fab${i}`, '+33639980001');
    dialect.responded(id, '+33639980002');
    const isFound = dialect.refs(id).includes(id);
    const match = isFound
      ? ({ kind: 'matched', ref: id } as const)
      : ({ kind: 'kept', reason: 'unknown' } as const);
    dialect.fared(id, match, undefined);
  }
  expect(dialect.refs('55000200')).toContain('55000200');
});
