import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { alertStates } from '../../../../src/domain/alerts/alert-state.ts';
import {
  goesOut,
  hasPeopleLeft,
  isBeingOvertaken,
  isKeptFromSending,
  isOpen,
  newWave,
  OVERTAKEN,
  stepWave,
  type WaveEvent,
  type WaveState,
  type WaveTarget,
  waveFieldsOf,
  waveStateOf,
  whyEnded,
} from '../../../../src/domain/alerts/wave-state.ts';

const why = 'the alert was stopped';
const states = {
  overtaking: { kind: 'overtaking' },
  storing: { kind: 'storing', undecided: 0 },
  'storing, 2 undecided': { kind: 'storing', undecided: 2 },
  stored: { kind: 'stored' },
  'overtaken, people left': { kind: 'overtaken', left: 'people' },
  'overtaken, queue left': { kind: 'overtaken', left: 'queue' },
  'overtaken, nothing left': { kind: 'overtaken', left: 'nothing' },
  'stopped, people left': { kind: 'stopped', reason: why, left: 'people' },
  'stopped, queue left': { kind: 'stopped', reason: why, left: 'queue' },
  'stopped, nothing left': { kind: 'stopped', reason: why, left: 'nothing' },
} as const satisfies Readonly<Record<string, WaveState>>;
type Name = keyof typeof states;
const names = Object.keys(states) as readonly Name[];

const nameOf = (state: WaveState): Name | undefined =>
  names.find((name) => isDeepStrictEqual(states[name], state));

const targets: readonly WaveTarget[] = ['audience', 'reached', 'silent', 'undelivered'];
const events = {
  updated: { kind: 'updated' },
  stopped: { kind: 'stopped', reason: why },
  overtook: { kind: 'overtook' },
  passed: { kind: 'passed', undecided: 2 },
  passEnded: { kind: 'passEnded' },
  closed: { kind: 'closed' },
  swept: { kind: 'swept' },
} as const satisfies { readonly [Kind in WaveEvent['kind']]: Extract<WaveEvent, { readonly kind: Kind }> };

/**
 * The next state for each event and state. A state that isn't listed stays as it is. An array has the next state for
 * each target, in the order above.
 */
type Becomes = Name | readonly [Name, Name, Name, Name];
const table: Readonly<Record<keyof typeof events, Readonly<Partial<Record<Name, Becomes>>>>> = {
  updated: {
    overtaking: ['overtaking', 'overtaken, queue left', 'overtaken, queue left', 'overtaking'],
    storing: ['storing', 'overtaken, queue left', 'overtaken, queue left', 'storing'],
    'storing, 2 undecided': [
      'storing, 2 undecided',
      'overtaken, queue left',
      'overtaken, queue left',
      'storing, 2 undecided',
    ],
    stored: ['stored', 'overtaken, queue left', 'overtaken, queue left', 'stored'],
  },
  stopped: {
    overtaking: 'stopped, people left',
    storing: 'stopped, people left',
    'storing, 2 undecided': 'stopped, people left',
    stored: 'stopped, queue left',
    'overtaken, people left': 'stopped, people left',
    'overtaken, queue left': 'stopped, queue left',
  },
  overtook: { overtaking: 'storing' },
  passed: { storing: 'storing, 2 undecided' },
  passEnded: {
    storing: 'stored',
    'storing, 2 undecided': ['stored', 'storing', 'stored', 'stored'],
    'overtaken, people left': 'overtaken, queue left',
    'stopped, people left': 'stopped, queue left',
  },
  closed: {
    storing: 'stored',
    'storing, 2 undecided': 'stored',
    'overtaken, people left': 'overtaken, queue left',
    'stopped, people left': 'stopped, queue left',
  },
  swept: {
    'overtaken, queue left': 'overtaken, nothing left',
    'stopped, queue left': 'stopped, nothing left',
  },
};

const expected = (event: keyof typeof events, name: Name, at: number): Name => {
  const becomes = table[event][name] ?? name;
  return typeof becomes === 'string' ? becomes : (becomes[at] ?? name);
};

describe('the state machine of a wave', () => {
  for (const [name, event] of Object.entries(events) as [keyof typeof events, WaveEvent][]) {
    test.each(names)(
      `at the event "${name}" takes the state "%s" to the expected state, for each target of a wave`,
      (before) => {
        targets.forEach((target, at) => {
          const { state } = stepWave(states[before], event, target);
          const after = expected(name, before, at);
          if (before === 'storing, 2 undecided' && name === 'passed')
            expect(state).toEqual({ kind: 'storing', undecided: 4 });
          else expect([target, nameOf(state)]).toEqual([target, after]);
          // The code that writes states relies on this to leave unchanged ones alone.
          if (after === before && nameOf(state) === before) expect(state).toBe(states[before]);
        });
      },
    );
  }
});

