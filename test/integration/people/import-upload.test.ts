import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gateway } from '../../support/gateway/gateway.ts';
import { RawHttp } from '../../support/http/raw-http.ts';

let gateway: Gateway;
let token = '';
beforeAll(async () => {
  gateway = await Gateway.start({ country: 'FR', routes: [] });
  token = await gateway.token('operator');
});
afterAll(() => gateway.stop());

interface Job {
  readonly id: number;
  readonly state: string;
  readonly created: number;
}

const imports = async (): Promise<readonly Job[]> =>
  (await gateway.api.get<{ items: readonly Job[] }>('/v1/imports')).items;

const head = (octets: number): string =>
  `POST /v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: text/csv\r\n` +
  `Content-Length: ${octets}\r\n\r\n`;

test('an import whose upload breaks off imports nothing, not even its valid rows', async () => {
  const client = await RawHttp.connect(Number(new URL(gateway.url).port));
  await client.write(`${head(1_000_000)}number\n+33639980001\n`);
  await gateway.api.until(imports, (jobs) => jobs.some(({ state }) => state === 'receiving'));
  client.socket.destroy();
  await gateway.api.until(imports, (jobs) => jobs.length === 0);
  expect(await gateway.api.get('/v1/contacts')).toMatchObject({ items: [] });
});

test('an import that is uploaded octet by octet is imported completely', async () => {
  const client = await RawHttp.connect(Number(new URL(gateway.url).port));
  const file = 'number,name\r\n+33639980001,Ana\r\n+33639980002,"B\r\nob"';
  await client.write(head(file.length));
  for (const octet of file) await client.write(octet);
  const answer = await client.answer();
  expect(answer?.status).toBe(202);
  const { id } = JSON.parse(answer?.body ?? '') as Job;
  const job = () => gateway.api.get<Job>(`/v1/imports/${id}`);
  expect(await gateway.api.until(job, ({ state }) => state === 'done')).toMatchObject({ created: 2 });
  client.socket.destroy();
});
