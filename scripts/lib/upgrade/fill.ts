import Database from 'better-sqlite3';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { HookServer } from '../../../test/support/http/hook-server.ts';
import { fillMessages, fillSending, UNCONFIRMED } from './fill-messages.ts';
import { fillAlerts, fillTown } from './fill-town.ts';
import { ALONE, type Stage } from './stage.ts';
import type { Tree } from './tree.ts';

interface Hook {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
}

/** Longer than a receipt is waited for after the end of a validity, ms. */
const LONG_AGO_MS = 2 * 3_600_000;

/** So many messages stay in the hands of a carrier. */
const SENDING = 12;

/**
 * Lets a version of the program fill a new store by its own API and rules, with everything that the API can show and
 * `count` messages in all states.
 */
export const fill = async (
  stage: Stage,
  tree: Tree,
  { people, messages: count }: { readonly people: number; readonly messages: number },
  say: (text: string) => void = () => {},
): Promise<void> => {
  await using open = new AsyncDisposableStack();
  const [a, b] = [await Smsc.start(), await Smsc.start({ receiptDelayMs: 300 })];
  for (const smsc of [a, b]) open.defer(() => smsc.close());
  const hooks = await HookServer.start();
  open.defer(() => hooks.stop());
  const ports = [a.port, b.port] as const;
  stage.meet({ ports, responseTimeout: '1s', uncertainGrace: '300ms' });
  const tokens = {
    admin: await stage.makeUser(tree, 'Ada', 'admin'),
    operator: await stage.makeUser(tree, 'Anna', 'operator'),
    approver: await stage.makeUser(tree, 'Bruno', 'approver'),
  };
  stage.useToken(tokens.admin);

  const first = await stage.start(tree);
  open.defer(async () => void (await first.gateway.stop('SIGKILL')));
  const as = (role: keyof typeof tokens) => stage.client(first.gateway.url, tokens[role]);
  const officers = { operator: as('operator'), approver: as('approver'), admin: as('admin') };
  for (const id of ['carrier-a', 'carrier-b']) await officers.operator.untilRoute(id, 'up');
  say('people, scenarios, duty');
  const town = await fillTown(officers, hooks.url, people);
  say('alerts');
  const dead = new Set(['+33639980042', '+33639980057']);
  for (const smsc of [a, b]) smsc.misbehave({ undeliverable: dead });
  await fillAlerts(officers, town, (from, text) => a.sendInbound({ from: from.slice(1), to: '38002', text }));
  for (const smsc of [a, b]) smsc.calm();
  say('messages');
  await fillMessages(officers.admin, [a, b], count);
  await first.gateway.stop();

  pastValidity(stage.store);
  stage.meet({ ...ALONE, ports, routeDownAfter: undefined });
  const second = await stage.start(tree);
  open.defer(async () => void (await second.gateway.stop('SIGKILL')));
  await second.api.untilRoute('carrier-a', 'up');
  await second.api.until(
    () => second.api.messages(`&reference=${UNCONFIRMED}`),
    (all) => all.every(({ state }) => state === 'unconfirmed'),
  );
  await fillSending(second.api, a, SENDING);
  await second.gateway.stop('SIGKILL');

  stage.meet(ALONE);
  const third = await stage.start(tree);
  for (const id of ['carrier-a', 'carrier-b', 'carrier-c'])
    await third.api.call('POST', `/v1/routes/${id}/disable`, {});
  // A route that is disabled is not down. The alarm ends when the gateway looks again, which must not be in a dump.
  await third.api.until(
    () => third.api.get<{ items: readonly unknown[] }>('/v1/alarms?state=open&kind=routeDown'),
    ({ items }) => items.length === 0,
  );
  // Nothing is told any more, so that no delivery changes by itself.
  const { items } = await third.api.get<{ items: readonly Hook[] }>('/v1/webhooks');
  for (const { id, version, name, url, events } of items)
    await third.api.call(
      'PUT',
      `/v1/webhooks/${id}`,
      { name, url, events, enabled: false },
      { headers: { 'if-match': `"${version}"` } },
    );
  await third.gateway.stop();
};

/** Nobody waits for the end of a validity: it is put into the past, and the gateway does the rest. */
const pastValidity = (store: string): void => {
  const db = new Database(store);
  db.prepare('UPDATE messages SET valid_until = valid_until - ? - 86400000 WHERE reference = ?').run(
    LONG_AGO_MS,
    UNCONFIRMED,
  );
  db.close();
};
