import { describe, expect, test } from 'vitest';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import { MemorySimRepository } from '../../support/modem/memory-sim-repository.ts';
import { managerOn, startBus, startManager, startRoute } from '../../support/modem-manager/manager-bench.ts';
import { noBus } from '../../support/modem-manager/private-bus.ts';

/** Lets a message leave, and never answers. */
const silent = {
  reports: false,
  send: (leave: () => void) => {
    leave();
    return new Promise<void>(() => undefined);
  },
};

describe.skipIf(noBus !== undefined)('a message through ModemManager without an answer', () => {
  test('in time is uncertain, and its late answer is told with the reference of the message', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ firstReference: 7 });
    const bench = await startRoute(bus, { sendTimeout: '100ms' }).up();
    const answer = Promise.withResolvers<void>();
    modem.misbehave({
      reports: false,
      send: (leave) => {
        leave();
        return answer.promise;
      },
    });
    expect(await bench.submit({ messageId: 5 as MessageId })).toMatchObject({
      kind: 'uncertain',
      reason: 'no result from the modem in time',
    });
    expect(modem.sent).toHaveLength(1);
    answer.resolve();
    const { told } = bench;
    await told.until(() => told.late.length === 1);
    expect(told.late).toMatchObject([
      {
        key: { messageId: 5, attempt: 1, part: 1 },
        outcome: { kind: 'accepted', carrierRef: '7/33639980001' },
      },
    ]);
  });

  test('because the modem was pulled out is uncertain, and the modem is used again under its new path', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    modem.misbehave(silent);
    const outcome = bench.submit();
    await manager.until(() => modem.sent.length === 1);
    await manager.unplug(modem);
    expect(await outcome).toMatchObject({
      kind: 'uncertain',
      reason: 'the modem went away before its answer',
    });
    expect(bench.route.status()).toMatchObject({ state: 'down', room: 0 });
    await bench.told.until(() => bench.route.status().reason?.includes('no modem with the IMEI') === true);
    const back = await manager.plug();
    expect(back.path).not.toBe(modem.path);
    await bench.up();
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
    expect(back.sent).toHaveLength(1);
  });

  test('because ModemManager ended is uncertain, and the modem is used again once ModemManager is back', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    modem.misbehave(silent);
    const outcome = bench.submit();
    await manager.until(() => modem.sent.length === 1);
    await manager.close();
    expect(await outcome).toMatchObject({ kind: 'uncertain' });
    await bench.told.until(() => bench.route.status().reason === 'no modem: ModemManager does not run');
    const next = await managerOn(bus);
    await next.plug();
    await bench.up();
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
  });

  test('because the D-Bus ended is uncertain, and the modem is used again once the D-Bus is back', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    modem.misbehave(silent);
    const outcome = bench.submit();
    await manager.until(() => modem.sent.length === 1);
    await bus.stop();
    expect(await outcome).toMatchObject({ kind: 'uncertain' });
    await bench.told.until(() => bench.route.status().reason?.includes("the D-Bus can't be used") === true);
    await bus.restart();
    await (await managerOn(bus)).plug();
    await bench.up();
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
  });

  test('when the gateway stops is uncertain', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    modem.misbehave(silent);
    const outcome = bench.submit();
    const waiting = bench.submit();
    await manager.until(() => modem.sent.length === 1);
    await bench.route.stop(AbortSignal.abort());
    expect(await outcome).toMatchObject({ kind: 'uncertain' });
    expect(await waiting).toMatchObject({ kind: 'retry', evidence: 'not handed to the modem' });
  });
});

