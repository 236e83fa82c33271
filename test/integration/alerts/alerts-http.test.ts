import { describe, expect, test } from 'vitest';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { AlertClient } from '../../support/alerts/alert-client.ts';
import { content, draft, startAlertGateway } from '../../support/alerts/alert-gateway.ts';
import { numberOf } from '../../support/store/messages.ts';

let smsc: Smsc;
let operator: AlertClient;
let as: (role: Role) => Promise<AlertClient>;

const start = async (alerts: object = {}) => {
  ({ smsc, operator, as } = await startAlertGateway({ alerts }));
};

describe('alerts over HTTP', () => {
  test('are written, previewed, launched and followed to their end', async () => {
    await start({ price: { perPart: 0.05, currency: 'EUR' } });
    const { id } = await operator.create(draft(40));
    const preview = await operator.preview(id);
    expect(preview).toMatchObject({
      audience: 40,
      people: 40,
      parts: 40,
      estimated: false,
      cost: { amount: 2, currency: 'EUR' },
      blockers: [],
      routes: [{ route: 'orange', usable: true, rate: 500 }],
    });
    expect(preview.variants).toEqual([
      {
        language: 'fr',
        people: 40,
        mostParts: 1,
        typical: { text: 'Crue, Tours : gagnez les hauteurs.', encoding: 'gsm7', parts: 1 },
        worst: { text: 'Crue, Tours : gagnez les hauteurs.', encoding: 'gsm7', parts: 1 },
        short: { text: 'Crue : hauteurs.', encoding: 'gsm7', parts: 1 },
      },
      {
        language: 'en',
        people: 0,
        mostParts: 1,
        typical: { text: 'Flood, Tours: go to higher ground.', encoding: 'gsm7', parts: 1 },
        worst: { text: 'Flood, Tours: go to higher ground.', encoding: 'gsm7', parts: 1 },
        short: null,
      },
    ]);
    expect(await operator.launch(id)).toMatchObject({ state: 'sending' });
    const done = await operator.untilAlert(id, ({ state }) => state === 'completed');
    expect(done.progress).toMatchObject({ people: { total: 40, toReach: 40, reached: 40, underWay: 0 } });
    expect(done.progress).toMatchObject({
      messages: 40,
      toCome: 0,
      byState: { delivered: 40 },
      byRoute: [{ route: 'orange', messages: 40, byState: { delivered: 40 } }],
      possibleDuplicates: 0,
      eta: 0,
    });
    expect(done.log.map(({ action }) => action)).toEqual(['create', 'launch', 'complete']);
    const messages = await operator.messagesOf(id);
    expect(messages).toHaveLength(40);
    expect(messages[0]).toMatchObject({ alert: id, wave: 1, state: 'delivered' });
    expect(smsc.phones.texts(numberOf(0))).toEqual(['Crue, Tours : gagnez les hauteurs.']);
    const listed = await operator.get<{ items: { id: number }[] }>('/v1/alerts?state=completed');
    expect(listed.items.map((one) => one.id)).toEqual([id]);
  });

  test('are written from a template, whose content at that time is copied', async () => {
    await start();
    const body = { name: 'Crue', content };
    const template = await operator.call<{ id: number }>('POST', '/v1/templates', body, { status: 201 });
    const { content: _content, ...rest } = draft(1);
    const written = await operator.create({ ...rest, template: template.id });
    expect(written).toMatchObject({ content });
    await operator.call('PUT', `/v1/templates/${template.id}`, {
      ...body,
      content: { ...content, variants: [{ language: 'fr', text: 'Autre chose.' }] },
    });
    expect(await operator.alert(written.id)).toMatchObject({ content });
    const again = await operator.call('PUT', `/v1/alerts/${written.id}`, { ...rest, template: template.id });
    expect(again).toMatchObject({ content: { variants: [{ text: 'Autre chose.' }] } });
    for (const wrong of [{ ...rest, template: 999 }, rest, { ...draft(1), template: template.id }])
      await operator.call('POST', '/v1/alerts', wrong, { status: 422 });
  });

  test('with errors are stored as drafts, and the answer lists the errors', async () => {
    await start();
    const unfit = { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Crue {place : montez.' }] };
    const written = await operator.create(draft(1, { content: unfit, values: {} }));
    const findings = expect.arrayContaining([
      expect.objectContaining({ level: 'error', code: 'badBraces', variant: 'fr' }),
    ]);
    expect(written).toMatchObject({ state: 'draft', findings });
    const path = `/v1/alerts/${written.id}`;
    expect(await operator.call('PUT', path, draft(1, { content: unfit }))).toMatchObject({ findings });
    const { hash } = await operator.preview(written.id);
    await operator.call('POST', `${path}/launch`, { hash }, { status: 422 });
  });

  test('are launched once if the launch is repeated, and refused with 412 if they have changed since the preview', async () => {
    await start();
    const { id } = await operator.create(draft(2));
    const { hash } = await operator.preview(id);
    const path = `/v1/alerts/${id}`;
    await operator.call('PUT', path, draft(3), { headers: { 'if-match': '"1"' } });
    const changed = await operator.call('POST', `${path}/launch`, { hash }, { status: 412 });
    expect(changed).toMatchObject({ type: 'urn:tocsin:problem:changed-meanwhile', people: 3 });
    const seen = await operator.preview(id);
    const launch = (key: string, status: number) =>
      operator.call(
        'POST',
        `${path}/launch`,
        { hash: seen.hash },
        {
          status,
          headers: { 'idempotency-key': key },
        },
      );
    expect(await launch('k-1', 202)).toMatchObject({ state: 'sending' });
    await launch('k-1', 202);
    expect(await launch('k-2', 409)).toMatchObject({ type: 'urn:tocsin:problem:wrong-state' });
    await operator.untilAlert(id, ({ state }) => state === 'completed');
    expect(await operator.messagesOf(id)).toHaveLength(3);
    expect(smsc.phones.texts(numberOf(0))).toHaveLength(1);
  });

  test('are each launched with an idempotency key of their own: the key of one alert is refused for another', async () => {
    await start();
    const [one, other] = [await operator.create(draft(1)), await operator.create(draft(1))];
    const { hash } = await operator.preview(one.id);
    const launch = (id: number, status: number) =>
      operator.call(
        'POST',
        `/v1/alerts/${id}/launch`,
        { hash },
        { status, headers: { 'idempotency-key': 'k-1' } },
      );
    await launch(one.id, 202);
    expect(await launch(other.id, 422)).toMatchObject({ type: 'urn:tocsin:problem:idempotency-conflict' });
    expect(await launch(one.id, 202)).toMatchObject({ id: one.id });
    expect(await operator.alert(other.id)).toMatchObject({ state: 'draft' });
  });

  test('to nobody are refused at the launch with 422 and the blocker', async () => {
    await start();
    const { id } = await operator.create(draft(1, { audience: { include: [] } }));
    const { hash } = await operator.preview(id);
    const refused = await operator.call('POST', `/v1/alerts/${id}/launch`, { hash }, { status: 422 });
    expect(refused).toMatchObject({
      type: 'urn:tocsin:problem:cannot-launch',
      errors: [{ path: 'audience', message: 'is nobody' }],
      blockers: [{ code: 'emptyAudience' }],
    });
  });

  test('can be read by viewers, but not changed', async () => {
    await start();
    const viewer = await as('viewer');
    const sender = await as('sender');
    const { id } = await operator.create(draft(1));
    await viewer.preview(id);
    for (const verb of ['submit', 'launch', 'pause', 'stop', 'approve', 'update']) {
      await viewer.call('POST', `/v1/alerts/${id}/${verb}`, { hash: 'x' }, { status: 403 });
    }
    await viewer.call('POST', '/v1/alerts', draft(1), { status: 403 });
    await sender.call('GET', `/v1/alerts/${id}`, undefined, { status: 403 });
    await operator.call('GET', '/v1/alerts/999', undefined, { status: 404 });
  });
});
