import { describe, expect, test } from 'vitest';
import { deadlineOf, step } from '../../../../src/routes/smpp/link/link-machine.ts';
import type { LinkEvent, LinkState } from '../../../../src/routes/smpp/link/link-state.ts';
import {
  binding,
  bound,
  connecting,
  dismissed,
  rules,
  run,
  T0,
  waiting,
} from '../../../support/smpp/link-run.ts';

describe('a link that is retired (graceful shutdown)', () => {
  test('unbinds, and is stopped when the carrier answers', () => {
    const { state, effects } = run(
      bound,
      [{ type: 'retire' }, T0],
      [{ type: 'unbindAnswer', generation: 3 }, T0 + 5],
    );
    expect(effects).toEqual([['unbind'], ['close']]);
    expect(state).toEqual({ phase: 'stopped' });
  });

  test('is stopped without an answer after the response time-out', () => {
    const { state } = run(bound, [{ type: 'retire' }, T0], [{ type: 'tick', heardAt: T0 }, T0 + 10_000]);
    expect(state).toEqual({ phase: 'stopped' });
  });

  test('is stopped when the carrier closes the connection, and is never dialled again', () => {
    const { state } = run(
      bound,
      [{ type: 'retire' }, T0],
      [{ type: 'closed', generation: 3, reason: 'gone' }, T0 + 1],
    );
    expect(state).toEqual({ phase: 'stopped' });
    expect(deadlineOf(state, T0, rules)).toBeUndefined();
  });

  test.each<LinkState>([{ phase: 'idle' }, connecting, binding, waiting, dismissed])(
    'in the phase $phase is stopped at once',
    (state) => {
      expect(run(state, [{ type: 'retire' }, T0]).state).toEqual({ phase: 'stopped' });
    },
  );

  test('several times unbinds once', () => {
    const { effects } = run(
      bound,
      [{ type: 'retire' }, T0],
      [{ type: 'retire' }, T0],
      [{ type: 'abort' }, T0],
    );
    expect(effects).toEqual([['unbind'], [], ['close']]);
  });

  test.each<LinkEvent>([
    { type: 'start' },
    { type: 'retire' },
    { type: 'abort' },
    { type: 'tick', heardAt: 0 },
  ])('in the phase stopped ignores the event $type', (event) => {
    expect(step({ phase: 'stopped' }, event, T0, rules)).toEqual({
      state: { phase: 'stopped' },
      effects: [],
    });
  });
});
