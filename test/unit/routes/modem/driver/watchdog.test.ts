import { describe, expect, it } from 'vitest';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const MINUTE_MS = 60_000;

describe('a modem that hangs', () => {
  it.each([1, 7, 60, 24 * 60])(
    'after %i idle minutes is noticed at the next regular check and brought back by ESC',
    async (minutes) => {
      const { route, clock, modem } = await ready();
      await clock.advance(minutes * MINUTE_MS);
      modem.hang = 'untilEscape';
      await clock.advance(40_000);
      expect(modem.opened).toBe(1);
      const outcome = route.submit(part(clock));
      await clock.advance(0);
      expect(await outcome).toMatchObject({ kind: 'accepted' });
      await stop(route);
    },
  );

  it('until it is restarted gets AT+CFUN=1,1, and is in service again', async () => {
    const { route, clock, modem } = await ready();
    modem.hang = 'untilRestart';
    await clock.advance(3 * MINUTE_MS);
    expect(modem.heard).toContain('AT+CFUN=1,1');
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('for good has its power cut by the operator’s hook, after all other steps', async () => {
    const { route, clock, modem, hooks } = await ready({
      config: { powerHook: ['/usr/local/bin/usb-power', 'port-3'] },
    });
    modem.hang = 'untilPower';
    await clock.advance(4 * MINUTE_MS);
    expect(hooks).toEqual([['/usr/local/bin/usb-power', 'port-3']]);
    modem.endHang();
    await clock.advance(MINUTE_MS);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('for a day, without a power hook, is tried again and again, and the route’s reason says so', async () => {
    const { route, clock, modem } = await ready();
    modem.hang = 'untilPower';
    await clock.advance(24 * 60 * MINUTE_MS);
    expect(route.status()).toMatchObject({ state: 'down', reason: expect.stringMatching(/does not answer/) });
    modem.endHang();
    await clock.advance(MINUTE_MS);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('in the middle of sending leaves only the part that is being sent uncertain', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    const sending = route.submit(part(clock));
    await clock.advance(0);
    modem.hang = 'untilEscape';
    await clock.advance(200_000);
    expect(await sending).toMatchObject({ kind: 'uncertain' });
    expect(modem.pdus).toHaveLength(1);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});

describe('a modem that restarts by itself', () => {
  it('with a boot line is brought up again at once', async () => {
    const { route, clock, modem } = await ready();
    modem.heard.length = 0;
    modem.say('RDY');
    await clock.advance(1000);
    expect(modem.heard).toContain('AT+CMGF=0');
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('while it sends leaves the part uncertain at once, not after the time-out', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['RDY']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'uncertain' });
    await clock.advance(2000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('without a boot line is noticed because its settings are lost', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CNMI?', ['+CNMI: 2,1,0,1,0', 'OK']);
    const { route, clock } = await ready({ modem });
    modem.heard.length = 0;
    modem.replies.set('AT+CNMI?', ['+CNMI: 0,0,0,0,0', 'OK']);
    await clock.advance(31_000);
    expect(modem.heard).toContain('AT+CNMI=2,1,0,1,0');
    await stop(route);
  });
});

describe('a modem of a family that needs a restart after silence (Huawei)', () => {
  it('is restarted with AT+CFUN=1,1', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CGMI', ['huawei', 'OK']);
    modem.results.push(undefined);
    const { route, clock } = await ready({ modem });
    const outcome = route.submit(part(clock));
    await clock.advance(180_000);
    expect(await outcome).toMatchObject({ kind: 'uncertain' });
    await clock.advance(30_000);
    expect(modem.heard).toContain('AT+CFUN=1,1');
    expect(modem.opened).toBe(2);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});
