import { expect, test } from 'vitest';
import { Refusals } from '../../../../src/routes/smpp/submit/refusals.ts';

const counted = (statuses: readonly number[]): Record<string, number> => {
  const refusals = new Refusals();
  for (const status of statuses) refusals.note(status);
  return Object.fromEntries(refusals.counts().map(({ status, count }) => [status, count]));
};

test('ESME_RMSGQFUL (queue full) and ESME_RTHROTTLED each have a count, even when it is 0', () => {
  expect(counted([])).toEqual({ ESME_RMSGQFUL: 0, ESME_RTHROTTLED: 0 });
  expect(counted([0x14, 0x58, 0x14])).toEqual({ ESME_RMSGQFUL: 2, ESME_RTHROTTLED: 1 });
});

test('each refusing status is counted by its name, or by its number if SMPP gives it no name', () => {
  expect(counted([0x0b, 0x0b, 0x4a1, 0xffffffff])).toEqual({
    ESME_RMSGQFUL: 0,
    ESME_RTHROTTLED: 0,
    ESME_RINVDSTADR: 2,
    '0x000004A1': 1,
    '0xFFFFFFFF': 1,
  });
});

test('a carrier that invents statuses cannot fill the memory, and named statuses are counted all the same', () => {
  const madeUp = Array.from({ length: 50_000 }, (_, index) => 0x400 + index);
  const counts = counted([...madeUp, 0x400, 0x14, 0x0a]);
  expect(Object.keys(counts).length).toBeLessThan(40);
  expect(counts).toMatchObject({ '0x00000400': 2, other: 50_000 - 32, ESME_RMSGQFUL: 1, ESME_RINVSRCADR: 1 });
});
