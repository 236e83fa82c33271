import { step } from '../../../src/routes/smpp/link/link-machine.ts';
import type { LinkEvent, LinkRules, LinkState } from '../../../src/routes/smpp/link/link-state.ts';

export const rules: LinkRules = {
  bindMs: 5000,
  enquireMs: 30_000,
  answerMs: 10_000,
  backOff: { minMs: 500, maxMs: 30_000 },
  random: () => 0.5,
};
export const T0 = 1_000_000;

export const bound = {
  phase: 'bound',
  generation: 3,
  since: T0,
  failures: 4,
  enquiry: undefined,
} satisfies LinkState;
export const binding = {
  phase: 'binding',
  generation: 3,
  deadline: T0 + 5000,
  failures: 2,
  reason: 'lost before',
} satisfies LinkState;
export const connecting = { ...binding, phase: 'connecting' } satisfies LinkState;
export const waiting = {
  phase: 'waiting',
  generation: 3,
  until: T0 + 900,
  failures: 3,
  reason: 'lost',
} satisfies LinkState;
export const dismissed = {
  phase: 'dismissed',
  generation: 3,
  deadline: T0 + 10_000,
  failures: 0,
  reason: 'unbind',
} satisfies LinkState;
export const retiring = { phase: 'retiring', generation: 3, deadline: T0 + 10_000 } satisfies LinkState;

/** Steps through events at their times; returns the last state and the effects of each step. */
export const run = (from: LinkState, ...timed: readonly (readonly [LinkEvent, number])[]) => {
  let state = from;
  const effects: string[][] = [];
  for (const [event, now] of timed) {
    const next = step(state, event, now, rules);
    state = next.state;
    effects.push([...next.effects]);
  }
  return { state, effects };
};
