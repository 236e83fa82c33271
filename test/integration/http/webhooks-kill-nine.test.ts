import { afterEach, beforeEach, expect, test } from 'vitest';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import type { ApiClient } from '../../support/http/api-client.ts';
import { HookServer } from '../../support/http/hook-server.ts';

let hooks: HookServer;
let file: GatewayFile;
beforeEach(async () => {
  hooks = await HookServer.start();
  // No carrier listens there, so that messages stay queued until they are cancelled.
  file = await GatewayFile.make(
    `  - { id: nowhere, type: smpp, host: 127.0.0.1, port: 1, systemId: x, password: x }
webhooks: { allowPrivate: true }`,
  );
});
afterEach(async () => {
  await file.remove();
  await hooks.stop();
});

const cancelMany = async (api: ApiClient, many: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < many; n++) {
    const { id } = await api.send({ to: '+33639980001', text: `${n}` });
    await api.request('POST', `/v1/messages/${id}/cancel`);
    ids.push(id);
  }
  return ids;
};

interface Told {
  readonly type: string;
  readonly data: { readonly id: string };
}
const toldOf = () => hooks.received.map(({ body }) => JSON.parse(body) as Told);

test('after a kill -9 while a webhook does not answer, the gateway delivers all events with their ids unchanged', async () => {
  const api = await file.start();
  // The server takes requests and never answers.
  hooks.respond = () => {};
  await api.request('POST', '/v1/webhooks', {
    name: 'x',
    url: hooks.url,
    events: ['message.cancelled', 'route'],
  });
  const before = await cancelMany(api, 20);
  await hooks.until((all) => all.length >= 3);
  await file.kill();
  const unanswered = hooks.received.map(({ headers }) => headers['webhook-id']);
  hooks.received.length = 0;
  hooks.respond = (_request, response) => {
    response.writeHead(200).end();
  };
  const again = await file.start();
  const after = await cancelMany(again, 5);
  await hooks.until(() => new Set(toldOf().map(({ data }) => data.id)).size >= 25);
  expect(new Set(toldOf().map(({ data }) => data.id))).toEqual(new Set([...before, ...after]));
  // This run delivers each event once, also those that got no answer before.
  const ids = hooks.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(unanswered));
});
