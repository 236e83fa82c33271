import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertTester } from '../../../../src/alerts/self-test/alert-tester.ts';
import { markTest } from '../../../../src/alerts/self-test/mark-test.ts';
import { alertsConfig } from '../../../../src/config/alerts.ts';
import { configuredNumbers } from '../../../../src/config/our-numbers.ts';
import { configSchema } from '../../../../src/config/schema.ts';
import type { AlertDraft } from '../../../../src/domain/alerts/alert.ts';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import { MessageIds } from '../../../../src/domain/messages/message-id.ts';
import { EVERY_LIST_ID } from '../../../../src/domain/people/opt-out.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { newMessage, numberOf } from '../../../support/store/messages.ts';

const OWN = numberOf(9000);
const HOUR_MS = 3_600_000;

let rig: AlertRig;
let tester: AlertTester;
let queued: NewMessage[];
beforeEach(async () => {
  rig = await AlertRig.start();
  queued = [];
  const { store, clock } = rig.disk;
  const ids = new MessageIds(0);
  tester = new AlertTester({
    alerts: store,
    tests: store.alertTests,
    audiences: store,
    policy: alertsConfig.parse({}),
    traffic: rig.traffic,
    timeZone: 'Europe/Paris',
    ours: new Set([OWN]),
    prepare: async ({ to, text, routes, priority }, owner) =>
      newMessage({ id: ids.next(clock.now()), to, text, routes, priority, owner, createdAt: clock.now() }),
    stored: (messages) => queued.push(...messages),
    announce: () => {},
    clock,
  });
});
afterEach(() => rig.remove());

const testOf = (id: number, own: Partial<Parameters<AlertTester['test']>[1]> = {}) =>
  tester.test(id, { numbers: [OWN], short: false, ...own }, author);
const drafted = (own: Partial<AlertDraft> = {}) => rig.create(1, own);
const logged = async (id: number) => (await rig.disk.store.alertLog(id)).map(({ action }) => action);

