import { expect, test } from 'vitest';
import { Gateway } from '../../support/gateway/gateway.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

/** `scripts/bench --only imports` measures how long an import takes. */
const PEOPLE = 50_000;

interface Job {
  readonly state: string;
  readonly created: number;
  readonly refused: number;
  readonly failure: string | null;
}

/** These numbers are longer than any in France, so nobody has them. */
const fileOf = (people: number): string => {
  const rows = Array.from(
    { length: people },
    (_, n) =>
      `+3363998${String(n).padStart(7, '0')},Person ${n},fr,"48,${n}",-2.01,35400,Building ${n % 50},${n % 12}`,
  );
  return `number,name,language,lat,lon,postal code,building,floor\n${rows.join('\n')}\n`;
};

test('critical messages are delivered while a file of people is imported', async () => {
  const smsc = await startCarrier();
  const gateway = await Gateway.start({
    sender: 'PREFECTURE',
    country: 'FR',
    routes: [
      {
        id: 'carrier-a',
        type: 'smpp',
        host: '127.0.0.1',
        port: smsc.port,
        systemId: 'tocsin',
        password: 'secret',
      },
    ],
  });
  let sent = 0;
  try {
    await gateway.api.untilRoute('carrier-a', 'up');
    const response = await gateway.api.request('POST', '/v1/imports', fileOf(PEOPLE), {
      'content-type': 'text/csv',
    });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: number };
    const job = () => gateway.api.get<Job>(`/v1/imports/${id}`);
    while (['waiting', 'running'].includes((await job()).state)) {
      const message = await gateway.api.send({ to: '+33639980001', text: 'Alerte', priority: 'critical' });
      await gateway.api.untilState(message.id, 'delivered');
      sent += 1;
    }
    expect(await job()).toMatchObject({ state: 'done', created: PEOPLE, refused: 0, failure: null });
    expect(sent).toBeGreaterThan(10);
  } finally {
    await gateway.stop();
  }
});
