import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atStart, restMs, step } from '../../../../../src/routes/modem/driver/machine.ts';
import type {
  ModemEffect,
  ModemEvent,
  ModemState,
} from '../../../../../src/routes/modem/driver/modem-state.ts';

const context = {
  now: 1_000_000,
  elapsed: 5000,
  random: 1,
  reconnect: { min: 500, max: 10_000 },
  canPower: true,
};

/** Steps through the events one after the other. */
const following = (
  ...events: readonly ModemEvent[]
): { state: ModemState; effects: readonly ModemEffect[] } => {
  let state: ModemState = atStart;
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

describe('the state machine of a modem', () => {
  it('goes from opened through woken, unlocked and registered to ready', () => {
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

  it('checks the registration again and again while there is no network', () => {
    const unregistered = { kind: 'unregistered', reason: 'searching' } as const;
    const searching = following(started, opened, unlocked, unregistered);
    expect(searching).toMatchObject({
      state: { kind: 'registering', reason: 'searching' },
      effects: [{ kind: 'wait', ms: 2000 }],
    });
    expect(step(searching.state, waited, context)[1]).toEqual([{ kind: 'register' }]);
  });

  it('checks a locked SIM again after a minute: the SIM may have been changed', () => {
    const locked = following(started, opened, { kind: 'locked', reason: 'PUK' });
    expect(locked.effects).toEqual([{ kind: 'wait', ms: 60_000 }]);
    expect(step(locked.state, waited, context)[1]).toEqual([{ kind: 'wake' }]);
  });

  it('waits longer after each failure to open the port, up to the configured maximum', () => {
    let state: ModemState = atStart;
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const [next, effects] = step(state, { kind: 'openFailed', reason: 'locked', missing: false }, context);
      state = next;
      const wait = effects.find((effect) => effect.kind === 'wait');
      if (wait?.kind === 'wait') waits.push(wait.ms);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it('jitters the pause, so that modems lost together do not come back together', () => {
    const failed = { kind: 'openFailed', reason: 'locked', missing: false } as const;
    expect(step(atStart, failed, { ...context, random: 0 })[1]).toEqual([{ kind: 'wait', ms: 250 }]);
  });

  it('looks for a missing device at least every two seconds', () => {
    let state: ModemState = atStart;
    let effects: readonly ModemEffect[] = [];
    for (let i = 0; i < 20; i++) {
      [state, effects] = step(state, { kind: 'openFailed', reason: 'ENOENT', missing: true }, context);
    }
    expect(effects).toEqual([{ kind: 'wait', ms: 2000 }]);
  });

  it('resynchronises a silent modem with ESC and AT, and then brings it up again', () => {
    const recovering = following(...readyEvents, submitting, mute);
    expect(recovering.state.kind).toBe('recovering');
    expect(recovering.effects).toEqual([{ kind: 'resync' }]);
    const [state, effects] = step(recovering.state, resynced, context);
    expect(state.kind).toBe('waking');
    expect(effects).toEqual([{ kind: 'wake' }]);
  });

  it('recovers a silent modem step by step: ESC, opening the port again, AT+CFUN=1,1, the power hook, opening the port again', () => {
    let state: ModemState = following(...readyEvents).state;
    const rungs: string[] = [];
    for (let i = 0; i < 12; i++) {
      const [next, effects] = step(state, mute, context);
      rungs.push(effects[0]?.kind ?? 'nothing');
      // After each recovery step the line is open again, and the modem still doesn't answer.
      state = next.kind === 'absent' ? step(next, opened, context)[0] : next;
    }
    expect(rungs).toEqual(['resync', 'close', 'reset', 'power', ...Array.from({ length: 8 }, () => 'close')]);
  });

  it('cuts the power only where a power hook is configured', () => {
    const powerless = { ...context, canPower: false };
    let state: ModemState = following(...readyEvents).state;
    let effects: readonly ModemEffect[] = [];
    for (let i = 0; i < 4; i++) {
      [state, effects] = step(state, mute, powerless);
      if (state.kind === 'absent') state = step(state, opened, powerless)[0];
    }
    expect(effects).toEqual([{ kind: 'reset' }]);
  });

  it('restarts a silent modem at once if its family needs a restart', () => {
    expect(following(...readyEvents, submitting, { ...mute, reset: true }).effects).toEqual([
      { kind: 'reset' },
    ]);
  });

  it('waits for the restart time of the modem before it opens the port', () => {
    const restarting = { kind: 'restarting', ms: 15_000 } as const;
    const { state, effects } = following(...readyEvents, { ...mute, reset: true }, restarting);
    expect(effects).toEqual([{ kind: 'close' }, { kind: 'wait', ms: 15_000 }]);
    expect(step(state, waited, context)[1]).toEqual([{ kind: 'open' }]);
  });

  it('brings the modem up again after the modem restarted by itself', () => {
    expect(following(...readyEvents, { kind: 'restarted' }).effects).toEqual([{ kind: 'wake' }]);
    // During the bring-up, a boot line is expected and changes nothing.
    expect(following(started, opened, { kind: 'restarted' }).state.kind).toBe('waking');
  });

  it('closes the port at once when the connection to the modem is lost, in any state', () => {
    for (const events of [[started, opened], [...readyEvents], [...readyEvents, submitting]]) {
      const { state, effects } = following(...events, lost);
      expect(state.kind).toBe('absent');
      expect(effects[0]).toEqual({ kind: 'close' });
    }
  });

  it('rests after a temporary error, longer after each further one, and begins with the shortest rest again after a success', () => {
    const once = following(...readyEvents, submitting, trouble);
    expect(once.state).toMatchObject({ kind: 'ready', restUntil: context.elapsed + restMs(1) });
    expect(step(once.state, waited, context)[0]).toMatchObject({ kind: 'ready', restUntil: 0 });
    const twice = following(...readyEvents, submitting, trouble, waited, submitting, trouble);
    expect(twice.effects).toEqual([{ kind: 'wait', ms: restMs(2) }]);
    expect(restMs(2)).toBeGreaterThan(restMs(1));
    const success = [...readyEvents, submitting, trouble, waited, submitting, submitted] as const;
    expect(following(...success, submitting, trouble).effects).toEqual([{ kind: 'wait', ms: restMs(1) }]);
  });

  it('recovers the modem after five temporary errors in a row, with a stronger step each time: ESC, AT+CFUN=1,1, the power hook', () => {
    let { state } = following(...readyEvents);
    const rungs: string[] = [];
    for (let i = 0; i < 15; i++) {
      const [next, effects] = step(step(state, submitting, context)[0], trouble, context);
      state = step(next, waited, context)[0];
      if (state.kind !== 'recovering') continue;
      rungs.push(effects[0]?.kind ?? 'nothing');
      for (const event of [resynced, unlocked, registered]) state = step(state, event, context)[0];
    }
    expect(rungs).toEqual(['resync', 'reset', 'power']);
  });

  it('keeps a SIM quarantined until its quarantine is over, even if the timer fires early', () => {
    const aside = { kind: 'simAside', reason: 'barred', until: context.now + 60_000 } as const;
    const { state, effects } = following(...readyEvents, submitting, aside);
    expect(state.kind).toBe('quarantined');
    expect(effects).toEqual([{ kind: 'wait', ms: 60_000 }]);
    // The timer fired 3 ms before the wall clock was there.
    const early = { ...context, now: aside.until - 3 };
    expect(step(state, waited, early)).toEqual([state, [{ kind: 'wait', ms: 3 }]]);
    expect(step(state, waited, { ...context, now: aside.until })[1]).toEqual([{ kind: 'wake' }]);
  });

  it('checks a locked or quarantined SIM again when an operator asks for it, and leaves a working SIM alone', () => {
    const aside = { kind: 'simAside', reason: 'barred', until: context.now + 60_000 } as const;
    const again = { kind: 'again' } as const;
    for (const events of [
      [started, opened, { kind: 'locked', reason: 'wants its PUK' } as const],
      [...readyEvents, submitting, aside],
    ]) {
      const [state, effects] = step(following(...events).state, again, context);
      expect(state.kind).toBe('waking');
      expect(effects).toEqual([{ kind: 'wake' }]);
    }
    for (const events of [[], readyEvents, [...readyEvents, submitting]]) {
      const { state } = following(...events);
      expect(step(state, again, context)).toEqual([state, []]);
    }
  });

  it('never gets stuck: every reachable state is ready, sending, or has an effect that will end it', () => {
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
      { kind: 'restarted' },
      { kind: 'restarting', ms: 1000 },
      { kind: 'openFailed', reason: 'busy', missing: false },
      { kind: 'unfit', reason: 'stranger' },
      { kind: 'locked', reason: 'PUK' },
      { kind: 'unregistered', reason: 'searching' },
      { kind: 'simAside', reason: 'barred', until: context.now + 1000 },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let [state, effects] = step(atStart, started, context);
        for (const each of events) {
          const [next, more] = step(state, each, context);
          // Each change to another state than ready and sending starts the effect that will end it.
          if (next.kind !== state.kind) effects = more;
          state = next;
        }
        if (state.kind === 'ready' || state.kind === 'sending') return;
        expect(effects.length).toBeGreaterThan(0);
      }),
    );
  });
});
