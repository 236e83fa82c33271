import { describe, expect, test } from 'vitest';
import type { Role } from '../../../src/domain/access/role.ts';
import { parseCap } from '../../../src/triggers/cap/parse-cap.ts';
import { AlertClient } from '../../support/alerts/alert-client.ts';
import { startAlertGateway, textsTo as textsOf } from '../../support/alerts/alert-gateway.ts';
import { type ConfigInput, Gateway } from '../../support/gateway/gateway.ts';
import { areaXml, capXml, infoXml, octets } from '../../support/triggers/cap-documents.ts';
import { atomXml, FeedServer } from '../../support/triggers/feed-server.ts';

let gateway: Gateway;
let operator: AlertClient;
let as: (role: Role) => Promise<AlertClient>;

const start = async (input: Partial<ConfigInput>) => {
  ({ gateway, operator, as } = await startAlertGateway(input));
};
const textsTo = (number: string) => textsOf(operator, number);

interface Outcome {
  readonly id: number | null;
  readonly again: boolean;
  readonly result: string;
  readonly made: readonly { alert: number; state: string; holds: readonly string[] }[];
  readonly corrections: readonly { alert: number; what: string; done: boolean; reason: string | null }[];
}

const post = async (xml: string, type = 'application/cap+xml', role: Role = 'operator') => {
  const response = await fetch(`${gateway.url}/v1/cap`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${await gateway.token(role)}` },
    body: xml,
  });
  return {
    status: response.status,
    body: (await response.json()) as Outcome & { type: string; detail: string },
  };
};

const contact = (number: string, lat: number, lon: number, language = 'fr') =>
  operator.call('POST', '/v1/contacts', { number, language, position: { lat, lon } }, { status: 201 });

/** A time so many minutes from now, as CAP writes it. */
const inMinutes = (minutes: number): string =>
  `${new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19)}-00:00`;
const now = (fields: Parameters<typeof capXml>[0] = {}, info: Parameters<typeof infoXml>[0] = {}) =>
  capXml({ sent: inMinutes(-1), infos: infoXml({ expires: inMinutes(60), ...info }), ...fields });
describe('a CAP alert over HTTP', () => {
  test('goes to the people in its area, and its update and cancel to exactly those people, each once', async () => {
    await start({ cap: { launch: 'launch' } });
    await contact('+33639980001', 43.6, 1.4);
    await contact('+33639980002', 43.6, 1.4, 'en');
    await contact('+33639980003', 48.8, 2.3);
    const english = infoXml({
      language: 'en',
      headline: 'Flood',
      instruction: 'Go upstairs.',
      expires: inMinutes(60),
    });
    const sent = inMinutes(-1);
    const first = capXml({ sent, infos: infoXml({ expires: inMinutes(60) }) + english });
    const taken = await post(first);
    expect(taken).toMatchObject({
      status: 202,
      body: { result: 'taken', made: [{ state: 'sending', holds: [] }] },
    });
    const alert = taken.body.made[0]?.alert ?? 0;
    await operator.untilAlert(alert, ({ state }) => state === 'completed');
    expect(await post(first)).toMatchObject({ status: 200, body: { again: true, made: [{ alert }] } });

    const references = `vigilance@example.org,crue-1,${sent}`;
    const update = now(
      { identifier: 'crue-2', msgType: 'Update', references },
      { headline: 'La crue monte' },
    );
    expect(await post(update)).toMatchObject({
      status: 202,
      body: { result: 'taken', made: [], corrections: [{ alert, what: 'update', done: true, reason: null }] },
    });
    await operator.untilAlert(alert, ({ state, waves }) => waves.length === 2 && state === 'completed');
    const cancel = now({ identifier: 'crue-3', msgType: 'Cancel', references, infos: '' });
    expect(await post(cancel)).toMatchObject({
      body: { corrections: [{ alert, what: 'cancel', done: true }] },
    });
    await operator.untilAlert(alert, ({ state, waves }) => waves.length === 3 && state === 'completed');

    expect(await textsTo('+33639980001')).toEqual([
      expect.stringContaining('Crue de la rivière Test'),
      expect.stringContaining('La crue monte'),
      'Annulation : La crue monte. Cette alerte est annulée.'.replace(
        'La crue monte',
        'Crue de la rivière Test',
      ),
    ]);
    expect((await textsTo('+33639980002'))[0]).toContain('Flood');
    expect(await textsTo('+33639980003')).toEqual([]);

    const out = await operator.request('GET', `/v1/alerts/${alert}/cap`);
    expect(out.headers.get('content-type')).toBe('application/cap+xml');
    const parsed = parseCap(octets(await out.text()));
    expect(parsed).toMatchObject({
      kind: 'alert',
      alert: {
        sender: 'tocsin',
        identifier: `alert-${alert}-3`,
        status: 'Actual',
        msgType: 'Cancel',
        references: [{ identifier: `alert-${alert}-1` }, { identifier: `alert-${alert}-2` }],
      },
    });
    const feed = await operator.request('GET', '/v1/cap.atom');
    expect(feed.headers.get('content-type')).toBe('application/atom+xml');
    expect(await feed.text()).toContain(`href="/v1/alerts/${alert}/cap"`);
  });

  test('that one gateway publishes is read by another gateway from a feed', async () => {
    await start({ cap: { launch: 'launch' } });
    await contact('+33639980001', 43.6, 1.4);
    const { body } = await post(now());
    const document = await (await operator.request('GET', `/v1/alerts/${body.made[0]?.alert}/cap`)).text();
    const server = await FeedServer.open();
    const entry = { id: 'urn:1', updated: '2026-01-01T00:00:00Z', href: '/1.xml' };
    server.pages.set('/feed', { body: atomXml([entry]) });
    server.pages.set('/1.xml', { body: document });
    const other = await Gateway.start({ cap: { feeds: [{ url: `${server.origin}/feed` }] } });
    try {
      const reader = new AlertClient(other.url, await other.token('viewer'));
      const alerts = async () =>
        (await reader.call<{ items: { title: string; state: string }[] }>('GET', '/v1/alerts')).items;
      await expect.poll(alerts).toHaveLength(1);
      expect(await alerts()).toMatchObject([{ title: 'Crue de la rivière Test', state: 'draft' }]);
      // The alert is on disk before the feed has counted it.
      await expect
        .poll(() => reader.call('GET', '/v1/triggers'))
        .toMatchObject({ feeds: [{ url: `${server.origin}/feed`, taken: 1, refused: 0, trouble: null }] });
    } finally {
      await other.stop();
      await server.close();
    }
  });

  test('waits as a draft unless the configuration says otherwise, and its update waits for an operator', async () => {
    await start({});
    await contact('+33639980001', 43.6, 1.4);
    const sent = inMinutes(-1);
    const { body } = await post(now({ sent }));
    expect(body.made).toMatchObject([{ state: 'draft' }]);
    const alert = body.made[0]?.alert ?? 0;
    await operator.launch(alert);
    await operator.untilAlert(alert, ({ state }) => state === 'completed');
    const references = `vigilance@example.org,crue-1,${sent}`;
    const update = await post(now({ identifier: 'crue-2', msgType: 'Update', references }));
    expect(update).toMatchObject({
      status: 202,
      body: { result: 'waiting', corrections: [{ done: false }] },
    });
    expect(await operator.call('GET', '/v1/cap/messages')).toMatchObject({
      items: [
        {
          identifier: 'crue-2',
          stage: 'waiting',
          source: 'post',
          alerts: [alert],
          status: 'Actual',
          msgType: 'Update',
          result: 'waiting',
        },
        { identifier: 'crue-1', stage: 'done', msgType: 'Alert', result: 'taken', held: false },
      ],
    });
    expect(await operator.call('GET', `/v1/cap/messages/${update.body.id}`)).toMatchObject({
      outcome: { result: 'waiting', corrections: [{ alert, what: 'update', done: false }] },
      document: expect.stringContaining('<identifier>crue-2</identifier>'),
    });
    await operator.call('GET', '/v1/cap/messages/999', undefined, { status: 404 });
    expect((await operator.alert(alert)).log.map(({ action }) => action)).toContain('held');
    const apply = `/v1/cap/messages/${update.body.id}/apply`;
    expect(await operator.call('POST', apply, {})).toMatchObject({
      result: 'taken',
      corrections: [{ done: true }],
    });
    const again = await operator.call('POST', apply, {}, { status: 409 });
    expect(again).toMatchObject({ type: 'urn:tocsin:problem:wrong-state' });
    await operator.call('POST', '/v1/cap/messages/999/apply', {}, { status: 404 });
    await operator.untilAlert(alert, ({ waves, state }) => waves.length === 2 && state === 'completed');
    expect(await textsTo('+33639980001')).toHaveLength(2);
  });

  test('that has not been sent is withdrawn by its cancel, both as a draft and as a scheduled alert', async () => {
    await start({ cap: { launch: 'launch' } });
    await contact('+33639980001', 43.6, 1.4);
    const sent = inMinutes(-1);
    const draft = await post(now({ sent }, { areas: areaXml('') }));
    const later = await post(now({ identifier: 'crue-5', sent }, { effective: inMinutes(30) }));
    expect([draft, later].map(({ body }) => body.made[0]?.state)).toEqual(['draft', 'scheduled']);
    const references = ['crue-1', 'crue-5'].map((id) => `vigilance@example.org,${id},${sent}`).join(' ');
    const cancel = await post(now({ identifier: 'crue-6', msgType: 'Cancel', references, infos: '' }));
    expect(cancel.body.corrections).toMatchObject([
      { what: 'withdraw', done: true },
      { what: 'withdraw', done: true },
    ]);
    const states = [draft, later].map(({ body }) =>
      operator.call<{ state: string }>('GET', `/v1/alerts/${body.made[0]?.alert}`),
    );
    expect((await Promise.all(states)).map(({ state }) => state)).toEqual(['rejected', 'stopped']);
    expect(await textsTo('+33639980001')).toEqual([]);
  });

  test('waits for a second person if the policy asks for one', async () => {
    await start({ cap: { launch: 'launch' }, alerts: { twoPersons: 'live' } });
    await contact('+33639980001', 43.6, 1.4);
    const { body } = await post(now());
    expect(body.made).toMatchObject([
      { state: 'pendingApproval', holds: [expect.stringMatching(/second person/)] },
    ]);
    const approver = await as('approver');
    const alert = body.made[0]?.alert;
    const { hash } = await approver.call<{ hash: string }>('POST', `/v1/alerts/${alert}/preview`);
    expect(await approver.call('POST', `/v1/alerts/${alert}/approve`, { hash })).toMatchObject({
      state: 'approved',
    });
  });

  test('without geometry becomes a draft for nobody, which cannot be launched', async () => {
    await start({ cap: { launch: 'launch' } });
    await contact('+33639980001', 43.6, 1.4);
    const { body } = await post(now({}, { areas: areaXml('') }));
    expect(body.made).toMatchObject([
      { state: 'draft', holds: [expect.stringMatching(/no geometry/), expect.any(String)] },
    ]);
    await expect(operator.launch(body.made[0]?.alert ?? 0)).rejects.toThrow(/cannot-launch/);
  });

  test('is refused with the reason, also for its media type, its size or the role of the token', async () => {
    await start({});
    expect(await post(capXml().replace('<scope>Public</scope>', ''))).toMatchObject({
      status: 422,
      body: { type: 'urn:tocsin:problem:cap-refused', detail: 'alert has no <scope>' },
    });
    expect(await post('<!DOCTYPE a [<!ENTITY x "y">]><a/>', 'text/xml')).toMatchObject({ status: 422 });
    expect(await post(capXml(), 'text/plain')).toMatchObject({ status: 415 });
    expect(await post('{}', 'application/json')).toMatchObject({ status: 415 });
    expect(await post(' '.repeat(10_000_000))).toMatchObject({ status: 413 });
    expect(await post(capXml(), 'application/cap+xml', 'viewer')).toMatchObject({ status: 403 });
    expect(await operator.call('GET', '/v1/cap/messages')).toEqual({ items: [], next: null });
    await operator.call('GET', '/v1/alerts/99/cap', undefined, { status: 404 });
  });
});
