import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TriggersService } from '../../../src/domain/triggers/triggers-service.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import { TriggerService } from '../../../src/triggers/trigger-service.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { notThere } from '../../support/not-there.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';
import { FakeAlerts } from '../../support/triggers/fake-alerts.ts';
import { fakeScenarios } from '../../support/triggers/fake-scenarios.ts';
import { memoryRepositories } from '../../support/triggers/memory-repositories.ts';

let disk: StoreOnDisk;
let http: HttpRig;
let alerts: FakeAlerts;

beforeEach(async () => {
  disk = await StoreOnDisk.open();
  alerts = new FakeAlerts();
  const repository = memoryRepositories();
  alerts.keepEvent = repository.keepEvent;
  const create = alerts.create.bind(alerts);
  vi.spyOn(alerts, 'create').mockImplementation(async (...args) => {
    // The fake keeps alerts in memory; on disk this stands for one.
    await disk.store.lists.create(`alert ${alerts.kept.size}`, { kind: 'emergency' }, 1);
    return create(...args);
  });
  const service = new TriggerService({
    ...{ alerts, repository, scenarios: fakeScenarios, clock: disk.clock },
    brake: () => undefined,
    refused: async () => {},
  });
  const rules = [{ when: { '/level': ['3'] }, scenario: 'crue vallee', values: { place: '/site' } }];
  service.add('named', { each: '/events', identity: ['/id'], rules }, 'webhook');
  service.add('nameless', { each: '/events', identity: [], rules }, 'webhook');
  const triggers: TriggersService = {
    ...notThere<TriggersService>('triggers'),
    take: (name, body, by) => service.take(name, body, by),
    knowsAgain: (name, body) => service.knowsAgain(name, body),
  };
  http = new HttpRig(undefined, { triggers, answers: disk.store });
});
afterEach(async () => {
  await http.app.close();
  await disk.remove();
});

const body = { events: [1, 2].map((id) => ({ id, level: 3, site: `Site ${id}` })) };
const post = (trigger: string) =>
  http.ask('operator', 'POST', `/v1/triggers/${trigger}`, body, { 'idempotency-key': 'k' });

/** Lets the launch of this alert fail once. */
const failLaunchOf = (alert: number): void => {
  const advance = alerts.advance.bind(alerts);
  let hasFailed = false;
  vi.spyOn(alerts, 'advance').mockImplementation(async (id, to) => {
    if (id !== alert || hasFailed) return advance(id, to);
    hasFailed = true;
    throw new TocsinError('storeUnavailable', 'silent');
  });
};

test.for([1, 2])(
  'events with identities whose launch %i failed go on with the same Idempotency-Key, each once',
  async (alert) => {
    failLaunchOf(alert);
    expect((await post('named')).statusCode).toBe(503);
    expect((await post('named')).statusCode).toBe(202);
    expect((await post('named')).headers['idempotency-replayed']).toBe('true');
    expect(alerts.steps).toEqual(['create 1', 'launch 1', 'create 2', 'launch 2']);
  },
);

test('events without identities of which one was acted on are not acted on again with the same Idempotency-Key', async () => {
  failLaunchOf(2);
  expect((await post('nameless')).statusCode).toBe(503);
  const again = await post('nameless');
  expect(again.statusCode).toBe(409);
  expect(again.json()).toMatchObject({ type: 'urn:tocsin:problem:idempotency-in-doubt' });
  expect(alerts.steps).toEqual(['create 1', 'launch 1', 'create 2']);
});
