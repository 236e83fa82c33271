import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModemEffect, ModemEvent, ModemState } from '../../../src/routes/modem/machine.ts';
import { restMs, step } from '../../../src/routes/modem/machine.ts';

const context = { now: 1_000_000, random: 1, reconnect: { min: 500, max: 10_000 } };
const absent = { kind: 'absent', reason: 'not started', failures: 0 } as const;

/** Lets events happen one after the other. */
const following = (
  ...events: readonly ModemEvent[]
): { state: ModemState; effects: readonly ModemEffect[] } => {
  let state: ModemState = absent;
  let effects: readonly ModemEffect[] = [];
  for (const event of events) [state, effects] = step(state, event, context);
  return { state, effects };
};

const started = { kind: 'started' } as const;
const opened = { kind: 'opened' } as const;
const unlocked = { kind: 'unlocked' } as const;
const registered = { kind: 'registered' } as const;
const submitting = { kind: 'submitting' } as const;
const submitted = { kind: 'submitted' } as const;
const waited = { kind: 'waited' } as const;
const resynced = { kind: 'resynced' } as const;
const mute = { kind: 'mute', reason: 'silent' } as const;
const lost = { kind: 'lost', reason: 'EIO' } as const;
const trouble = { kind: 'trouble', reason: 'congestion' } as const;
const readyEvents = [started, opened, unlocked, registered] as const;

describe('the life of a modem', () => {
  it('is opened, woken, unlocked, registered and ready', () => {
    expect(following(started).effects).toEqual([{ kind: 'open' }]);
    expect(following(started, opened).effects).toEqual([{ kind: 'wake' }]);
    expect(following(started, opened, unlocked).effects).toEqual([{ kind: 'register' }]);
    expect(following(...readyEvents).state.kind).toBe('ready');
    expect(following(...readyEvents, submitting).state.kind).toBe('sending');
    expect(following(...readyEvents, submitting, submitted).state).toMatchObject({
      kind: 'ready',
      restUntil: 0,
    });
  });

  it('looks for the network again and again while there is none', () => {
    const unregistered = { kind: 'unregistered', reason: 'searching' } as const;
    const searching = following(started, opened, unlocked, unregistered);
    expect(searching).toEqual({
      state: { kind: 'registering', reason: 'searching' },
      effects: [{ kind: 'wait', ms: 2000 }],
    });
    expect(step(searching.state, waited, context)[1]).toEqual([{ kind: 'register' }]);
  });

  it('looks at a locked SIM again after a minute: it may have been changed', () => {
    const locked = following(started, opened, { kind: 'locked', reason: 'PUK' });
    expect(locked.effects).toEqual([{ kind: 'wait', ms: 60_000 }]);
    expect(step(locked.state, waited, context)[1]).toEqual([{ kind: 'wake' }]);
  });

  it('backs off longer with each failure, up to the configured most', () => {
    let state: ModemState = absent;
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const [next, effects] = step(state, { kind: 'openFailed', reason: 'locked', missing: false }, context);
      state = next;
      const wait = effects.find((effect) => effect.kind === 'wait');
      if (wait?.kind === 'wait') waits.push(wait.ms);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it('jitters, so that modems lost together do not come back together', () => {
    const failed = { kind: 'openFailed', reason: 'locked', missing: false } as const;
    expect(step(absent, failed, { ...context, random: 0 })[1]).toEqual([{ kind: 'wait', ms: 250 }]);
  });

  it('looks for a device that is not there at least every two seconds', () => {
    let state: ModemState = absent;
    let effects: readonly ModemEffect[] = [];
    for (let i = 0; i < 20; i++) {
      [state, effects] = step(state, { kind: 'openFailed', reason: 'ENOENT', missing: true }, context);
    }
    expect(effects).toEqual([{ kind: 'wait', ms: 2000 }]);
  });

  it('is brought back in step when it falls mute, and anew from there', () => {
    const recovering = following(...readyEvents, submitting, mute);
    expect(recovering.state.kind).toBe('recovering');
    expect(recovering.effects).toEqual([{ kind: 'resync' }]);
    expect(step(recovering.state, resynced, context)).toEqual([
      { kind: 'waking', failures: 0 },
      [{ kind: 'wake' }],
    ]);
  });

  it('is closed and opened again when it stays mute', () => {
    const reopened = following(...readyEvents, mute, mute);
    expect(reopened.state).toMatchObject({ kind: 'absent', failures: 1 });
    expect(reopened.effects).toEqual([{ kind: 'close' }, { kind: 'wait', ms: 500 }]);
  });

  it('is closed at once when its line is lost, wherever it was', () => {
    for (const events of [[started, opened], [...readyEvents], [...readyEvents, submitting]]) {
      const { state, effects } = following(...events, lost);
      expect(state.kind).toBe('absent');
      expect(effects[0]).toEqual({ kind: 'close' });
    }
  });

  it('rests after a trouble, longer after each, and is ready again after a success', () => {
    const once = following(...readyEvents, submitting, trouble);
    expect(once.state).toMatchObject({ kind: 'ready', restUntil: context.now + restMs(1), troubles: 1 });
    const rested = step(once.state, waited, context)[0];
    expect(rested).toMatchObject({ kind: 'ready', restUntil: 0, troubles: 1 });
    const twice = following(...readyEvents, submitting, trouble, waited, submitting, trouble);
    expect(twice.effects).toEqual([{ kind: 'wait', ms: restMs(2) }]);
    expect(restMs(2)).toBeGreaterThan(restMs(1));
    expect(step(rested, submitting, context)[0]).toEqual({ kind: 'sending', troubles: 1 });
    expect(step({ kind: 'sending', troubles: 3 }, submitted, context)[0]).toMatchObject({ troubles: 0 });
  });

  it('is doubted after five troubles in a row', () => {
    expect(step({ kind: 'sending', troubles: 4 }, trouble, context)[0].kind).toBe('recovering');
  });

  it('stays aside until its time is over', () => {
    const aside = { kind: 'simAside', reason: 'barred', until: context.now + 60_000 } as const;
    const { state, effects } = following(...readyEvents, submitting, aside);
    expect(state.kind).toBe('quarantined');
    expect(effects).toEqual([{ kind: 'wait', ms: 60_000 }]);
    expect(step(state, waited, context)[0]).toBe(state);
    expect(step(state, waited, { ...context, now: aside.until })[1]).toEqual([{ kind: 'wake' }]);
  });

  it('is never stuck: in every state it can reach, something is under way or it is ready', () => {
    const event = fc.constantFrom<ModemEvent>(
      opened,
      unlocked,
      registered,
      submitting,
      submitted,
      waited,
      resynced,
      mute,
      lost,
      trouble,
      { kind: 'openFailed', reason: 'busy', missing: false },
      { kind: 'unfit', reason: 'stranger' },
      { kind: 'locked', reason: 'PUK' },
      { kind: 'unregistered', reason: 'searching' },
      { kind: 'simAside', reason: 'barred', until: context.now + 1000 },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let [state, effects] = step(absent, started, context);
        for (const each of events) {
          const [next, more] = step(state, each, context);
          // Each change of state but the ones to ready and sending starts what will end it.
          if (next.kind !== state.kind) effects = more;
          state = next;
        }
        if (state.kind === 'ready' || state.kind === 'sending') return;
        expect(effects.length).toBeGreaterThan(0);
      }),
    );
  });
});
