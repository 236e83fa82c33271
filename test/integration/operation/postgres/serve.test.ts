import { expect, onTestFinished, test } from 'vitest';
import { GatewayProcess } from '../../../../scripts/lib/gateway-process.ts';
import { ApiClient } from '../../../support/http/api-client.ts';
import { Configured } from '../../../support/postgres/configured.ts';

const MORE = 'http: { listen: 127.0.0.1:0 }\nroutes: []\n';

test('a gateway serves on PostgreSQL without a reserve of the disk, and no second one starts beside it', async () => {
  const postgres = await Configured.make();
  onTestFinished(() => postgres[Symbol.asyncDispose]());
  await postgres.write(postgres.url, MORE);
  const { stdout } = await postgres.run('token', 'create', '--name', 'test', '--role', 'admin');
  const gateway = await GatewayProcess.start(postgres.config);
  onTestFinished(async () => {
    await gateway.stop('SIGKILL');
  });
  const api = new ApiClient(gateway.url, stdout.trim());
  const { id } = await api.send({ to: '+33639980001', text: 'Crue' });
  expect(await api.get(`/v1/messages/${id}`)).toMatchObject({ state: 'queued' });
  const metrics = await (await api.request('GET', '/metrics')).text();
  expect(metrics).toContain('tocsin_disk_free_bytes -1');
  expect(metrics).toContain('tocsin_disk_reserve_reached 0');
  const second = await GatewayProcess.start(postgres.config).then(
    async (started) => `it started, and ended with ${await started.stop('SIGKILL')}`,
    (error: Error) => error.message,
  );
  expect(second).toContain('another gateway runs on postgres://');
  expect(await gateway.stop('SIGTERM')).toBe(0);
  const next = await GatewayProcess.start(postgres.config);
  expect(await next.stop('SIGTERM')).toBe(0);
});
