import { describe, expect, test } from 'vitest';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import { cut } from '../../../src/domain/text/split.ts';
import { STATE, STORAGE } from '../../support/modem-manager/fake-sms.ts';
import { type ManagerBench, startManager, startRoute } from '../../support/modem-manager/manager-bench.ts';
import { noBus } from '../../support/modem-manager/private-bus.ts';

const NUMBER = '+33639980001';

const sendLong = (bench: ManagerBench, text: string) => {
  const texts = cut(text, 'gsm7');
  const messageId = 77 as MessageId;
  return Promise.all(
    texts.map((slice, index) =>
      bench.submit({ messageId, text: slice, part: index + 1, parts: texts.length }),
    ),
  );
};

const refOf = (outcome: { readonly kind: string; readonly carrierRef?: string }) => outcome.carrierRef;

describe.skipIf(noBus !== undefined)('a modem that ModemManager drives', () => {
  test('sends a message, and its status report has the reference of the sent message', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ firstReference: 41 });
    const { told, ...bench } = await startRoute(bus).up();
    const outcome = await bench.submit({ text: 'Flood warning @ {river}' });
    expect(outcome).toEqual({
      kind: 'accepted',
      carrier: '208150000000001',
      carrierRef: '41/33639980001',
    });
    await told.until(() => told.receipts.length === 1);
    expect(told.receipts).toMatchObject([
      { state: 'delivered', to: NUMBER, carrier: '208150000000001', refs: ['41/33639980001'] },
    ]);
    expect(modem.sent).toMatchObject([{ number: NUMBER, text: 'Flood warning @ {river}' }]);
    // Neither the message nor its report is left in ModemManager.
    await manager.until(() => modem.messages.length === 0);
    expect(bench.route.status()).toMatchObject({
      modem: { operator: 'Test Network', registration: { cs: 'home' }, signalDbm: -82 },
    });
  });

  test('sends a long message as one text, and each part has the reference of its own report', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ firstReference: 254 });
    const bench = await startRoute(bus).up();
    const text = 'Leave the valley by the northern road. '.repeat(11);
    const outcomes = await sendLong(bench, text);
    const refs = ['254/33639980001', '255/33639980001', '0/33639980001'];
    expect(outcomes.map(refOf)).toEqual(refs);
    expect(modem.sent).toMatchObject([{ text }]);
    const { told } = bench;
    await told.until(() => told.receipts.length === 3);
    expect(told.receipts.map(({ refs: [ref] }) => ref)).toEqual(refs);
  });

  test('confirms each part of a text of which ModemManager makes fewer parts than the gateway', async () => {
    const { bus, manager } = await startManager();
    await manager.plug({ firstReference: 9 });
    const bench = await startRoute(bus).up();
    // 2 × 153 septets: two parts with an 8-bit reference, three with the 16-bit reference of the gateway.
    const outcomes = await sendLong(bench, 'x'.repeat(306));
    const refs = ['9/33639980001', '10/33639980001', '10/33639980001+1'];
    expect(outcomes.map(refOf)).toEqual(refs);
    const { told } = bench;
    await told.until(() => told.receipts.length === 3);
    expect(told.receipts.map(({ refs: [ref] }) => ref)).toEqual(refs);
    expect(new Set(told.receipts.map(({ state }) => state))).toEqual(new Set(['delivered']));
  });

  test('asks for a status report, and gives validity, class and service centre as ModemManager wants them', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus, { smsc: '+33199000002' }).up();
    await bench.submit({ flash: true, validUntil: Date.now() + 13 * 60_000 });
    expect(modem.sent).toMatchObject([
      {
        properties: {
          number: NUMBER,
          text: 'Flood warning',
          'delivery-report-request': true,
          // ModemManager rounds up, so 13 minutes would become 15.
          validity: [1, 10],
          class: 0,
          smsc: '+33199000002',
        },
      },
    ]);
  });

  test('sends a critical message before the normal ones that wait', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    const held = Promise.withResolvers<void>();
    modem.misbehave({
      send: async (leave) => {
        await held.promise;
        leave();
      },
    });
    const outcomes = [
      bench.submit({ text: 'first' }),
      bench.submit({ text: 'second' }),
      bench.submit({ text: 'critical', priority: 'critical' }),
    ];
    expect(bench.route.status()).toMatchObject({ room: 0, inFlight: 3 });
    held.resolve();
    await Promise.all(outcomes);
    expect(modem.sent.map(({ text }) => text)).toEqual(['first', 'critical', 'second']);
  });

  test('counts parts against the limits of its SIM, refuses a message that these can never let out, and sends no part of it', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus, { limits: { perHour: 2 } }).up();
    const long = await sendLong(bench, 'x'.repeat(400));
    expect(long).toMatchObject([{ kind: 'refused' }, { kind: 'refused' }, { kind: 'refused' }]);
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    expect(bench.route.status()).toMatchObject({ state: 'degraded', room: 0 });
    expect(modem.sent).toHaveLength(2);
  });

  test('to a new recipient is put off once its SIM has written to as many as it may in a month', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus, { recipientsPerMonth: 1 }).up();
    const sendTo = (number: string) => {
      const to = toMsisdn(number);
      return bench.submit(to && { to });
    };
    expect(await sendTo('+33639980001')).toMatchObject({ kind: 'accepted' });
    expect(await sendTo('+33639980002')).toMatchObject({ kind: 'retry' });
    expect(await sendTo('+33639980001')).toMatchObject({ kind: 'accepted' });
    expect(modem.sent.map(({ number }) => number)).toEqual(['+33639980001', '+33639980001']);
  });
});

