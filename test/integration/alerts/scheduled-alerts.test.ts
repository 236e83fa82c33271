import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { AlertClient } from '../../support/alerts/alert-client.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { ApiClient } from '../../support/http/api-client.ts';
import { HookServer } from '../../support/http/hook-server.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const MINUTE_MS = 60_000;
const NUMBERS = ['+33639980001', '+33639980002'] as const;

let hooks: HookServer;
let gateway: Gateway;
let admin: AlertClient;
let approver: AlertClient;
/** How far the clock of the gateway is ahead of the machine's, ms. */
let ahead: number;
let list: number;
let segment: number;
let scenario: number;

const clock = { ...systemClock, now: () => systemClock.now() + ahead };
/** Moves the clock of the gateway to the next full minute, and so many minutes further. */
const later = (minutes = 0): void => {
  ahead += MINUTE_MS - (clock.now() % MINUTE_MS) + minutes * MINUTE_MS;
};

const make = async (path: string, body: object): Promise<number> =>
  (await admin.call<{ id: number }>('POST', path, body, { status: 201 })).id;

beforeEach(async () => {
  ahead = 0;
  hooks = await HookServer.start();
  const { port } = await startCarrier();
  const route = { id: 'carrier-a', type: 'smpp', host: '127.0.0.1', port, systemId: 'tocsin' } as const;
  gateway = await Gateway.start(
    { routes: [route], alerts: { twoPersons: 'always' }, webhooks: { allowPrivate: true } },
    { clock },
  );
  admin = AlertClient.of(gateway.api);
  approver = AlertClient.of(new ApiClient(gateway.url, await gateway.token('approver')));
  list = await make('/v1/lists', { name: 'équipe', kind: 'emergency' });
  for (const number of NUMBERS) {
    await make('/v1/contacts', { number });
    await admin.call('PUT', `/v1/lists/${list}/members/${number}`, {
      consent: 'unknown',
      consentSource: 'roll call',
    });
  }
  segment = await make('/v1/segments', { name: 'de garde', rule: { list } });
  scenario = await make('/v1/scenarios', {
    name: 'Exercice du mois',
    content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Rassemblement au point A.' }] },
    audience: { include: [{ list }], within: [{ segment }] },
    kind: 'exercise',
  });
  await approver.call('POST', `/v1/scenarios/${scenario}/approve`);
  await make('/v1/webhooks', { name: 'duty room', url: hooks.url, events: ['launch'] });
  await gateway.api.untilRoute('carrier-a', 'up');
});
afterEach(async () => {
  await gateway.stop();
  await hooks.stop();
});

interface Launch {
  readonly outcome: string;
  readonly alert: number | null;
  readonly detail: string | null;
}
const schedule = (more: object = {}): Promise<number> =>
  make('/v1/schedules', {
    name: 'chaque minute',
    cron: '* * * * *',
    timeZone: 'Europe/Paris',
    scenario,
    ...more,
  });
/** The planned times of a schedule with their outcomes, newest first, once there are so many. */
const launches = (id: number, many = 1): Promise<readonly Launch[]> =>
  admin.until(
    async () => (await admin.get<{ items: Launch[] }>(`/v1/schedules/${id}/launches`)).items,
    (items) => items.length >= many && items.every(({ outcome }) => outcome !== 'firing'),
  );
const told = async (): Promise<unknown> => {
  const [first] = await hooks.until((all) => all.length > 0);
  return JSON.parse(first?.body ?? '');
};
const audited = async (action: string) =>
  (await admin.get<{ items: { actor: { id: string }; subject: string }[] }>(`/v1/audit?action=${action}`))
    .items;

/** Whether the figures of an alert are stored, read from the file since the API does not show it. */
const isKept = (alert: number): boolean => {
  const db = new Database(gateway.config.store.sqlite, { readonly: true });
  try {
    return db.prepare('SELECT 1 FROM alert_reports WHERE alert_id = ?').get(alert) !== undefined;
  } finally {
    db.close();
  }
};

describe('a scenario that a schedule launches', () => {
  test('is sent at its time and completes, and its figures stay when its people are erased', async () => {
    const id = await schedule();
    later();
    const [launch] = await launches(id);
    expect(launch).toMatchObject({ outcome: 'launched', detail: null });
    const alert = launch?.alert ?? 0;
    await admin.untilAlert(alert, ({ state }) => state === 'completed');
    const messages = await admin.messagesOf(alert);
    expect(messages.map(({ to, state }) => [to, state]).toSorted()).toEqual(
      NUMBERS.map((number) => [number, 'delivered']),
    );
    await admin.until(async () => isKept(alert), Boolean);
    const figures = async () => {
      const { people, byGroup } = await admin.get<{ people: object; byGroup: object }>(
        `/v1/alerts/${alert}/report`,
      );
      return { people, byGroup };
    };
    const before = await figures();
    expect(before).toMatchObject({
      people: { total: 2, reached: 2 },
      byGroup: [{ people: 2, reached: 2 }, {}],
    });
    for (const number of NUMBERS) await admin.call('POST', `/v1/people/${number}/erase`);
    expect(await admin.get(`/v1/lists/${list}/members`)).toMatchObject({ items: [] });
    // Time passes, so that the report is counted again and not shown from an earlier count.
    ahead += MINUTE_MS / 2;
    expect(await figures()).toEqual(before);
  });

  test('is not launched when its approval has lapsed, and the webhook and the audit log have the reason', async () => {
    const id = await schedule();
    await admin.call('PUT', `/v1/segments/${segment}`, {
      name: 'tous',
      rule: { or: [{ list }, { field: 'number', op: 'exists' }] },
    });
    later();
    const [launch] = await launches(id);
    const reason = expect.stringMatching(/^segment 1 may mean other people/);
    expect(launch).toMatchObject({ outcome: 'kept', detail: reason });
    expect(await admin.alert(launch?.alert ?? 0)).toMatchObject({ state: 'pendingApproval', waves: [] });
    expect(await told()).toMatchObject({
      type: 'launch.refused',
      data: { by: `schedule:${id}`, name: 'chaque minute', scenario, alert: launch?.alert, reason },
    });
    const [noted] = await admin.until(
      () => audited('launch.refused'),
      (items) => items.length > 0,
    );
    expect(noted).toMatchObject({ actor: { id: `schedule:${id}` }, subject: `scenario:${scenario}` });
  });

  test('is not launched when its audience is nobody, and the webhook reports that', async () => {
    for (const number of NUMBERS) await admin.call('DELETE', `/v1/lists/${list}/members/${number}`);
    const id = await schedule();
    later();
    expect((await launches(id))[0]).toMatchObject({ outcome: 'kept', detail: 'audience is nobody' });
    expect(await told()).toMatchObject({ type: 'launch.refused', data: { reason: 'audience is nobody' } });
  });

  test('is reported as missed once, for all planned times while the gateway was not running', async () => {
    const id = await schedule({ grace: 'PT1M' });
    later(10);
    // The last planned time is still within the grace, and is launched after the others are reported.
    const all = await launches(id, 11);
    expect(all.at(-1)).toMatchObject({ outcome: 'missed', alert: null });
    expect(await told()).toMatchObject({
      type: 'launch.missed',
      data: {
        by: `schedule:${id}`,
        scenario,
        alert: null,
        times: all.filter(({ outcome }) => outcome === 'missed').length,
      },
    });
    expect(await audited('launch.missed')).toHaveLength(1);
  });
});