test('the wave of an update begins by replacing queued messages, and every other wave by storing messages', () => {
  expect(newWave(true)).toEqual(states.overtaking);
  expect(newWave(false)).toEqual(states.storing);
});

test('an update changes the text only of waves that have people without a message', () => {
  const given = names.flatMap((name) =>
    targets
      .filter((target) => stepWave(states[name], events.updated, target).effects.includes('takeNewText'))
      .map((target) => `${name}: ${target}`),
  );
  expect(given).toEqual([
    // Only the wave of an update overtakes, and updates are for the reached, so these two states never occur.
    'overtaking: audience',
    'overtaking: undelivered',
    'storing: audience',
    'storing: undelivered',
    'storing, 2 undecided: audience',
    'storing, 2 undecided: undelivered',
  ]);
});

test('only the wave of an update or a cancel with undecided people makes another pass over its people', () => {
  const anew = names.flatMap((name) =>
    targets
      .filter((target) => stepWave(states[name], events.passEnded, target).effects.includes('beginAgain'))
      .map((target) => `${name}: ${target}`),
  );
  expect(anew).toEqual(['storing, 2 undecided: reached']);
});

test('each state of a wave tells whether messages are sent, whether people have no message yet, whether the wave is open, and why it ended', () => {
  const said = names.map((name) => {
    const state = states[name];
    return [name, goesOut(state), hasPeopleLeft(state), isOpen(state), whyEnded(state)];
  });
  expect(said).toEqual([
    ['overtaking', true, true, true, undefined],
    ['storing', true, true, true, undefined],
    ['storing, 2 undecided', true, true, true, undefined],
    ['stored', true, false, false, undefined],
    ['overtaken, people left', false, true, true, OVERTAKEN],
    ['overtaken, queue left', false, false, true, OVERTAKEN],
    ['overtaken, nothing left', false, false, false, OVERTAKEN],
    ['stopped, people left', false, true, true, why],
    ['stopped, queue left', false, false, true, why],
    ['stopped, nothing left', false, false, false, why],
  ]);
});

test('a wave state that is written to a row is equal when it is read back', () => {
  for (const name of names) expect(waveStateOf(waveFieldsOf(states[name]))).toEqual(states[name]);
});

test('every possible row is a wave state, and an unfinished wave is never read as a finished one', () => {
  const both = [false, true];
  for (const done of both)
    for (const swept of both)
      for (const overtaking of both)
        for (const cut of [undefined, OVERTAKEN, why]) {
          const state = waveStateOf({ done, cut, swept, undecided: 0, overtaking });
          expect(nameOf(state)).toBeDefined();
          expect(hasPeopleLeft(state)).toBe(!done);
          expect(whyEnded(state)).toBe(cut);
        }
});

describe('queued messages of a wave', () => {
  const at = (wave: number, state: WaveState, alert = 1) => ({ alert, wave, state });

  test('are replaced by a later wave of the alert that is overtaking, unless their own wave was stopped', () => {
    const taken = names.filter((name) =>
      isBeingOvertaken(at(1, states[name]), [at(1, states[name]), at(2, states.overtaking)]),
    );
    expect(taken).toEqual(names.filter((name) => !name.startsWith('stopped')));
    expect(isBeingOvertaken(at(2, states.stored), [at(1, states.overtaking)])).toBe(false);
    expect(isBeingOvertaken(at(1, states.stored), [at(2, states.overtaking, 7)])).toBe(false);
    for (const name of names.filter((one) => one !== 'overtaking'))
      expect(isBeingOvertaken(at(1, states.stored), [at(2, states[name])])).toBe(false);
  });

  test('are held while the alert is paused, after the wave has ended, and while a later wave replaces them', () => {
    for (const alert of alertStates)
      for (const name of names) {
        const alone = [at(1, states[name])];
        const ended = whyEnded(states[name]) !== undefined;
        expect([name, alert, isKeptFromSending(at(1, states[name]), alone, alert)]).toEqual([
          name,
          alert,
          alert === 'paused' || ended,
        ]);
        expect(isKeptFromSending(at(1, states[name]), [...alone, at(2, states.overtaking)], alert)).toBe(
          true,
        );
      }
  });
});