describe.skipIf(noBus !== undefined)('a message that ModemManager refuses', () => {
  test('before it has it is surely not sent, and does not count against the limits of the SIM', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const sims = new MemorySimRepository();
    const bench = await startRoute(bus, {}, sims).up();
    modem.misbehave({ createError: ['Core.Unauthorized', 'PolicyKit authorization failed'] });
    expect(await bench.submit()).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('ModemManager does not let this user send'),
    });
    expect(sims.used).toBe(0);
    expect(bench.route.status()).toMatchObject({
      state: 'degraded',
      reason: expect.stringContaining('PolicyKit authorization failed'),
    });
  });

  test('in one of several parts is uncertain, since ModemManager does not say which parts left', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    modem.misbehave({ sendError: ['Message.Unknown', 'Unknown message error: 28'] });
    const own = { messageId: 9 as MessageId, parts: 2, text: 'x'.repeat(152) };
    const outcomes = await Promise.all([
      bench.submit({ ...own, part: 1 }),
      bench.submit({ ...own, part: 2 }),
    ]);
    const reason = expect.stringMatching(
      /^a part was refused, and ModemManager does not say which: unidentified/,
    );
    expect(outcomes).toMatchObject([
      { kind: 'uncertain', reason },
      { kind: 'uncertain', reason },
    ]);
  });

  test('because of its SIM sets the SIM aside, also in another modem and after a restart, until an operator restores it', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const sims = new MemorySimRepository();
    const bench = await startRoute(bus, {}, sims).up();
    modem.misbehave({ sendError: ['Message.Unknown', 'Unknown message error: 8'] });
    expect(await bench.submit()).toMatchObject({ kind: 'retry', afterMs: 0 });
    await bench.told.until(() => bench.route.status().state === 'down');
    expect(bench.route.status()).toMatchObject({
      reason: expect.stringContaining('the SIM is set aside until'),
      quarantine: { since: expect.any(Number), reason: expect.stringContaining('barred') },
    });
    await bench.route.stop(AbortSignal.abort());
    modem.misbehave({});
    const next = startRoute(bus, {}, sims);
    await next.told.until(() => next.route.status().reason?.includes('set aside') === true);
    expect(await next.route.sim?.restore()).toMatchObject({ kind: 'done', iccid: '8933150319000000001' });
    await next.up();
    expect(await next.submit()).toMatchObject({ kind: 'accepted' });
  });

  test('is deleted from ModemManager, which would keep it for ever', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    modem.misbehave({ sendError: ['Message.NoNetwork', 'No network'] });
    expect(await bench.submit()).toMatchObject({ kind: 'retry' });
    await manager.until(() => modem.messages.length === 0);
  });
});

describe.skipIf(noBus !== undefined)('a route through ModemManager', () => {
  test('says that ModemManager does not run, and that the bus cannot be reached', async () => {
    const bus = await startBus();
    const bench = startRoute(bus);
    await bench.told.until(() => bench.route.status().reason === 'no modem: ModemManager does not run');
    const lost = startRoute(bus, { modemManager: { imei: '490154203237518', bus: 'unix:path=/nowhere' } });
    await lost.told.until(() => lost.route.status().reason?.includes('ENOENT') === true);
  });

  test('takes no modem but the one with its IMEI', async () => {
    const { bus, manager } = await startManager();
    const other = await manager.plug({ imei: '356938035643809', iccid: '8933150319000000002' });
    const bench = startRoute(bus);
    await bench.told.until(() => bench.route.status().reason?.includes('no modem with the IMEI') === true);
    const own = await manager.plug();
    await bench.up();
    await other.receive({ Number: '+33639980009', Text: 'not for this route' });
    await own.receive({ Number: '+33639980009', Text: 'for this route' });
    await bench.told.until(() => bench.told.inboundMessages.length === 1);
    expect(bench.told.inboundMessages).toMatchObject([{ text: 'for this route' }]);
    expect(other.messages).toHaveLength(1);
  });

  test('asks the network for the balance of the SIM, and ends a dialogue that has no answer', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug();
    const bench = await startRoute(bus).up();
    expect(await bench.route.sim?.ussd('*123#')).toEqual({
      kind: 'answered',
      text: 'Your balance is 12.00 EUR',
    });
    modem.misbehave({
      ussd: () => {
        throw new Error('no');
      },
    });
    expect(await bench.route.sim?.ussd('*123#')).toMatchObject({ kind: 'failed' });
    expect(modem.calls).toEqual(['Cancel']);
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
  });
});
