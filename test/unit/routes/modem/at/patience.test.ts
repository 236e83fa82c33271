import { describe, expect, it } from 'vitest';
import { harness, part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const modemWith = (replies: Readonly<Record<string, readonly string[] | undefined>>): ScriptedModem => {
  const modem = new ScriptedModem();
  for (const [command, reply] of Object.entries(replies)) modem.replies.set(command, reply);
  return modem;
};

const RESULT_MS = 180_000;

describe('a modem that answers slowly', () => {
  it('is asked AT again until it answers', async () => {
    const modem = modemWith({ AT: undefined });
    let asked = 0;
    modem.onCommand = (command) => {
      if (command === 'AT' && ++asked === 3) modem.replies.set('AT', ['OK']);
    };
    const { route, clock } = harness({ modem });
    route.start();
    await clock.advance(5000);
    expect(route.status().state).toBe('up');
    expect([asked, modem.opened]).toEqual([3, 1]);
    await stop(route);
  });

  it('may tell the state of its SIM after the time-out, and that late answer is not taken for the answer to another command', async () => {
    const modem = modemWith({ 'AT+CPIN?': undefined });
    const { route, clock } = harness({ modem });
    route.start();
    await clock.advance(5500);
    modem.say('+CPIN: READY', 'OK');
    modem.replies.set('AT+CPIN?', ['+CPIN: READY', 'OK']);
    await clock.advance(5000);
    expect(route.status()).toMatchObject({ state: 'up', modem: { operator: 'Acme Mobile' } });
    await stop(route);
  });

  it.each([14, 515])('is asked for the state of its SIM again after +CME ERROR: %i (busy)', async (code) => {
    const modem = modemWith({ 'AT+CPIN?': [`+CME ERROR: ${code}`] });
    const { route, clock } = await ready({ modem });
    expect(route.status().state).toBe('down');
    modem.replies.set('AT+CPIN?', ['+CPIN: READY', 'OK']);
    await clock.advance(1000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('is asked five times for its service centre after power-up, and works without one', async () => {
    const modem = modemWith({ 'AT+CSCA?': ['+CMS ERROR: 314'] });
    const { route, clock } = await ready({ modem });
    expect(route.status().state).toBe('down');
    await clock.advance(10_000);
    expect(modem.heard.filter((command) => command === 'AT+CSCA?')).toHaveLength(5);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});

describe('while the result of a message is awaited', () => {
  it.each([
    ['Telit', 'LE910C1-EU'],
    ['Acme', 'Modem 1'],
  ])(
    'a modem of the manufacturer %s gets no command until the time-out of 180 s, whatever lines it sends',
    async (maker, model) => {
      const modem = modemWith({ 'AT+CGMI': [maker, 'OK'], 'AT+CGMM': [model, 'OK'] });
      const { route, clock } = await ready({ modem });
      modem.results.push(undefined);
      void route.submit(part(clock));
      void route.submit(part(clock));
      await clock.advance(0);
      modem.heard.length = 0;
      modem.say('RING', '+CMTI: "SM",3', '+CDSI: "SM",4', '+CREG: 2');
      await clock.advance(RESULT_MS - 1);
      expect(modem.heard).toEqual([]);
      await clock.advance(1);
      expect(modem.heard[0]).toBe('ESC');
      await stop(route);
    },
  );

  it('the modem has ten seconds to send the prompt, and gets no command meanwhile', async () => {
    const { route, clock, modem } = await ready();
    modem.prompt = undefined;
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    modem.heard.length = 0;
    await clock.advance(9999);
    expect(modem.heard).toEqual([]);
    modem.prompt = '\r\n> ';
    await clock.advance(5000);
    expect(await outcome).toMatchObject({ kind: 'retry' });
    await stop(route);
  });
});

describe('the SMS link kept open between messages (AT+CMMS=2)', () => {
  it('is requested once for each opened port, when more parts are queued, and an ERROR does no harm', async () => {
    const modem = modemWith({ 'AT+CMMS=2': ['ERROR'] });
    const { route, clock } = await ready({ modem });
    const asked = () => modem.heard.filter((command) => command === 'AT+CMMS=2').length;
    const first = route.submit(part(clock));
    await clock.advance(0);
    expect(asked()).toBe(0);
    const outcomes = [first];
    for (let index = 0; index < 3; index++) {
      outcomes.push(route.submit(part(clock)), route.submit(part(clock)));
      await clock.advance(0);
    }
    for (const outcome of outcomes) expect(await outcome).toMatchObject({ kind: 'accepted' });
    expect(asked()).toBe(1);
    await stop(route);
  });
});

describe('the message reference (TP-MR)', () => {
  it('is used again after 256 messages: a status report with it belongs to the later message', async () => {
    const { route, clock, modem, told } = await ready();
    const to = (index: number) => `+336399810${String(index % 100).padStart(2, '0')}`;
    for (let index = 0; index < 300; index++) {
      const outcome = route.submit(part(clock, { to: to(index) as never }));
      await clock.advance(0);
      expect(await outcome).toMatchObject({ carrierRef: `${index % 256}/${to(index).slice(1)}` });
    }
    // The recipient is garbled, so only the reference tells whose report it is.
    modem.say('+CDS: 25', '079133190000000006050B91EDCBFFFFFFFF621152213045406211522130454000');
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ refs: [`5/${to(261).slice(1)}`] }]);
    await stop(route);
  });
});

describe('two status reports that come at the same time', () => {
  it('are acknowledged with one AT+CNMA each: one AT+CNMA more would be an error', async () => {
    const { route, clock, modem, told } = await ready();
    modem.heard.length = 0;
    const report = (reference: string) =>
      `079133190000000006${reference}0B913336990800F1621152213045406211522130454000`;
    modem.say('+CDS: 25', report('07'), '+CDS: 25', report('08'));
    await clock.advance(0);
    expect(told.receipts).toHaveLength(2);
    expect(modem.heard).toEqual(['AT+CNMA', 'AT+CNMA']);
    await stop(route);
  });
});