describe.skipIf(noBus !== undefined)('a message from a phone, through ModemManager', () => {
  test('is on disk before it is deleted', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    const stored = Promise.withResolvers<'kept'>();
    bench.told.keep = () => stored.promise;
    await modem.receive({ Number: NUMBER, Text: 'We are on the roof' });
    const { told } = bench;
    await told.until(() => told.inboundMessages.length === 1);
    expect(told.inboundMessages).toMatchObject([{ from: NUMBER, text: 'We are on the roof' }]);
    expect(modem.messages).toHaveLength(1);
    stored.resolve('kept');
    await manager.until(() => modem.messages.length === 0);
  });

  test('stays in ModemManager while it cannot be stored', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    const { told } = bench;
    // A sweep that came after the first message would offer it a second time.
    await manager.until(() => modem.timesListed === 1);
    told.keep = () => Promise.reject(new Error('the disk is full'));
    const first = await modem.receive({ Number: NUMBER, Text: 'We are on the roof' });
    await told.until(() => told.inboundMessages.length === 1);
    told.keep = () => Promise.resolve('kept');
    // The next message shows that the first one was left alone.
    await modem.receive({ Number: NUMBER, Text: 'Hurry' });
    await told.until(() => told.inboundMessages.length === 2);
    await manager.until(() => modem.messages.length === 1);
    expect(modem.messages.map(({ path }) => path)).toEqual([first.path]);
  });

  test('with several parts is taken when all its parts are there', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const { told } = await startRoute(bus).up();
    const long = await modem.receive({ Number: NUMBER, Text: '' }, { isWhole: false });
    await modem.receive({ Number: NUMBER, Text: 'short' });
    await told.until(() => told.inboundMessages.length === 1);
    expect(told.inboundMessages).toMatchObject([{ text: 'short' }]);
    long.complete('a text of several parts');
    await told.until(() => told.inboundMessages.length === 2);
    expect(told.inboundMessages).toMatchObject([{}, { text: 'a text of several parts', concat: undefined }]);
  });

  test('that came before the gateway started is taken, and what the owner of the SIM wrote is left alone', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const draft = await modem.put({ State: STATE.stored, PduType: 2, Number: NUMBER, Storage: STORAGE.sm });
    const stored = await modem.put({ State: STATE.sent, PduType: 2, Number: NUMBER, Storage: STORAGE.sm });
    await modem.put({ State: STATE.sent, PduType: 2, Number: NUMBER, Storage: STORAGE.none });
    await modem.put({ State: STATE.received, PduType: 1, Number: NUMBER, Text: 'Help', Storage: STORAGE.sm });
    const { told } = startRoute(bus);
    await told.until(() => told.inboundMessages.length === 1);
    await manager.until(() => modem.messages.length === 2);
    expect(modem.messages).toEqual([draft, stored]);
  });

  test('that cannot be deleted is stored once, and has the same fingerprint after a restart', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    modem.misbehave({ deleteError: ['Core.Failed', "Couldn't delete 1 parts from this SMS"] });
    await modem.put({
      State: STATE.received,
      PduType: 1,
      Number: NUMBER,
      Text: 'Help',
      Timestamp: '2026-03-01T10:00:00+01',
    });
    const first = await startRoute(bus).up();
    await manager.until(() => modem.calls.length === 1);
    // Any change of the message makes the route look at it again.
    modem.messages[0]?.sms.set({ Storage: STORAGE.me });
    await manager.until(() => modem.calls.length === 2);
    await modem.receive({ Number: NUMBER, Text: 'Hurry' });
    await manager.until(() => modem.calls.length === 3);
    await first.route.stop(AbortSignal.abort());
    const { told } = startRoute(bus);
    await told.until(() => told.inboundMessages.length === 2);
    const prints = (bench: ManagerBench['told']) =>
      bench.inboundMessages.map(({ fingerprint }) => fingerprint).toSorted();
    expect(prints(told)).toEqual(prints(first.told));
    expect(new Set(prints(told)).size).toBe(2);
  });

  test('that is not a text is stored with its octets, from its sender', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const { told } = await startRoute(bus).up();
    await modem.receive({ Number: NUMBER, Data: Buffer.from([0x0b, 0x05, 0x04]) });
    await told.until(() => told.inboundMessages.length === 1);
    expect(told.inboundMessages).toMatchObject([{ from: NUMBER, text: '' }]);
    expect(told.inboundMessages[0]?.evidence).toContain('0b0504');
  });

  test.each([
    [0x00, 'delivered', undefined],
    [0x01, 'intermediate', 'forwarded; the service centre cannot confirm delivery (TP-Status 0x01)'],
    [0x22, 'intermediate', 'no response from the recipient, still trying (TP-Status 0x22)'],
    [0x46, 'undelivered', 'validity period expired (TP-Status 0x46)'],
    [0x100, 'intermediate', 'the report has no state'],
  ])('that is a status report with the state %i says %s', async (deliveryState, state, reason) => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ firstReference: 5 });
    modem.misbehave({ reports: false });
    const bench = await startRoute(bus).up();
    await bench.submit();
    // Some networks spell the recipient nationally.
    await modem.report('0639980001', 5, deliveryState);
    const { told } = bench;
    await told.until(() => told.receipts.length === 1);
    expect(told.receipts).toMatchObject([
      { state, reason, to: NUMBER, refs: ['5/33639980001', '5/0639980001'] },
    ]);
  });
});
