import { describe, expect, it } from 'vitest';
import type { State } from '../../../../src/domain/messages/state.ts';
import {
  isFinal,
  mayBecome,
  stateCode,
  stateOf,
  states,
  statesBefore,
} from '../../../../src/domain/messages/state.ts';

const statesAfter = (from: State): State[] => states.filter((to) => mayBecome(from, to));
const settledLate: readonly State[] = ['unconfirmed', 'uncertain'];
const corrected: readonly State[] = ['undelivered'];

describe('the states of a message', () => {
  it('keep their codes in the store: new states are only appended', () => {
    const codes = Object.fromEntries(states.map((state) => [state, stateCode(state)]));
    expect(codes).toMatchObject({
      queued: 0,
      sending: 1,
      sent: 2,
      delivered: 3,
      undelivered: 4,
      failed: 5,
      expired: 6,
      unconfirmed: 7,
      uncertain: 8,
      suppressed: 9,
      cancelled: 10,
    });
  });

  it('are found by their codes', () => {
    for (const state of states) expect(stateOf(stateCode(state))).toBe(state);
  });

  it.each([-1, states.length, 0.5, Number.NaN])('are not found by the unknown code %d', (code) => {
    expect(() => stateOf(code)).toThrow(RangeError);
  });

  it('are final except queued, sending and sent', () => {
    expect(states.filter((state) => !isFinal(state))).toEqual(['queued', 'sending', 'sent']);
  });
});

describe('the transitions between states of a message', () => {
  it('do not leave a final state, except by a late answer or receipt', () => {
    for (const state of states.filter(isFinal)) {
      expect(statesAfter(state).length > 0, state).toBe([...settledLate, ...corrected].includes(state));
    }
  });

  it('from undelivered lead only to delivered, by the receipt of another attempt', () => {
    expect(corrected.flatMap(statesAfter)).toEqual(['delivered']);
  });

  it('from unconfirmed or uncertain lead only to queued, sent, delivered, undelivered or failed', () => {
    for (const state of settledLate) {
      for (const to of statesAfter(state))
        expect(['queued', 'sent', 'delivered', 'undelivered', 'failed']).toContain(to);
      expect(statesAfter(state)).toEqual(expect.arrayContaining(['delivered', 'undelivered']));
    }
  });

  it('lead from queued, sending and sent to a final state', () => {
    for (const state of states.filter((candidate) => !isFinal(candidate))) {
      expect(statesAfter(state).some(isFinal), state).toBe(true);
    }
  });

  it('lead to every state but `suppressed`, and back to `queued` only from an attempt or by a late refusal', () => {
    const unreachable = states.filter((to) => statesBefore(to).length === 0);
    expect(unreachable).toEqual(['suppressed']);
    expect(statesBefore('queued')).toEqual(['sending', 'uncertain']);
  });

  it('never lead from a state to itself', () => {
    for (const state of states) expect(mayBecome(state, state), state).toBe(false);
  });

  it('never lead from sent or delivered to queued, cancelled or expired', () => {
    for (const to of ['queued', 'cancelled', 'expired'] as const) {
      expect(statesBefore(to)).not.toContain('sent');
      expect(statesBefore(to)).not.toContain('delivered');
    }
  });

  it('lead to delivered also from states in which no answer has come, since a receipt may come first', () => {
    const withoutAWord = ['queued', 'sending', 'sent', 'undelivered', 'unconfirmed', 'uncertain'];
    expect(statesBefore('delivered')).toEqual(expect.arrayContaining(withoutAWord));
  });

  it('give the same result when read backwards: a state is before exactly those that it may become', () => {
    for (const from of states) {
      for (const to of states) expect(statesBefore(to).includes(from)).toBe(mayBecome(from, to));
    }
  });
});