describe('a test of an alert', () => {
  test('is refused for a number that is not ours, and says what counts as ours', async () => {
    const { id } = await drafted();
    const verdict = await testOf(id, { numbers: [OWN, numberOf(1)] });
    expect(verdict).toMatchObject({
      kind: 'invalid',
      errors: [{ path: 'numbers[1]', message: expect.stringMatching(/alerts\.testNumbers.*drills/) }],
    });
    expect(queued).toEqual([]);
  });

  test('goes to a number of a drill, since that is ours', async () => {
    const drill = numberOf(7);
    rig.disk.fill(
      `INSERT INTO drills (name, definition, created_at) VALUES ('d', '${JSON.stringify({ numbers: [drill] })}', 0)`,
    );
    const { id } = await drafted();
    expect(await testOf(id, { numbers: [drill] })).toMatchObject({ kind: 'done' });
  });

  test('names each route and language that the alert cannot have', async () => {
    const { id } = await drafted();
    expect(await testOf(id, { routes: ['nowhere'], languages: ['fr', 'eo'] })).toMatchObject({
      errors: [{ path: 'routes[0]' }, { path: 'languages[1]' }],
    });
  });

  test('of an exercise bears both marks, and looks live in no language', async () => {
    const { id } = await drafted({ kind: 'exercise' });
    await testOf(id);
    expect(queued.map(({ text }) => text)).toEqual(['ESSAI - EXERCICE - Crue : gagnez les hauteurs.']);
    for (const language of ['de', 'en', 'es', 'fr', 'it', 'nl', 'pt', 'eo'])
      expect(markTest('x', language)).toMatch(/^(TEST|ESSAI|PRUEBA|PROVA|TESTE) - x$/);
  });

  test('is one commit with its line in the log, and changes neither the version nor the figures', async () => {
    const alert = await drafted();
    const verdict = await testOf(alert.id);
    expect(verdict).toMatchObject({
      kind: 'done',
      test: { hash: (await rig.service.preview(alert.id))?.hash },
    });
    expect(await logged(alert.id)).toEqual(['create', 'test']);
    expect((await rig.service.get(alert.id))?.version).toBe(alert.version);
    expect(await rig.messages(alert.id)).toEqual([]);
  });

  test('of a text that somebody changes meanwhile sends nothing', async () => {
    const alert = await drafted();
    const store = rig.disk.store;
    const changing = new AlertTester({
      alerts: store,
      tests: store.alertTests,
      audiences: store,
      policy: alertsConfig.parse({}),
      traffic: rig.traffic,
      timeZone: 'Europe/Paris',
      ours: new Set([OWN]),
      prepare: async ({ to, text }) => {
        await rig.service.edit(alert.id, alert.draft, author);
        return newMessage({ to, text });
      },
      stored: (messages) => queued.push(...messages),
      announce: () => {},
      clock: rig.disk.clock,
    });
    expect(await changing.test(alert.id, { numbers: [OWN], short: false }, author)).toMatchObject({
      kind: 'changed',
    });
    expect(queued).toEqual([]);
  });

  test('is not sent to a number that opted out, and says so', async () => {
    await rig.disk.store.optOut({ number: OWN, listId: EVERY_LIST_ID, source: 'sms', evidence: 'x', at: 0 });
    const { id } = await drafted();
    expect(await testOf(id)).toMatchObject({
      test: { messages: [{ message: undefined, reason: 'the number has opted out' }] },
    });
    expect(queued).toEqual([]);
  });

  test('has at most 50 messages, and all tests of an alert have at most 100 within an hour', async () => {
    const numbers = [OWN];
    const routes = rig.traffic.routes;
    rig.traffic.routes = Array.from(
      { length: 60 },
      (_, index) => ({ ...routes[0], id: `r${index}` }) as never,
    );
    const some = (count: number) => Array.from({ length: count }, (_, index) => `r${index}`);
    const { id } = await drafted();
    expect(await testOf(id, { numbers, routes: some(51) })).toMatchObject({ kind: 'invalid' });
    for (const _ of [1, 2]) expect(await testOf(id, { routes: some(50) })).toMatchObject({ kind: 'done' });
    expect(await testOf(id)).toMatchObject({ kind: 'tooMany' });
    await rig.disk.clock.advance(HOUR_MS);
    expect(await testOf(id)).toMatchObject({ kind: 'done' });
  });

  test('counts for the person, too: by ever new alerts nobody has a phone flooded', async () => {
    const routes = rig.traffic.routes;
    rig.traffic.routes = Array.from(
      { length: 50 },
      (_, index) => ({ ...routes[0], id: `r${index}` }) as never,
    );
    const all = rig.traffic.routes.map(({ id }) => id);
    for (const _ of [1, 2])
      expect(await testOf((await drafted()).id, { routes: all })).toMatchObject({ kind: 'done' });
    const { id } = await drafted();
    expect(await testOf(id)).toMatchObject({ kind: 'tooMany' });
    const other = { id: 'other', name: 'other' };
    expect(await tester.test(id, { numbers: [OWN], short: false }, other)).toMatchObject({ kind: 'done' });
    await rig.disk.clock.advance(HOUR_MS);
    expect(await testOf(id)).toMatchObject({ kind: 'done' });
  });

  test.each(['sending', 'stopped'])('is refused once the alert is %s', async (state) => {
    const { id } = await drafted();
    await rig.launch(id);
    if (state === 'stopped') await rig.service.stop(id, author);
    expect(await testOf(id)).toMatchObject({ kind: 'wrongState' });
  });
});

test('numbers of ours are those of tests, duty, phones that launch, ears and heartbeats', () => {
  const modem = (id: string, own: object) => ({ id, type: 'modem', device: `/dev/${id}`, ...own });
  const config = configSchema.parse({
    sender: 'PREFECTURE',
    alerts: { testNumbers: [numberOf(1)] },
    inbound: { duty: [numberOf(2)] },
    triggers: { sms: { phones: [numberOf(3)] } },
    routes: [
      modem('m1', { ear: { number: numberOf(4) } }),
      modem('m2', { heartbeat: { to: numberOf(5), every: '1h' } }),
    ],
  });
  expect(configuredNumbers(config)).toEqual(new Set([1, 2, 3, 4, 5].map(numberOf)));
});
