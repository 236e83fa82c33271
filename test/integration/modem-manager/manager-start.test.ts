import { describe, expect, test } from 'vitest';
import { MemorySimRepository } from '../../support/modem/memory-sim-repository.ts';
import { MODEM_STATE } from '../../support/modem-manager/fake-modem.ts';
import { IMEI, startManager, startRoute } from '../../support/modem-manager/manager-bench.ts';
import { noBus } from '../../support/modem-manager/private-bus.ts';

const RIGHT = '1234';
const WRONG = '9999';
/** Why the SIM stays locked, but for the time in which its counter is waited for. */
const LOCKED_FOR_GOOD = /refused its PIN|was tried on SIM|too few tries|can't be read/;
const ICCID = '8933150319000000003';

describe.skipIf(noBus !== undefined)('the PIN of a SIM behind ModemManager', () => {
  const cases = [3, 2, 1, undefined].flatMap((tries) =>
    [ICCID, ''].flatMap((iccid) =>
      [RIGHT, WRONG].map((pin) => {
        const isSent = iccid !== '' && (tries === undefined || tries >= 2);
        return { tries, iccid, pin, sent: isSent ? 1 : 0, isUp: isSent && pin === RIGHT };
      }),
    ),
  );

  test.each(cases)(
    'with $tries tries left, the number "$iccid" and the PIN $pin is sent $sent times over three starts',
    async ({ tries, iccid, pin, sent, isUp }) => {
      const { bus, manager } = await startManager();
      const modem = await manager.plug({
        iccid,
        pin: RIGHT,
        ...(tries === undefined ? { showsTries: false } : { pinTries: tries }),
      });
      const sims = new MemorySimRepository();
      for (let start = 0; start < 3; start++) {
        const { route, told } = startRoute(bus, { pin }, sims);
        await told.until(() =>
          isUp ? route.status().state === 'up' : LOCKED_FOR_GOOD.test(route.status().reason ?? ''),
        );
        await route.stop(AbortSignal.abort());
      }
      expect(modem.pins).toHaveLength(sent);
    },
  );

  test('is tried again after an administrator cleared its latch, and not by itself', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ iccid: ICCID, pin: RIGHT });
    const sims = new MemorySimRepository();
    const first = startRoute(bus, { pin: WRONG }, sims);
    await first.told.until(() => first.route.status().reason?.includes('refused its PIN') === true);
    await first.route.stop(AbortSignal.abort());
    const next = startRoute(bus, { pin: WRONG }, sims);
    await next.told.until(() => next.route.status().reason?.includes('was tried on SIM') === true);
    expect(modem.pins).toHaveLength(1);
    expect(await next.route.sim?.clearPin()).toEqual({ kind: 'done', iccid: ICCID });
    await manager.until(() => modem.pins.length === 2);
  });

  test('is sent again to the same SIM after its modem was without power', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ iccid: ICCID, pin: RIGHT });
    const bench = await startRoute(bus, { pin: RIGHT }).up();
    await manager.unplug(modem);
    await bench.told.until(() => bench.route.status().state === 'down');
    const back = await manager.plug({ iccid: ICCID, pin: RIGHT });
    await bench.told.until(() => bench.route.status().state === 'up' || back.pins.length > 0);
    await bench.up();
    expect(back.pins).toEqual([RIGHT]);
  });

  test('is not sent to a SIM that can not be read, under the number of the SIM before', async () => {
    const { bus, manager } = await startManager();
    const sims = new MemorySimRepository();
    const modem = await manager.plug({ iccid: ICCID });
    const bench = await startRoute(bus, { pin: RIGHT }, sims).up();
    await manager.unplug(modem);
    await bench.told.until(() => bench.route.status().state === 'down');
    const other = await manager.plug({ iccid: '8933150319000000011', pin: '4321', readable: false });
    await bench.told.until(() => bench.route.status().reason?.includes("can't be read") === true);
    expect(other.pins).toEqual([]);
  });

  test('is not needed for a PUK, which is never sent', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ pin: RIGHT });
    modem.modem.set({ UnlockRequired: 4 });
    const { route, told } = startRoute(bus, { pin: RIGHT });
    await told.until(() => route.status().reason === 'the SIM asks for its PUK: enter it in a phone');
    expect(modem.pins).toEqual([]);
  });
});

describe.skipIf(noBus !== undefined)('a modem that ModemManager has', () => {
  test('disabled is enabled', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ state: MODEM_STATE.disabled });
    await startRoute(bus).up();
    expect(modem.calls).toEqual(['Enable']);
  });

  test('locked by its maker (FCC lock) has that in the reason of the route', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ state: MODEM_STATE.disabled });
    modem.misbehave({
      enableError: ['Core.Failed', "QMI protocol error (60): 'InvalidTransition'"],
    });
    const { route, told } = startRoute(bus);
    await told.until(() => route.status().reason?.includes('FCC-locked') === true);
    expect(route.status()).toMatchObject({ state: 'down', room: 0 });
  });

  test.each([
    ['denied', 3, 'no network: denied'],
    ['searching', 2, 'no network: searching'],
    ['only emergency calls', 8, 'no network: emergency calls only'],
  ])(
    'without a network (%s) gets no message, and is used once it is registered',
    async (_, registration, reason) => {
      const { bus, manager } = await startManager();
      const modem = await manager.plug({ state: MODEM_STATE.searching, registration });
      const bench = startRoute(bus);
      await bench.told.until(() => bench.route.status().reason === reason);
      expect(bench.route.status()).toMatchObject({ state: 'down', room: 0 });
      modem.network.set({ RegistrationState: 5 });
      await bench.up();
      expect(bench.route.status()).toMatchObject({ modem: { imei: IMEI, registration: { cs: 'roaming' } } });
    },
  );

  test.each([
    ['refuse', { state: 'down', reason: 'no network: roaming: the configuration refuses roaming' }],
    ['avoid', { state: 'up', modem: { avoidsRoaming: true } }],
    ['allow', { state: 'up', modem: { avoidsRoaming: false } }],
  ])('in another network with roaming: %s leaves the route so', async (roaming, expected) => {
    const { bus, manager } = await startManager();
    await manager.plug({ registration: 5 });
    const { route, told } = startRoute(bus, { roaming });
    await told.until(() => route.status().state === 'up' || /no network/.test(route.status().reason ?? ''));
    expect(route.status()).toMatchObject(expected);
  });

  test('registered for messages only, which ModemManager does not call registered, is used', async () => {
    const { bus, manager } = await startManager();
    await manager.plug({ state: MODEM_STATE.searching, registration: 6 });
    const bench = await startRoute(bus).up();
    expect(await bench.submit()).toMatchObject({ kind: 'accepted' });
  });

  test('failed without a SIM has that in the reason of the route', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ state: MODEM_STATE.failed });
    modem.modem.set({ StateFailedReason: 2 });
    const { route, told } = startRoute(bus);
    await told.until(() => route.status().reason === 'no SIM in the modem');
  });
});
