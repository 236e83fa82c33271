import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { settled } from '../../../../support/modem/settled.ts';

describe('an error of the modem after a PDU', () => {
  const submitWith = async (code: number) => {
    const made = await ready();
    made.modem.results.push([`+CMS ERROR: ${code}`]);
    const outcome = made.route.submit(part(made.clock));
    await made.clock.advance(0);
    return { ...made, outcome: await settled(outcome) };
  };

  it('about the number refuses the message, and the next message goes out at once', async () => {
    const { route, clock, modem, outcome } = await submitWith(28);
    expect(outcome).toMatchObject({ kind: 'refused', blame: 'messageOrRoute' });
    const next = route.submit(part(clock, { to: '+33639980002' as Msisdn }));
    await clock.advance(0);
    expect(await settled(next)).toMatchObject({ kind: 'accepted' });
    expect(modem.pdus).toHaveLength(2);
    await stop(route);
  });

  it('about the SIM quarantines the SIM and fails no message: another route may carry it, or it waits', async () => {
    const { route, clock, outcome } = await submitWith(10);
    expect(outcome).toMatchObject({ kind: 'retry', afterMs: 0 });
    expect(route.status()).toMatchObject({ state: 'down', room: 0 });
    expect(route.status().reason).toMatch(/SIM is set aside until .*call barred/);
    await clock.advance(16 * 60_000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('about the SIM keeps the SIM quarantined after the modem is plugged in again', async () => {
    const { route, clock, modem } = await submitWith(10);
    modem.unplug();
    await clock.advance(10_000);
    expect(modem.opened).toBe(2);
    expect(route.status().reason).toMatch(/SIM is set aside/);
    await stop(route);
  });

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])(
    'that is temporary makes the modem rest as long when the wall clock is set %s by an hour',
    async (_, byMs) => {
      const { route, clock } = await submitWith(42);
      clock.set(byMs);
      await clock.advance(1999);
      expect(route.status()).toMatchObject({ state: 'degraded', room: 0 });
      await clock.advance(1);
      expect(route.status()).toMatchObject({ state: 'up', room: 3 });
      await stop(route);
    },
  );

  it('that is temporary makes the part be retried later, and the modem rests', async () => {
    const { route, clock, outcome } = await submitWith(42);
    expect(outcome).toMatchObject({ kind: 'retry', throttled: true, afterMs: 2000 });
    expect(route.status()).toMatchObject({ state: 'degraded', room: 0 });
    await clock.advance(2000);
    expect(route.status()).toMatchObject({ state: 'up', room: 3 });
    await stop(route);
  });

  it('about a duplicate (CMS 197) counts the message as sent', async () => {
    const { route, outcome } = await submitWith(197);
    expect(outcome).toMatchObject({ kind: 'accepted', carrier: '208010000000001' });
    await stop(route);
  });

  it('about a full memory makes the gateway empty the memory, and the part is tried again', async () => {
    const { route, clock, modem, outcome } = await submitWith(322);
    expect(outcome).toMatchObject({ kind: 'retry' });
    await clock.advance(0);
    expect(modem.heard.slice(-1)).toEqual(['AT+CMGL=4']);
    await stop(route);
  });

  it.each([21, 127])(
    'that has an unclear cause (CMS %i) leaves the decision to a second route, and the modem stays in service',
    async (code) => {
      const { route, outcome } = await submitWith(code);
      expect(outcome).toMatchObject({ kind: 'refused', blame: 'messageOrRoute' });
      expect(route.status().state).toBe('up');
      await stop(route);
    },
  );

  it('that is temporary hands back a waiting message, but no part of a message whose sending has begun', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMS ERROR: 42']);
    const troubled = route.submit(part(clock));
    const waiting = route.submit(part(clock));
    await clock.advance(0);
    expect(await settled(troubled)).toMatchObject({ kind: 'retry' });
    expect(await settled(waiting)).toMatchObject({ kind: 'retry', afterMs: 0 });
    expect(modem.pdus).toHaveLength(1);
    await clock.advance(2000);

    modem.results.push(['+CMS ERROR: 42']);
    const other = route.submit(part(clock, { messageId: 5 as never, part: 1, parts: 1 }));
    const begun = route.submit(part(clock, { messageId: 6 as never, part: 2, parts: 2 }));
    await clock.advance(0);
    expect(await settled(other)).toMatchObject({ kind: 'retry' });
    await clock.advance(4000);
    expect(await settled(begun)).toMatchObject({ kind: 'accepted' });
    await stop(route);
  });
});

describe('a service centre that the network does not know (CMS 330)', () => {
  it('is read from the modem, and the message may take another route, or wait', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMS ERROR: 330']);
    modem.heard.length = 0;
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await settled(outcome)).toMatchObject({ kind: 'retry', afterMs: 2000 });
    expect(modem.heard.at(-1)).toBe('AT+CSCA?');
    expect(route.status().state).toBe('degraded');
    await stop(route);
  });

  it('can be configured, and is then part of the PDU: nothing is written to the SIM', async () => {
    const { route, clock, modem } = await ready({ config: { smsc: '+33199000000' } });
    void route.submit(part(clock));
    await clock.advance(0);
    expect(modem.pdus[0]).toMatch(/^07913391090000F0/);
    expect(modem.heard.filter((command) => command.startsWith('AT+CSCA='))).toEqual([]);
    await stop(route);
  });
});
