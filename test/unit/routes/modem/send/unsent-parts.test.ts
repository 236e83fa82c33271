import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../../src/domain/messages/outcome.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { settled } from '../../../../support/modem/settled.ts';

describe('the parts of a long message', () => {
  it('leave in order, over a link kept open between them (AT+CMMS=2)', async () => {
    const { route, clock, modem } = await ready();
    const parts = [1, 2, 3].map((number) => part(clock, { messageId: 5 as never, part: number, parts: 3 }));
    modem.heard.length = 0;
    const outcomes: Outcome[] = [];
    const submit = async (index: number): Promise<void> => {
      const one = parts[index];
      if (one !== undefined) outcomes.push(await route.submit(one));
    };
    const firstTwo = [submit(0), submit(1)];
    await clock.advance(0);
    await Promise.all(firstTwo);
    const third = submit(2);
    await clock.advance(0);
    await third;
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(modem.pdus.map((pdu) => /06080400070(\d{3})/.exec(pdu)?.[1])).toEqual(['301', '302', '303']);
    expect(modem.heard[0]).toBe('AT+CMMS=2');
    await stop(route);
  });

  it('are not sent after a failed part: the waiting parts are handed back', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMS ERROR: 28']);
    const first = route.submit(part(clock, { messageId: 5 as never, part: 1, parts: 2 }));
    const second = route.submit(part(clock, { messageId: 5 as never, part: 2, parts: 2 }));
    await clock.advance(0);
    expect(await settled(first)).toMatchObject({ kind: 'refused' });
    expect(await settled(second)).toMatchObject({ kind: 'retry' });
    expect(modem.pdus).toHaveLength(1);
    await stop(route);
  });
});

describe('a modem route does not send a part', () => {
  it('whose validity ended while the part waited', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    void route.submit(part(clock));
    await clock.advance(0);
    const late = route.submit(part(clock, { validUntil: clock.now() + 1000 }));
    await clock.advance(5000);
    modem.say('+CMGS: 1', 'OK');
    await clock.advance(0);
    expect(await settled(late)).toMatchObject({ kind: 'retry', reason: expect.stringMatching(/validity/) });
    expect(modem.pdus).toHaveLength(1);
    await stop(route);
  });

  it('that does not fit in one short message: the part fails without a command to the modem', async () => {
    const { route, clock, modem } = await ready();
    const outcome = route.submit(part(clock, { text: 'x'.repeat(161) }));
    await clock.advance(0);
    expect(await settled(outcome)).toMatchObject({ kind: 'refused', blame: 'message' });
    expect(modem.pdus).toEqual([]);
    await stop(route);
  });

  it('beyond its window', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    for (let i = 0; i < 3; i++) void route.submit(part(clock));
    expect(route.status()).toMatchObject({ room: 0, inFlight: 3 });
    expect(await settled(route.submit(part(clock)))).toMatchObject({ kind: 'retry' });
    await stop(route);
  });

  it('while the modem is not up', async () => {
    const { route, clock, modem } = await ready();
    modem.unplug();
    await clock.advance(0);
    expect(await settled(route.submit(part(clock)))).toMatchObject({ kind: 'retry' });
    await stop(route);
  });
});

describe('a SIM with limits', () => {
  it('takes parts until a limit is reached, then shows the reason and is checked again later', async () => {
    const { route, clock, simRepository } = await ready({ config: { limits: { perHour: 2 } } });
    expect(route.status().modem?.simLimitLeft).toBe(2);
    for (let i = 0; i < 2; i++) {
      const outcome = route.submit(part(clock));
      await clock.advance(0);
      expect(await settled(outcome)).toMatchObject({ kind: 'accepted' });
    }
    expect(simRepository.counted).toEqual(['8933150319000000018', '8933150319000000018']);
    expect(route.status()).toMatchObject({ state: 'degraded', room: 0, modem: { simLimitLeft: 0 } });
    expect(route.status().reason).toMatch(/limit of 2 parts in any hour/);
    simRepository.used = 1;
    await clock.advance(6 * 60_000);
    expect(route.status()).toMatchObject({ state: 'up', room: 1 });
    await stop(route);
  });
});
