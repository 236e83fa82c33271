import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';

const WINDOW = 100;

describe('a gateway process that is ended', () => {
  let smsc: Smsc;
  let file: GatewayFile;

  beforeEach(async () => {
    smsc = await Smsc.start();
    file = await GatewayFile.make(
      `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: ${WINDOW}, rate: 5000, reconnect: { min: 20ms, max: 200ms } }`,
    );
  });

  afterEach(async () => {
    await file.remove();
    await smsc.close();
  });

  test('by SIGKILL right after a 202 has the message after its restart', async () => {
    smsc.cut();
    for (let round = 0; round < 3; round++) {
      const api = await file.start();
      const { id } = await api.send({ to: '+33639980001', text: `Alerte ${round}` });
      await file.kill();
      const message = await (await file.start()).message(id);
      expect(message).toMatchObject({ id, state: 'queued', text: `Alerte ${round}` });
      await file.kill();
    }
  });

  test('by SIGKILL with a full window loses no message, and sends twice only messages that it marks as possible duplicates', async () => {
    const people = 400;
    smsc.misbehave({ slowMs: 60_000 });
    const numbers = Array.from(
      { length: people },
      (_, index) => `+336399${String(80_000 + index).padStart(5, '0')}`,
    );
    const first = await file.start();
    const { accepted } = await first.sendBatch(
      numbers.map((to, index) => ({
        to,
        text: `Alerte ${to}`,
        onUncertain: index % 2 === 0 ? 'resend' : 'hold',
      })),
    );
    expect(accepted).toBe(people);
    await smsc.until(({ stats }) => stats.submits >= WINDOW * 0.9);
    await file.kill();
    smsc.calm();

    const second = await file.start();
    const final = await second.until(
      () => second.messages(),
      (messages) => messages.every(({ state }) => !['queued', 'sending', 'sent'].includes(state)),
    );
    expect(final).toHaveLength(people);
    const uncertain = final.filter(({ state }) => state === 'uncertain');
    const doubled = final.filter(({ possibleDuplicate }) => possibleDuplicate);
    expect(final.filter(({ state }) => state !== 'delivered' && state !== 'uncertain')).toEqual([]);
    expect(uncertain.length + doubled.length).toBeGreaterThan(WINDOW / 2);
    expect(uncertain.length + doubled.length).toBeLessThanOrEqual(WINDOW);

    // Only a marked message may be on its phone twice, and only an uncertain one may be missing there.
    const markedDouble = new Set(doubled.map(({ to }) => to));
    const markedUncertain = new Set(uncertain.map(({ to }) => to));
    for (const to of numbers) {
      const shown = smsc.phones.texts(to).length;
      expect(shown, to).toBeGreaterThanOrEqual(markedUncertain.has(to) ? 0 : 1);
      expect(shown, to).toBeLessThanOrEqual(markedDouble.has(to) ? 2 : 1);
    }
  });

  test('by SIGTERM (graceful shutdown) stops in time, with exit code 0 and no message in doubt', async () => {
    const api = await file.start();
    const { id } = await api.send({ to: '+33639980002', text: 'Alerte' });
    await api.untilState(id, 'delivered');
    smsc.misbehave({ slowMs: 300 });
    const late = await api.send({ to: '+33639980003', text: 'Alerte' });
    await smsc.until(({ stats }) => stats.submits === 2);
    expect(await file.stop()).toBe(0);
    smsc.calm();
    const again = await file.start();
    expect(['sent', 'delivered']).toContain((await again.message(late.id)).state);
    expect(await again.untilState(late.id, 'delivered')).toMatchObject({ possibleDuplicate: false });
  });
});
