import { describe, expect, it } from 'vitest';
import { part, ready } from '../../../../support/modem/harness.ts';
import { settled } from '../../../../support/modem/settled.ts';

describe('graceful shutdown of a modem route', () => {
  it('waits for the result of the part that is being sent', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    const stopped = route.stop(new AbortController().signal);
    modem.say('+CMGS: 3', 'OK');
    await clock.advance(0);
    await stopped;
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    expect(clock.pending).toBe(0);
  });

  it('leaves a part without a result uncertain when the time for the shutdown is over, and hands back the waiting parts', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    const sending = route.submit(part(clock));
    const waiting = route.submit(part(clock));
    await clock.advance(0);
    const controller = new AbortController();
    const stopped = route.stop(controller.signal);
    expect(await settled(waiting)).toMatchObject({ kind: 'retry' });
    controller.abort();
    await stopped;
    expect(await sending).toMatchObject({ kind: 'uncertain' });
    expect(modem.isOpen).toBe(false);
    expect(clock.pending).toBe(0);
  });
});
