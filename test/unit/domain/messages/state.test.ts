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
  it('keep the codes that stores already hold: new ones are only appended', () => {
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

  it('come back from their codes', () => {
    for (const state of states) expect(stateOf(stateCode(state))).toBe(state);
  });

  it.each([-1, states.length, 0.5, Number.NaN])('are never read from the code %d', (code) => {
    expect(() => stateOf(code)).toThrow(RangeError);
  });

  it('are final but for those in which somebody still waits', () => {
    expect(states.filter((state) => !isFinal(state))).toEqual(['queued', 'sending', 'sent']);
  });
});

describe('the transitions', () => {
  it('lead nowhere from a final state, but where a late answer or receipt settles it', () => {
    for (const state of states.filter(isFinal)) {
      expect(statesAfter(state).length > 0, state).toBe([...settledLate, ...corrected].includes(state));
    }
  });

  it('correct what one attempt left undelivered only by the receipt of another that arrived', () => {
    expect(corrected.flatMap(statesAfter)).toEqual(['delivered']);
  });

  it('settle a final state only for something better known', () => {
    for (const state of settledLate) {
      for (const to of statesAfter(state))
        expect(['queued', 'sent', 'delivered', 'undelivered', 'failed']).toContain(to);
      expect(statesAfter(state)).toEqual(expect.arrayContaining(['delivered', 'undelivered']));
    }
  });

  it('lead from every open state to a final one', () => {
    for (const state of states.filter((candidate) => !isFinal(candidate))) {
      expect(statesAfter(state).some(isFinal), state).toBe(true);
    }
  });

  it('lead to every state but `suppressed`, in which a message can only begin; back to `queued` only from a try, or by a late answer that says no', () => {
    const unreachable = states.filter((to) => statesBefore(to).length === 0);
    expect(unreachable).toEqual(['suppressed']);
    expect(statesBefore('queued')).toEqual(['sending', 'uncertain']);
  });

  it('never lead from a state to itself', () => {
    for (const state of states) expect(mayBecome(state, state), state).toBe(false);
  });

  it('never call back what a carrier has taken', () => {
    for (const to of ['queued', 'cancelled', 'expired'] as const) {
      expect(statesBefore(to)).not.toContain('sent');
      expect(statesBefore(to)).not.toContain('delivered');
    }
  });

  it('let a positive receipt overtake everything', () => {
    const withoutAWord = ['queued', 'sending', 'sent', 'undelivered', 'unconfirmed', 'uncertain'];
    expect(statesBefore('delivered')).toEqual(expect.arrayContaining(withoutAWord));
  });

  it('read backwards are the states before', () => {
    for (const from of states) {
      for (const to of states) expect(statesBefore(to).includes(from)).toBe(mayBecome(from, to));
    }
  });
});
