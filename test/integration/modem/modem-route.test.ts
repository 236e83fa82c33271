import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type { Encoding } from '../../../src/domain/text/encoding.ts';
import { cut } from '../../../src/domain/text/split.ts';
import { families } from '../../../src/sim/modem/families.ts';
import type { ModemBench } from '../../support/modem/bench.ts';
import { MemorySimRepository } from '../../support/modem/memory-sim-repository.ts';
import { pluggedModems } from '../../support/modem/plugged.ts';

const { linkPath, plug, start } = pluggedModems();

const NUMBER = '+33639980001' as Msisdn;

/** Sends a text in as many parts as it needs, two in flight at a time, as the send loop does. */
const sendLong = async (bench: ModemBench, text: string, encoding: Encoding): Promise<Outcome[]> => {
  const texts = cut(text, encoding);
  const messageId = 77 as MessageId;
  const outcomes: Promise<Outcome>[] = [];
  for (const [index, slice] of texts.entries()) {
    await bench.told.until(() => bench.route.status().room > 0);
    outcomes.push(
      bench.submit({
        messageId,
        text: slice,
        encoding,
        part: index + 1,
        parts: texts.length,
        reference: 0xbeef,
      }),
    );
  }
  return Promise.all(outcomes);
};

describe('a modem on a pseudo-terminal', () => {
  it('sends a message to the phone, and the status report has the reference of the sent message', async () => {
    const modem = await plug({ imsi: '001010000000042' });
    const bench = await start(modem).up();
    const { route, told } = bench;
    const outcome = await bench.submit({ text: 'Flood warning @ {river}' });
    expect(outcome).toMatchObject({ kind: 'accepted', carrier: '001010000000042' });
    await told.until(() => told.receipts.length === 1);
    expect(told.receipts).toMatchObject([{ state: 'delivered', to: NUMBER, carrier: '001010000000042' }]);
    expect(outcome).toMatchObject({ carrierRef: told.receipts[0]?.refs[0] });
    expect(modem.phones.texts(NUMBER)).toEqual(['Flood warning @ {river}']);
    expect(route.status()).toMatchObject({ modem: { imei: '490154203237518', operator: 'Test Network' } });
    expect(modem.violations).toEqual([]);
  });

  it.each([
    ['gsm7', 'Leave the valley by the northern road. '.repeat(11)],
    ['ucs2', 'Покиньте долину по северной дороге. '.repeat(6)],
  ] as const)('sends all parts of a long %s message, in order', async (encoding, text) => {
    const modem = await plug();
    const bench = await start(modem).up();
    const outcomes = await sendLong(bench, text, encoding);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
    expect(modem.phones.texts(NUMBER)).toEqual([text]);
    expect(modem.sent.map(({ concat }) => concat?.part)).toEqual(outcomes.map((_, index) => index + 1));
    await bench.told.until(() => bench.told.receipts.length === outcomes.length);
    expect(modem.violations).toEqual([]);
  });

  it.each(Object.keys(families))(
    'of the family %s sends messages, and receives status reports and messages',
    async (family) => {
      const modem = await plug({ family });
      const bench = await start(modem).up();
      const { told } = bench;
      expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
      await told.until(() => told.receipts.length === 1);
      modem.receive({ from: NUMBER, text: 'We are on the roof' });
      await told.until(() => told.inboundMessages.length === 1);
      expect(told.inboundMessages).toMatchObject([{ from: NUMBER, text: 'We are on the roof' }]);
      expect(modem.violations).toEqual([]);
    },
  );

  it('loses nothing when RING comes between lines and octets come one at a time', async () => {
    const modem = await plug();
    modem.misbehave({ ringBetween: true, trickle: true, barePrompt: true, reportBeforeResult: true });
    const bench = await start(modem).up();
    const { told } = bench;
    for (let i = 0; i < 5; i++) expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    await told.until(() => told.receipts.length === 5);
    expect(modem.phones.texts(NUMBER)).toHaveLength(5);
  });

  it('reports why a message was not delivered', async () => {
    const modem = await plug();
    modem.misbehave({ failedReport: new Set([NUMBER]) });
    const bench = await start(modem).up();
    const { told } = bench;
    await bench.submit();
    await told.until(() => told.receipts.length === 1);
    expect(told.receipts).toMatchObject([
      { state: 'undelivered', reason: 'validity period expired (TP-Status 0x46)' },
    ]);
  });
});

describe('an error of the network', () => {
  it('about one number (CMS 28) does not delay the message to another number', async () => {
    const modem = await plug();
    modem.misbehave({ cmsErrorFor: new Map([[NUMBER, 28]]) });
    const bench = await start(modem).up();
    const [bad, good] = await Promise.all([bench.submit(), bench.submit({ to: '+33639980002' as Msisdn })]);
    expect(bad).toMatchObject({ kind: 'refused', blame: 'messageOrRoute' });
    expect(good).toMatchObject({ kind: 'accepted' });
  });
});

describe('messages from phones', () => {
  it('come in as one or several parts, and leave the modem’s memory empty', async () => {
    const modem = await plug();
    const { told } = await start(modem).up();
    modem.receive({ from: NUMBER, text: 'Help' });
    modem.receive({ from: NUMBER, text: 'The bridge is gone. '.repeat(15), order: [2, 1] });
    await told.until(() => told.inboundMessages.length === 3);
    expect(told.inboundMessages.map(({ concat }) => concat?.part)).toEqual([undefined, 2, 1]);
    await modem.until(() => modem.stored('SM') === 0);
    expect(modem.violations).toEqual([]);
  });

  it('that waited in the modem’s memory are fetched when the modem comes up', async () => {
    const modem = await plug();
    modem.receive({ from: NUMBER, text: 'Early' });
    const { told } = start(modem);
    await told.until(() => told.inboundMessages.length === 1);
    await modem.until(() => modem.stored('SM') === 0);
  });

  it('stay in the modem while they cannot be stored', async () => {
    const modem = await plug();
    const { told } = await start(modem).up();
    told.keep = () => Promise.reject(new Error('disk full'));
    modem.receive({ from: NUMBER, text: 'Help' });
    await told.until(() => told.inboundMessages.length === 1);
    expect(modem.stored('SM')).toBe(1);
  });
});

describe('a SIM with a PIN', () => {
  it('is unlocked with the right PIN at each power-up', async () => {
    const modem = await plug({ pin: '4321', link: await linkPath() });
    const { route, told } = await start(modem, { pin: '4321' }).up();
    modem.unplug();
    await told.until(() => route.status().state === 'down');
    await modem.replug();
    await told.until(() => route.status().state === 'up');
    expect(modem.stats.pinAttempts).toBe(2);
  });

  it('gets a wrong PIN only once', async () => {
    const modem = await plug({ pin: '4321' });
    const simRepository = new MemorySimRepository();
    for (let restart = 0; restart < 5; restart++) {
      const bench = start(modem, { pin: '1111' }, simRepository);
      const { route, told } = bench;
      await told.until(() => /PIN/.test(route.status().reason ?? ''));
      expect(route.status().state).toBe('down');
      await bench.close();
    }
    expect(modem.stats.pinAttempts).toBe(1);
    expect(modem.stats.pukAttempts).toBe(0);
  });
});
