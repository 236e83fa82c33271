import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertClient } from '../../../../support/alerts/alert-client.ts';
import { draft } from '../../../../support/alerts/alert-gateway.ts';
import { isOver, NodesOnCarrier } from '../../../../support/gateway/nodes-on-carrier.ts';
import { HookServer } from '../../../../support/http/hook-server.ts';
import { numberOf } from '../../../../support/store/messages.ts';

let rig: NodesOnCarrier;
let hooks: HookServer;
let north: AlertClient;
let south: AlertClient;

beforeEach(async () => {
  rig = await NodesOnCarrier.make({
    more: 'webhooks: { allowPrivate: true }\noptOuts: { messages: suppress }\n',
  });
  hooks = await HookServer.start();
  ({ north, south } = await rig.startBoth());
});
afterEach(async () => {
  await rig[Symbol.asyncDispose]();
  await hooks.stop();
});

/** A text that a phone sends to the bind that only `south` has, while `north` leads. */
const says = (phone: number, text: string) =>
  rig.smsc.sendInbound({
    from: numberOf(phone).slice(1),
    to: 'PREFECTURE',
    text,
    systemId: 'of-south',
  });

test('an opt-out and a keyword that come by the bind of a node that does not lead are handled and answered', async () => {
  await south.call('POST', '/v1/keywords', {
    word: 'METEO',
    reply: 'Averses demain.',
  });
  await says(0, 'STOP');
  await says(1, 'meteo');
  await rig.smsc.until(({ phones }) => phones.texts(numberOf(1)).includes('Averses demain.'));
  await rig.smsc.until(({ phones }) => phones.texts(numberOf(0)).length === 1);
  const { items } = await south.get<{ items: { number: string }[] }>('/v1/opt-outs?limit=10');
  expect(items.map(({ number }) => number)).toEqual([numberOf(0)]);
  for (const client of [north, south]) {
    const one = await client.send({ to: numberOf(0), text: 'Gagnez les hauteurs.' });
    expect(await client.untilState(one.id, 'suppressed', 'delivered')).toMatchObject({ state: 'suppressed' });
  }
  const { id } = await south.create(draft(3));
  await south.launch(id);
  const { progress } = await south.untilAlert(id, isOver);
  expect(progress.byState).toEqual({ suppressed: 1, delivered: 2 });
});

test('a webhook and the stream of events through a node that does not lead tell of a message that another node sends', async () => {
  const hook = { name: 'town hall', url: hooks.url, events: ['message.delivered'] };
  await south.call('POST', '/v1/webhooks', hook, { status: 201 });
  const stream = await south.request('GET', '/v1/events?types=message.delivered');
  expect(stream.status).toBe(200);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  const { id } = await north.send({ to: numberOf(2), text: 'Gagnez les hauteurs.', routes: ['of-south'] });
  const [first] = await hooks.until((all) => all.length > 0);
  const delivered = { type: 'message.delivered', data: { id, route: 'of-south' } };
  expect(JSON.parse(first?.body ?? '')).toMatchObject(delivered);
  let told = '';
  const event = () => /^event: message\.delivered\n(?:id: .*\n)?data: (.*)\n/m.exec(told)?.[1];
  while (event() === undefined) told += (await reader?.read())?.value ?? '';
  expect(JSON.parse(event() ?? '')).toMatchObject(delivered);
  await reader?.cancel();
});
