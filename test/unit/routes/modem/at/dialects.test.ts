import { describe, expect, it } from 'vitest';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

/** A modem without a prompt for PDUs. */
const unprompted = (): ScriptedModem => {
  const modem = new ScriptedModem();
  modem.replies.set('AT+CGMI', ['Nordic Semiconductor ASA', 'OK']);
  modem.replies.set('AT+CGMM', ['nRF9160-SICA', 'OK']);
  modem.prompt = '';
  return modem;
};

describe('a modem that sends an OK between the prompt and the result (MC7455)', () => {
  it('has not accepted the message by that OK: the error that follows is its result', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['OK']);
    const outcome = route.submit(part(clock));
    await clock.advance(3000);
    modem.say('+CMS ERROR: 38');
    await clock.advance(0);
    expect(await outcome).toMatchObject({
      kind: 'retry',
      reason: expect.stringMatching(/network out of order/),
    });
    await stop(route);
  });

  it('has accepted the message by +CMGS, for whose OK nobody waits again', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['OK', '+CMGS: 7']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted', carrierRef: '7/33639980001' });
    await stop(route);
  });

  it('leaves the message uncertain if nothing follows the OK, after a minute instead of three', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['OK']);
    const outcome = route.submit(part(clock));
    await clock.advance(61_000);
    expect(await outcome).toMatchObject({ kind: 'uncertain' });
    await stop(route);
  });

  it('is waited for no longer if it repeats the OK', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['OK']);
    let kind: string | undefined;
    void route.submit(part(clock)).then((outcome) => {
      kind = outcome.kind;
    });
    for (let seconds = 0; seconds <= 60; seconds += 20) {
      await clock.advance(20_000);
      modem.say('OK');
    }
    expect(kind).toBe('uncertain');
    await stop(route);
  });
});

describe('a modem that sends no prompt (nRF9160, G510)', () => {
  it('gets the PDU with the command, and accepts it', async () => {
    const { route, clock, modem } = await ready({ modem: unprompted() });
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    expect(modem.pdus).toHaveLength(1);
    await stop(route);
  });

  it('tells an error as +CMGS ERROR', async () => {
    const { route, clock, modem } = await ready({ modem: unprompted() });
    modem.results.push(['+CMGS ERROR: 42']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'retry', reason: 'congestion (+CMGS ERROR: 42)' });
    await stop(route);
  });

  it('does not fail a message by an error that may be the late result of the message before', async () => {
    const { route, clock, modem } = await ready({ modem: unprompted() });
    modem.results.push(undefined, ['+CMS ERROR: 28']);
    const first = route.submit(part(clock));
    await clock.advance(200_000);
    expect(await first).toMatchObject({ kind: 'uncertain' });
    const second = route.submit(part(clock));
    await clock.advance(200_000);
    expect(await second).toMatchObject({ kind: 'uncertain' });
    await stop(route);
  });
});

describe('a modem that restarts while it sends', () => {
  it.each(['*ATREADY: 1', 'RDY', 'APP RDY', '^SYSSTART'])(
    'and says %s leaves its message uncertain, and is in service again within seconds',
    async (line) => {
      const { route, clock, modem } = await ready();
      modem.results.push([line]);
      const outcome = route.submit(part(clock));
      await clock.advance(5000);
      expect(await outcome).toMatchObject({ kind: 'uncertain' });
      expect(route.status().state).toBe('up');
      await stop(route);
    },
  );
});

describe('a modem whose AT+CPMS takes 35 seconds (BGS2T)', () => {
  it('gets no other command meanwhile, which would break it off', async () => {
    const modem = new ScriptedModem();
    const slow = ['AT+CPMS=?', 'AT+CPMS?', 'AT+CPMS="SM","SM","SM"', 'AT+CPMS="SM"'];
    const answers = new Map(slow.map((command) => [command, modem.replies.get(command) ?? ['OK']]));
    for (const command of slow) modem.replies.set(command, undefined);
    const pending: string[] = [];
    let broken = 0;
    const { route, clock } = await ready({ modem });
    modem.onCommand = (command) => {
      if (pending.length > 0) broken++;
      const answer = answers.get(command);
      if (answer === undefined) return;
      pending.push(command);
      clock.after(35_000, () => {
        pending.pop();
        modem.say(...answer);
      });
    };
    modem.say('RDY');
    await clock.advance(300_000);
    expect(broken).toBe(0);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});
