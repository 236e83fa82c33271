import { describe, expect, test } from 'vitest';
import { toPostgres } from '../../../../src/store/postgres/sql.ts';
import { steady } from '../../../../src/store/rules/steady.ts';

describe('a statement for PostgreSQL', () => {
  test('has its positional parameters numbered in their order', () => {
    expect(toPostgres('SELECT a FROM t WHERE a = ? AND b = ?')).toEqual({
      text: 'SELECT a FROM t WHERE a = $1 AND b = $2',
      names: undefined,
    });
  });

  test('has one number for each named parameter, however often the name stands', () => {
    expect(toPostgres('SELECT 1 WHERE :from <= a AND @until > a AND b = :from')).toEqual({
      text: 'SELECT 1 WHERE $1 <= a AND $2 > a AND b = $1',
      names: ['from', 'until'],
    });
  });

  test('keeps what stands in quotes and comments, and the operator of casts', () => {
    const sql = `SELECT '?:a''@b INDEXED BY c', "dueAt", x::text -- who's ? it
      /* :nobody */ FROM t`;
    expect(toPostgres(sql)).toEqual({ text: sql, names: undefined });
  });

  test('has names with capitals in quotes, since PostgreSQL would read them as small letters', () => {
    expect(toPostgres('SELECT due_at AS dueAt, COUNT(*) FROM t').text).toBe(
      'SELECT due_at AS "dueAt", COUNT(*) FROM t',
    );
  });

  test('looks each value of a JSON array up, but for those that a column must not have', () => {
    expect(
      toPostgres('SELECT 1 FROM t WHERE a IN (SELECT CAST(value AS BIGINT) FROM json_each(?))').text,
    ).toBe('SELECT 1 FROM t WHERE a = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_each($1)))');
    const not = 'SELECT 1 FROM t WHERE a NOT IN (SELECT value FROM json_each(CAST($1 AS TEXT)))';
    expect(toPostgres(not).text).toBe(not);
  });

  test("has no hint for SQLite's planner", () => {
    expect(toPostgres('SELECT 1 FROM t INDEXED BY t_by_a WHERE a = 1').text).toBe(
      'SELECT 1 FROM t WHERE a = 1',
    );
    expect(toPostgres('SELECT 1 FROM t NOT INDEXED WHERE a = 1').text).toBe('SELECT 1 FROM t WHERE a = 1');
    expect(toPostgres(steady('SELECT 1 FROM t WHERE a = :a AND b = ?')).text).toBe(
      toPostgres('SELECT 1 FROM t WHERE a = :a AND b = ?').text,
    );
  });
});
