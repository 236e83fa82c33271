import { describe, expect, it } from 'vitest';
import type { OpenLine } from '../../../../../src/routes/modem/at/line.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

/** A port whose driver takes no more octets while `stalled`: what is written waits until the port is closed. */
const stallable = () => {
  const modem = new ScriptedModem();
  const state = { stalled: false, stallsAtCtrlZ: false };
  const open: OpenLine = async (path, baudRate, events) => {
    const line = await modem.open(path, baudRate, events);
    return {
      write: (octets) => {
        if (state.stallsAtCtrlZ && octets[0] === 0x1a) state.stalled = true;
        return state.stalled ? new Promise(() => undefined) : line.write(octets);
      },
      close: () => line.close(),
    };
  };
  return { modem, state, open };
};

describe('a port that stalls (takes no more octets)', () => {
  it('is closed and opened again, like a modem that does not answer', async () => {
    const { modem, state, open } = stallable();
    const { route, clock } = await ready({ modem, host: { open } });
    state.stalled = true;
    const outcome = route.submit(part(clock));
    await clock.advance(60_000);
    expect(await outcome).toMatchObject({ kind: 'retry' });
    expect(modem.opened).toBeGreaterThan(1);
    state.stalled = false;
    await clock.advance(60_000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('before Ctrl-Z is a sure sign that the part was not sent: the part is tried again', async () => {
    const { modem, state, open } = stallable();
    const { route, clock } = await ready({ modem, host: { open } });
    modem.onCommand = (command) => {
      state.stalled = command.startsWith('AT+CMGS=');
    };
    const outcome = route.submit(part(clock));
    // This is noticed at once, without waiting for a result that can't come.
    await clock.advance(6000);
    expect(await outcome).toMatchObject({ kind: 'retry' });
    expect(modem.pdus).toEqual([]);
    await stop(route);
  });

  it('at Ctrl-Z leaves the part uncertain: the part may have been sent', async () => {
    const { modem, state, open } = stallable();
    const { route, clock } = await ready({ modem, host: { open } });
    state.stallsAtCtrlZ = true;
    const outcome = route.submit(part(clock));
    await clock.advance(300_000);
    expect(await outcome).toMatchObject({ kind: 'uncertain' });
    await stop(route);
  });

  it('does not block a graceful shutdown', async () => {
    const { modem, state, open } = stallable();
    const { route, clock } = await ready({ modem, host: { open } });
    state.stalled = true;
    void route.submit(part(clock));
    await clock.advance(20_000);
    await stop(route);
    expect(modem.isOpen).toBe(false);
    expect(clock.pending).toBe(0);
  });
});
