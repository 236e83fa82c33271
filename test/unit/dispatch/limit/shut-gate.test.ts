import { expect, test } from 'vitest';
import { ShutGate } from '../../../../src/dispatch/limit/shut-gate.ts';

/** Tries as soon as the gate allows and is refused, until so many ms are over. @returns when each try left */
const refusedUntil = (gate: ShutGate, until: number, urgent: boolean): number[] => {
  const tries: number[] = [];
  for (let ms = 0; ms < until; ms++) {
    if (gate.waitMs(ms, urgent) > 0) continue;
    gate.left(ms);
    gate.refused(ms);
    tries.push(ms);
  }
  return tries;
};

test('critical parts that are tried before the pause of a refusing carrier ends do not make the pause of other parts longer than 15 s', () => {
  const gate = new ShutGate();
  gate.shut(0);
  refusedUntil(gate, 9000, true);
  expect(gate.waitMs(9000, false)).toBeLessThanOrEqual(15_000);
});

test('a carrier that prolonged its pause whenever it was tried is tried less than half as often in its next pause', () => {
  const gate = new ShutGate();
  gate.shut(0);
  const first = refusedUntil(gate, 10_000, false);
  const lastTriedAt = first.at(-1) ?? 0;
  gate.open(lastTriedAt + gate.waitMs(lastTriedAt, false));
  gate.shut(0);
  expect(refusedUntil(gate, 10_000, false).length).toBeLessThan(first.length / 2);
});
