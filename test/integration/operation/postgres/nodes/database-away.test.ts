import { afterEach, beforeEach, expect, test } from 'vitest';
import { draft } from '../../../../support/alerts/alert-gateway.ts';
import { crowding } from '../../../../support/crowding.ts';
import { expectAllHadIt, firstNumbers, shownTo } from '../../../../support/gateway/all-had-it.ts';
import { isOver, NodesOnCarrier } from '../../../../support/gateway/nodes-on-carrier.ts';
import { Poster } from '../../../../support/gateway/poster.ts';
import { numberOf } from '../../../../support/store/messages.ts';

const PEOPLE = 1500;
/** The first number that is posted to alone, behind those of the alert. */
const ALONE = 4000;
/** In so many ms the middle one of all refusals comes: a database that refuses connections is noticed at once. */
const REFUSED_MS = 1000;
/**
 * In so many ms each request is answered, or after the database is back: one whose commit was under way waits for it,
 * since nobody knows its outcome.
 */
const ANSWER_MS = 10_000;
const NO_BEAT = 'the node cannot show that it lives; trying again';

let rig: NodesOnCarrier;

beforeEach(async () => {
  rig = await NodesOnCarrier.make({ submitLatencyMs: 30, window: 3 });
});
afterEach(() => rig[Symbol.asyncDispose]());

test('while the database is away each node refuses what it cannot store, no node is declared dead, and then all goes on', async () => {
  const { north, south } = await rig.startBoth();
  const { id } = await north.create(draft(PEOPLE, { priority: 'critical' }));
  await north.launch(id);
  const posters = [new Poster(north, ALONE), new Poster(south, ALONE + 2500)];
  await rig.smsc.until(({ phones }) => phones.shownCount >= 100);
  rig.database('goAway', 'north', 'south');
  const goneAt = performance.now();
  for (const name of ['north', 'south']) await rig.nodes.heard(name, NO_BEAT, 4);
  await north.until(
    async () => posters.every(({ refused }) => refused.length >= 20),
    (areRefused) => areRefused,
  );
  rig.database('comeBack', 'north', 'south');
  const awayMs = performance.now() - goneAt;
  const before = posters.map(({ accepted }) => accepted.length);
  await north.until(
    async () => posters.every(({ accepted }, at) => accepted.length >= (before[at] ?? 0) + 20),
    (areAccepted) => areAccepted,
  );
  for (const poster of posters) await poster.end();
  await south.untilAlert(id, isOver);
  const all = await north.until(
    () => north.messages(),
    (messages) => messages.every(({ state }) => state === 'delivered'),
  );
  const accepted = posters.flatMap((poster) => poster.accepted);
  expectAllHadIt(rig.smsc, [...firstNumbers(PEOPLE), ...accepted], all);
  // Who was told that the message is refused sends it again, so it must not have been sent.
  expect(
    shownTo(
      rig.smsc,
      posters.flatMap(({ refused }) => refused),
    ),
  ).toBe(0);
  const crowded = crowding();
  for (const { statuses, middleRefusalMs, slowestMs } of posters) {
    expect([...statuses].toSorted()).toEqual([202, 503]);
    expect(middleRefusalMs).toBeLessThan(REFUSED_MS * crowded);
    expect(slowestMs).toBeLessThan(awayMs + ANSWER_MS);
  }
  const logs = ['north', 'south'].flatMap((name) => rig.nodes.logs.get(name) ?? []);
  expect(logs.filter((line) => line.includes('taken for dead'))).toEqual([]);
});

test('a leader that alone loses the database is declared dead, sends nothing by itself from then on, and ends once it is back', async () => {
  const { north, south } = await rig.startBoth();
  const { id } = await north.create(draft(PEOPLE, { priority: 'critical' }));
  await north.launch(id);
  await rig.smsc.until(({ phones }) => phones.shownCount >= 100);
  rig.database('goAway', 'north');
  await rig.nodes.heard('south', 'taken for dead');
  await rig.untilLed(south);
  expect((await north.request('POST', '/v1/messages', { to: numberOf(ALONE), text: 'Ici.' })).status).toBe(
    503,
  );
  rig.database('comeBack', 'north');
  await rig.nodes.ended('north');
  await south.untilAlert(id, isOver);
  expectAllHadIt(rig.smsc, firstNumbers(PEOPLE), await south.messagesOf(id));
});
