import { expect, test } from 'vitest';
import { AlertClient } from '../../support/alerts/alert-client.ts';
import { startGateway } from '../../support/modem/on-gateway.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';
import { numberOf } from '../../support/store/messages.ts';

const PEOPLE = 300;
const OLD = 'Crue : gagnez les hauteurs.';
const NEW = 'Crue : la route du nord est coupée.';

const saying = (text: string) => ({ defaultLanguage: 'fr', variants: [{ language: 'fr', text }] });

test('an update on a slow route is the last text of everybody, and the only text of people who did not have the first text yet', async () => {
  const smsc = await startCarrier();
  const gateway = await startGateway({
    sender: 'PREFECTURE',
    routes: [
      {
        id: 'carrier-a',
        type: 'smpp',
        host: '127.0.0.1',
        port: smsc.port,
        systemId: 'tocsin',
        window: 5,
        rate: 60,
      },
    ],
  });
  const operator = new AlertClient(gateway.url, await gateway.token('operator'));
  await operator.untilRoute('carrier-a', 'up');
  const people = Array.from({ length: PEOPLE }, (_, index) => numberOf(index));
  const { id } = await operator.create({
    title: 'Crue',
    priority: 'critical',
    content: saying(OLD),
    audience: { include: [{ numbers: people }] },
    validFor: 'PT1H',
  });
  await operator.launch(id);
  await smsc.until(() => smsc.stats.accepted >= 20);
  await operator.step(id, 'update', { content: saying(NEW) });
  await operator.untilAlert(id, ({ state }) => state === 'completed');

  const messages = await operator.messagesOf(id);
  const first = Object.groupBy(
    messages.filter(({ wave }) => wave === 1),
    ({ state }) => state,
  );
  const had = new Set((first['delivered'] ?? []).map(({ to }) => to));
  const replaced = first['cancelled'] ?? [];
  expect(had.size + replaced.length).toBe(PEOPLE);
  expect(replaced.length).toBeGreaterThan(PEOPLE / 2);
  const second = messages.filter(({ wave }) => wave === 2);
  expect(second.map(({ to }) => to).toSorted()).toEqual(people.toSorted());
  for (const number of people) {
    expect(smsc.phones.texts(number), number).toEqual(had.has(number) ? [OLD, NEW] : [NEW]);
  }
});
