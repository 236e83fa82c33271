import { expect, test } from 'vitest';
import { failureOf } from '../../../src/store/thread/batches.ts';

const withCode = (code: string): Error => Object.assign(new Error('it failed'), { code });

test.each([
  ['a full disk', 'SQLITE_FULL'],
  ['a lost connection', '08006'],
  ['a deadlock with another program', '40P01'],
  ['a transaction that was rolled back for another one', '40001'],
  ['a transaction that was given up', '25P02'],
  ['a statement that took too long', '57014'],
  ['a lock that was not to be had', '55P03'],
])('%s is a failure of the database, so that the call is made again', (_, code) => {
  expect(failureOf(withCode(code)).disk).toBe(true);
});

test.each([
  ['40P01', true],
  ['40001', true],
  // Nobody knows whether it was carried out.
  ['40003', undefined],
  ['08006', undefined],
])('a call that failed with %s is run once more: %s', (code, again) => {
  expect(failureOf(withCode(code)).isForAnother).toBe(again);
});

test.each([
  ['a constraint', '23505'],
  ['a constraint of a file', 'SQLITE_CONSTRAINT_UNIQUE'],
  ['a value that is out of range', '22003'],
])('%s is a fault of the call', (_, code) => {
  expect(failureOf(withCode(code)).disk).toBe(false);
});
