import { describe, expect, it } from 'vitest';
import type { UssdAnswer } from '../../../../../src/domain/routes/sim-control.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const ASKED = 'AT+CUSD=1,"*123#",15';

/** Sends a USSD code, and lets the modem take the command. */
const asked = async (options?: Parameters<typeof ready>[0]) => {
  const made = await ready(options);
  made.modem.heard.length = 0;
  const answer = made.route.sim.ussd('*123#');
  await made.clock.advance(0);
  return { ...made, answer };
};

describe('a USSD code sent to the network', () => {
  it('returns the network’s text, which comes after the OK', async () => {
    const { route, modem, answer } = await asked();
    modem.say('+CUSD: 0,"10.00 EUR left",15');
    expect(await answer).toEqual({ kind: 'answered', text: '10.00 EUR left' });
    expect(modem.heard).toEqual([ASKED]);
    await stop(route);
  });

  it.each([
    ['before its OK', ['+CUSD: 0,"10.00 EUR left",15', 'OK']],
    ['before its OK, over several lines', ['+CUSD: 0,"10.00 EUR', 'left",15', 'OK']],
  ])('is answered when the network’s text comes %s', async (_name, reply) => {
    const modem = new ScriptedModem();
    modem.replies.set(ASKED, reply);
    const { route, answer } = await asked({ modem });
    const said = (await answer) as Extract<UssdAnswer, { kind: 'answered' }>;
    expect(said.text.replace('\n', ' ')).toBe('10.00 EUR left');
    await stop(route);
  });

  it('is answered when the network’s text comes in several lines, with unsolicited lines in between', async () => {
    const { route, modem, answer, clock, told } = await asked();
    modem.say('+CUSD: 0,"Balance:', '^RSSI: 12', '10.00 EUR', '+CMTI: "SM",3', 'until 1 May",15');
    expect(await answer).toEqual({ kind: 'answered', text: 'Balance:\n10.00 EUR\nuntil 1 May' });
    await clock.advance(0);
    expect(modem.heard).toContain('AT+CMGR=3');
    expect(told.receipts).toEqual([]);
    await stop(route);
  });

  it('that opens a menu returns the menu, and ends the dialogue', async () => {
    const { route, modem, answer, clock } = await asked();
    modem.say('+CUSD: 1,"1 Balance\r\n2 Options",15');
    expect(await answer).toMatchObject({ kind: 'answered', text: '1 Balance\n2 Options' });
    await clock.advance(0);
    expect(modem.heard).toEqual([ASKED, 'AT+CUSD=2']);
    await stop(route);
  });

  it('without an answer in 30 s fails, and ends the dialogue', async () => {
    const { route, modem, answer, clock } = await asked();
    await clock.advance(29_999);
    expect(modem.heard).not.toContain('AT+CUSD=2');
    await clock.advance(1);
    expect(await answer).toEqual({ kind: 'failed', reason: 'no answer in 30 s' });
    expect(modem.heard).toContain('AT+CUSD=2');
    await stop(route);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['+CUSD: 2', 'the network ended the dialogue without a text'],
    ['+CUSD: 4', 'the network does not know this code'],
    ['+CUSD: 5', 'the network timed out'],
    ['+CUSD: 0', 'the answer holds no text'],
    ['+CME ERROR: 132', 'the network refused the code (+CME ERROR: 132)'],
  ])('answered by %s fails with the reason', async (line, reason) => {
    const { route, modem, answer } = await asked();
    modem.say(line);
    expect(await answer).toEqual({ kind: 'failed', reason });
    await stop(route);
  });

  it('that the modem refuses fails at once, and there is no dialogue to end', async () => {
    const modem = new ScriptedModem();
    modem.replies.set(ASKED, ['+CME ERROR: 30']);
    const { route, answer } = await asked({ modem });
    expect(await answer).toEqual({ kind: 'failed', reason: 'the modem refused the code (+CME ERROR: 30)' });
    expect(modem.heard).not.toContain('AT+CUSD=2');
    await stop(route);
  });

  it('is packed for a Huawei, and the packed answer is unpacked', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CGMI', ['huawei', 'OK']);
    const made = await ready({ modem });
    const answer = made.route.sim.ussd('*100#');
    await made.clock.advance(0);
    expect(modem.heard).toContain('AT+CUSD=1,"AA180C3602",15');
    modem.say('+CUSD: 0,"31D98C56B3DD70",15');
    expect(await answer).toEqual({ kind: 'answered', text: '12345678' });
    await stop(made.route);
  });
});

describe('a modem route that is asked for a USSD code', () => {
  it('takes no parts during the dialogue, and takes them again afterwards', async () => {
    const { route, modem, answer, clock, told } = await asked();
    expect(route.status()).toMatchObject({ state: 'up', room: 0 });
    expect(await route.submit(part(clock))).toMatchObject({ kind: 'retry' });
    const changes = told.changes;
    modem.say('+CUSD: 0,"10.00 EUR left",15');
    await answer;
    await clock.advance(0);
    expect(told.changes).toBeGreaterThan(changes);
    expect(route.status().room).toBe(3);
    await stop(route);
  });

  it('accepts one USSD code at a time', async () => {
    const { route, answer, modem } = await asked();
    expect(await route.sim.ussd('*124#')).toEqual({ kind: 'notNow', reason: 'another code is being asked' });
    modem.say('+CUSD: 0,"10.00 EUR left",15');
    expect(await answer).toMatchObject({ kind: 'answered' });
    await stop(route);
  });

  it('refuses the USSD code while the modem sends, with that reason', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    void route.submit(part(clock));
    await clock.advance(0);
    expect(await route.sim.ussd('*123#')).toEqual({ kind: 'notNow', reason: 'the modem is sending' });
    expect(modem.heard.join()).not.toContain('CUSD');
    await stop(route);
  });

  it('refuses the USSD code while the modem has no network, with that reason', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CREG?', ['+CREG: 0,2', 'OK']);
    const { route } = await ready({ modem });
    expect(await route.sim.ussd('*123#')).toEqual({ kind: 'notNow', reason: 'no network: searching' });
    await stop(route);
  });

  it('fails the USSD code at once, without a text, when the modem is unplugged', async () => {
    const { route, modem, answer } = await asked();
    modem.unplug();
    expect(await answer).toEqual({ kind: 'failed', reason: 'the modem went out of service' });
    await stop(route);
  });

  it('fails the USSD code at once, without a text, when its route is stopped', async () => {
    const { route, answer, clock } = await asked();
    await stop(route);
    expect(await answer).toMatchObject({ kind: 'failed' });
    expect(clock.pending).toBe(0);
  });
});
