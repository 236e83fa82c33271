import { describe, expect, test } from 'vitest';
import { startGateway } from '../../support/modem/on-gateway.ts';
import { IMEI, managerOn, startManager } from '../../support/modem-manager/manager-bench.ts';
import { noBus, type PrivateBus } from '../../support/modem-manager/private-bus.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const NUMBER = '+33639980001';

const stick = (bus: PrivateBus) => ({
  id: 'stick-1',
  type: 'modem' as const,
  modemManager: { imei: IMEI, bus: bus.address },
  reconnect: { min: '50ms', max: '200ms' },
});

describe.skipIf(noBus !== undefined)('a gateway with a modem that ModemManager drives', () => {
  test('delivers short and long messages, each part by its own report, and keeps the answer of a phone', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ firstReference: 250 });
    const { api } = await startGateway({ routes: [stick(bus)] });
    await api.untilRoute('stick-1', 'up');
    // 305 septets are three parts of the gateway and two of ModemManager.
    const texts = [
      'Flood warning',
      'x'.repeat(305),
      'Leave the valley by the northern road. '.repeat(30).trim(),
    ];
    const sent = await Promise.all(texts.map((text) => api.send({ to: NUMBER, text })));
    for (const { id } of sent) await api.untilState(id, 'delivered');
    expect(modem.sent.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
    await modem.receive({ Number: NUMBER, Text: 'We are on the roof' });
    await manager.until(() => modem.messages.length === 0);
    expect(await api.untilRoute('stick-1', 'up')).toMatchObject({
      type: 'modem',
      modem: { imei: IMEI, operator: 'Test Network', registration: { cs: 'home' } },
    });
  });

  test.each(['hold', 'resend'] as const)(
    'of which ModemManager ends in the middle of a message keeps the promise of the policy %s',
    async (onUncertain) => {
      const { bus, manager } = await startManager();
      const modem = await manager.plug();
      const carrier = await startCarrier();
      const { api } = await startGateway({
        uncertainGrace: '100ms',
        routes: [
          stick(bus),
          { id: 'carrier-a', type: 'smpp', host: '127.0.0.1', port: carrier.port, systemId: 'tocsin' },
        ],
        plan: [{ tiers: [['stick-1'], ['carrier-a']], spillAfter: '0s' }],
      });
      await api.untilRoute('stick-1', 'up');
      await api.untilRoute('carrier-a', 'up');
      modem.misbehave({
        reports: false,
        send: (leave) => {
          leave();
          return new Promise<void>(() => undefined);
        },
      });
      const { id } = await api.send({ to: NUMBER, text: 'Flood warning', onUncertain });
      await manager.until(() => modem.sent.length === 1);
      await manager.close();
      const message = await api.untilState(id, onUncertain === 'hold' ? 'uncertain' : 'delivered');
      expect(message).toMatchObject({ possibleDuplicate: onUncertain === 'resend' });
      expect(carrier.phones.texts(NUMBER)).toHaveLength(onUncertain === 'resend' ? 1 : 0);
      await (await managerOn(bus)).plug();
      await api.untilRoute('stick-1', 'up');
    },
  );

  test('settles a message that was uncertain by the report that comes after ModemManager and modem are back', async () => {
    const { bus, manager } = await startManager();
    const modem = await manager.plug({ firstReference: 77 });
    const { api } = await startGateway({ uncertainGrace: '100ms', routes: [stick(bus)] });
    await api.untilRoute('stick-1', 'up');
    modem.misbehave({
      reports: false,
      send: (leave) => {
        leave();
        return new Promise<void>(() => undefined);
      },
    });
    const { id } = await api.send({ to: NUMBER, text: 'Flood warning', onUncertain: 'hold' });
    await manager.until(() => modem.sent.length === 1);
    await manager.close();
    await api.untilState(id, 'uncertain');
    const back = await (await managerOn(bus)).plug();
    await api.untilRoute('stick-1', 'up');
    await back.report(NUMBER, 77);
    await api.untilState(id, 'delivered');
  });
});
