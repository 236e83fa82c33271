import { describe, expect, it } from 'vitest';
import { modemRoute } from '../../../../../src/config/routes/modem-route.ts';
import { type Harness, part, ready, stop } from '../../../../support/modem/harness.ts';
import { modemWith, pinsSent } from '../../../../support/modem/locked-modem.ts';
import type { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const MINUTE_MS = 60_000;

interface Card {
  readonly iccid: string;
  readonly imsi: string;
  readonly pin?: string;
  /** The value of +CREG; 1 if left out. */
  readonly registration?: number;
}

const ONE: Card = { iccid: '8933150319000000018', imsi: '208010000000001' };
const TWO: Card = { iccid: '8933150319000000026', imsi: '208100000000002' };

/** A Quectel module with two SIMs; `select` answers AT+QUIMSLOT=…, and the module changes only if that is OK. */
const twoSlots = (cards: readonly [Card, Card] = [ONE, TWO], select = 'OK'): ScriptedModem => {
  const modem = modemWith({ 'AT+CGMI': ['Quectel', 'OK'], 'AT+CGMM': ['EG25', 'OK'] });
  const put = (slot: number): void => {
    const card = cards[slot - 1] ?? ONE;
    modem.replies.set('AT+QUIMSLOT?', [`+QUIMSLOT: ${slot}`, 'OK']);
    modem.replies.set('AT+QCCID', [`+QCCID: ${card.iccid}`, 'OK']);
    modem.replies.set('AT+CIMI', card.pin === undefined ? [card.imsi, 'OK'] : ['+CME ERROR: 11']);
    modem.replies.set('AT+CPIN?', [card.pin === undefined ? '+CPIN: READY' : '+CPIN: SIM PIN', 'OK']);
    modem.replies.set('AT+CREG?', [`+CREG: 0,${card.registration ?? 1}`, 'OK']);
    for (const { pin } of cards) {
      if (pin !== undefined)
        modem.replies.set(`AT+CPIN="${pin}"`, pin === card.pin ? ['OK'] : ['+CME ERROR: 16']);
    }
    current = card;
  };
  let current = cards[0];
  put(1);
  for (const slot of [1, 2]) modem.replies.set(`AT+QUIMSLOT=${slot}`, [select]);
  modem.onCommand = (command) => {
    const slot = /^AT\+QUIMSLOT=(\d)$/.exec(command)?.[1];
    if (slot !== undefined && select === 'OK') put(Number(slot));
    if (current.pin !== undefined && command === `AT+CPIN="${current.pin}"`) {
      modem.replies.set('AT+CPIN?', ['+CPIN: READY', 'OK']);
      modem.replies.set('AT+CIMI', [current.imsi, 'OK']);
    }
  };
  return modem;
};

const simSlots = [{ slot: 1 }, { slot: 2 }];

const send = async ({ route, clock }: Harness, own: object = {}) => {
  const outcome = route.submit(part(clock, own));
  await clock.advance(0);
  return outcome;
};

/** Makes the SIM's usage depend on its ICCID. */
const used = (made: Harness, parts: Readonly<Record<string, number>>): void => {
  made.simRepository.usage = (iccid) => {
    const n = parts[iccid] ?? 0;
    return Promise.resolve({ perMinute: n, perHour: n, perDay: n, perMonth: n, minutes: [] });
  };
};

const slotOf = ({ route }: Harness) => route.modemDetails().simSlot;

describe('a modem with two SIMs', () => {
  it('uses the first slot, and does not touch the slots while that SIM can send', async () => {
    const made = await ready({ modem: twoSlots(), config: { simSlots } });
    await made.clock.advance(10 * MINUTE_MS);
    expect(made.route.modemDetails()).toMatchObject({ simSlot: 1, iccid: ONE.iccid });
    expect(made.modem.heard.filter((command) => command.startsWith('AT+QUIMSLOT='))).toEqual([]);
    await stop(made.route);
  });

  it('changes to the other SIM when the limit of the day is reached, and goes on sending', async () => {
    const modem = twoSlots();
    const made = await ready({ modem, config: { simSlots, limits: { perDay: 2 } } });
    used(made, { [ONE.iccid]: 2 });
    await send(made);
    await made.clock.advance(10_000);
    expect(made.route.modemDetails()).toMatchObject({ simSlot: 2, iccid: TWO.iccid, imsi: TWO.imsi });
    expect(made.route.status()).toMatchObject({ state: 'up', modem: { simLimitLeft: 2 } });
    expect(await send(made)).toMatchObject({ kind: 'accepted', carrier: TWO.imsi });
    await stop(made.route);
  });

  it('stays with a SIM whose limit of the minute is reached: a change would take longer', async () => {
    const made = await ready({ modem: twoSlots(), config: { simSlots, limits: { perMinute: 2 } } });
    used(made, { [ONE.iccid]: 2 });
    await send(made);
    await made.clock.advance(5000);
    expect(slotOf(made)).toBe(1);
    await stop(made.route);
  });

  it('changes when its SIM has reached its limit of recipients', async () => {
    const made = await ready({ modem: twoSlots(), config: { simSlots, recipientsPerMonth: 1 } });
    made.simRepository.recipients = (iccid) =>
      Promise.resolve(new Set(iccid === ONE.iccid ? ['+33639980001'] : []));
    await send(made);
    await made.clock.advance(10_000);
    expect(slotOf(made)).toBe(2);
    await stop(made.route);
  });

  it('changes when the network refuses the SIM', async () => {
    const made = await ready({ modem: twoSlots(), config: { simSlots } });
    made.modem.results.push(['+CMS ERROR: 10']);
    expect(await send(made)).toMatchObject({ kind: 'retry' });
    await made.clock.advance(10_000);
    expect(made.route.status().state).toBe('up');
    expect(slotOf(made)).toBe(2);
    await stop(made.route);
  });

  it.each([
    ['has no network', { ...ONE, registration: 2 }],
    ['asks for a PIN that is not configured', { ...ONE, pin: '9999' }],
  ])('changes when a SIM %s for three minutes', async (_why, card) => {
    const made = await ready({ modem: twoSlots([card, TWO]), config: { simSlots } });
    await made.clock.advance(2 * MINUTE_MS);
    expect(slotOf(made)).toBe(1);
    await made.clock.advance(2 * MINUTE_MS);
    expect(slotOf(made)).toBe(2);
    expect(made.route.status().state).toBe('up');
    await stop(made.route);
  });

  it('tries both, and then stays 10 minutes in each, 20 minutes and so on, when neither can send', async () => {
    const made = await ready({ modem: twoSlots(), config: { simSlots, limits: { perDay: 2 } } });
    used(made, { [ONE.iccid]: 2, [TWO.iccid]: 2 });
    const changes = () => made.modem.heard.filter((command) => command.startsWith('AT+QUIMSLOT=')).length;
    await send(made);
    await made.clock.advance(MINUTE_MS);
    expect(changes()).toBe(1);
    await made.clock.advance(60 * MINUTE_MS);
    expect(changes()).toBe(5);
    await made.clock.advance(24 * 60 * MINUTE_MS);
    expect(changes()).toBeLessThanOrEqual(30);
    await stop(made.route);
  });

  it('forgets the number of the first SIM', async () => {
    const modem = twoSlots();
    modem.replies.set('AT+CNUM', ['+CNUM: "","+33639980042",145', 'OK']);
    const made = await ready({ modem, config: { simSlots } });
    expect(made.route.modemDetails().ownNumber).toBe('+33639980042');
    modem.replies.set('AT+CNUM', ['OK']);
    modem.results.push(['+CMS ERROR: 10']);
    await send(made);
    await made.clock.advance(10_000);
    expect(made.route.modemDetails()).toMatchObject({ simSlot: 2, ownNumber: undefined });
    await stop(made.route);
  });
});

describe('the PINs of two SIMs in one modem', () => {
  const cards: readonly [Card, Card] = [
    { ...ONE, pin: '1111' },
    { ...TWO, pin: '2222' },
  ];
  const withPins = [
    { slot: 1, pin: '1111' },
    { slot: 2, pin: '2222' },
  ];

  it('are each entered on their own SIM alone', async () => {
    const made = await ready({ modem: twoSlots(cards), config: { simSlots: withPins } });
    made.modem.results.push(['+CMS ERROR: 10']);
    await send(made);
    await made.clock.advance(20_000);
    expect(made.route.status().state).toBe('up');
    expect(pinsSent(made.modem)).toEqual(['AT+CPIN="1111"', 'AT+CPIN="2222"']);
    await stop(made.route);
  });

  it('are entered on the wanted SIM although the modem starts with the other one', async () => {
    const modem = twoSlots(cards);
    const slots = [...withPins].reverse();
    const made = await ready({ modem, config: { simSlots: slots } });
    await made.clock.advance(10_000);
    expect(pinsSent(modem)).toEqual(['AT+CPIN="2222"']);
    expect(slotOf(made)).toBe(2);
    await stop(made.route);
  });

  it('are not entered when the modem does not change to the slot: the other SIM would count a wrong PIN', async () => {
    const modem = twoSlots(cards, 'ERROR');
    const made = await ready({ modem, config: { simSlots: [...withPins].reverse() } });
    await made.clock.advance(20_000);
    expect(pinsSent(modem)).toEqual([]);
    expect(made.route.status()).toMatchObject({
      state: 'down',
      reason: "the modem doesn't change to SIM slot 2",
    });
    await stop(made.route);
  });

  it('are not entered in a modem whose profile does not say how to select a slot', async () => {
    const made = await ready({ config: { simSlots: withPins } });
    expect(pinsSent(made.modem)).toEqual([]);
    expect(made.route.status().reason).toBe("the modem's profile doesn't say how to select SIM slot 1");
    await stop(made.route);
  });

  it.each([
    ['one slot', { simSlots: [{ slot: 1 }] }],
    ['the same slot twice', { simSlots: [{ slot: 1 }, { slot: 1 }] }],
    ['a PIN beside the slots', { simSlots, pin: '1111' }],
  ])('cannot be configured with %s', (_what, own) => {
    const route = { id: 'modem-1', type: 'modem', device: '/dev/modem', ...own };
    expect(modemRoute.safeParse(route).success).toBe(false);
  });
});
