import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../../src/domain/access/token.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient, type AlertView } from '../../support/alerts/alert-client.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { numberOf } from '../../support/store/messages.ts';

let smsc: Smsc;
let gateway: Gateway;
let operator: AlertClient;
let approver: AlertClient;

const as = async (role: Role) => new AlertClient(gateway.url, await gateway.token(role));

const start = async (alerts: object = {}) => {
  gateway = await Gateway.start({
    sender: 'PREFECTURE',
    alerts,
    routes: [
      { id: 'orange', type: 'smpp', host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', rate: 500 },
    ],
  });
  operator = await as('operator');
  approver = await as('approver');
  await operator.untilRoute('orange', 'up');
};

beforeEach(async () => {
  smsc = await Smsc.start();
});
afterEach(async () => {
  await gateway.stop();
  await smsc.close();
});

const content = {
  defaultLanguage: 'fr',
  variants: [
    { language: 'fr', text: 'Crue, {place} : gagnez les hauteurs.', short: 'Crue : hauteurs.' },
    { language: 'en', text: 'Flood, {place}: go to higher ground.' },
  ],
};
const draft = (people: number, own: object = {}) => ({
  title: 'Crue',
  severity: 'severe',
  content,
  values: { place: 'Tours' },
  audience: { include: [{ numbers: Array.from({ length: people }, (_, index) => numberOf(index)) }] },
  validFor: 'PT1H',
  ...own,
});

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
        typical: { text: 'Crue, Tours : gagnez les hauteurs.', encoding: 'gsm7', parts: 1 },
        worst: { text: 'Crue, Tours : gagnez les hauteurs.', encoding: 'gsm7', parts: 1 },
        short: { text: 'Crue : hauteurs.', encoding: 'gsm7', parts: 1 },
      },
      {
        language: 'en',
        people: 0,
        typical: { text: 'Flood, Tours: go to higher ground.', encoding: 'gsm7', parts: 1 },
        worst: { text: 'Flood, Tours: go to higher ground.', encoding: 'gsm7', parts: 1 },
        short: null,
      },
    ]);
    expect(await operator.launch(id)).toMatchObject({ state: 'sending' });
    const done = await operator.untilAlert(id, ({ state }) => state === 'completed');
    expect(done.progress).toEqual({
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

  test('are written of a template, whose content as it is then is copied', async () => {
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

  test('are kept as drafts with what is wrong in them, which is said', async () => {
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

  test('take a retried launch once, and refuse with 412 what is not what was seen', async () => {
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

  test('are each launched with a key of their own: the key of one is refused for another', async () => {
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

  test('to nobody are refused with 422, and say why', async () => {
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

  test('wait for a second person where the policy asks for one', async () => {
    await start({ twoPersons: 'live' });
    const { id } = await operator.create(draft(2));
    const path = `/v1/alerts/${id}`;
    const { hash } = await operator.preview(id);
    await operator.call('POST', `${path}/launch`, { hash }, { status: 409 });
    await operator.step(id, 'submit');
    await operator.call('POST', `${path}/approve`, undefined, { status: 403 });
    for (const unseen of [undefined, {}]) {
      await approver.call('POST', `${path}/approve`, unseen, { status: 422 });
    }
    await approver.step(id, 'approve', { hash });
    await approver.call('POST', `${path}/launch`, { hash }, { status: 403 });
    await operator.launch(id);
    const done = await operator.untilAlert(id, ({ state }) => state === 'completed');
    expect(done.log.map(({ actorName, action }) => `${actorName}: ${action}`)).toEqual([
      'test operator: create',
      'test operator: submit',
      'test approver: approve',
      'test operator: launch',
      'the gateway: complete',
    ]);
  });

  test('go without the second person when the glass is broken, with a reason', async () => {
    await start({ twoPersons: 'always' });
    const { id } = await operator.create(draft(1));
    const { hash } = await operator.preview(id);
    const path = `/v1/alerts/${id}/launch`;
    await operator.call('POST', path, { hash, breakGlass: true }, { status: 422 });
    await operator.call('POST', path, { hash, breakGlass: true, reason: 'nobody answers' }, { status: 202 });
    const { log } = await operator.alert(id);
    expect(log).toContainEqual(expect.objectContaining({ action: 'breakGlass', detail: 'nobody answers' }));
    const audit = await approver.until(
      () => approver.get<{ items: { action: string; subject: string }[] }>('/v1/audit?action=alert'),
      ({ items }) => items.some(({ action }) => action === 'alert.breakGlass'),
    );
    expect(audit.items).toContainEqual(
      expect.objectContaining({
        action: 'alert.breakGlass',
        subject: `alert:${id}`,
        detail: expect.anything(),
      }),
    );
  });

  test('say nothing new before a second person has seen it, and at once when the glass is broken', async () => {
    await start({ twoPersons: 'live' });
    const { id } = await operator.create(draft(2));
    const { hash } = await operator.preview(id);
    await operator.step(id, 'submit');
    await approver.step(id, 'approve', { hash });
    await operator.launch(id);
    await operator.untilAlert(id, ({ state }) => state === 'completed');
    const path = `/v1/alerts/${id}`;
    const saying = (text: string) => ({ content: { ...content, variants: [{ language: 'fr', text }] } });
    const waits = await operator.call<AlertView>(
      'POST',
      `${path}/update`,
      { ...saying('Crue : le pont est fermé.'), validFor: 'PT10M', expiresAt: '2100-01-01T00:00:00Z' },
      { status: 200 },
    );
    expect(waits).toMatchObject({
      state: 'completed',
      proposedUpdate: {
        validFor: 'PT10M',
        expiresAt: '2100-01-01T00:00:00.000Z',
        texts: [{ text: 'Crue : le pont est fermé.', encoding: 'gsm7', parts: 1 }],
      },
    });
    await approver.call('POST', `${path}/approve`, { hash }, { status: 412 });
    const approved = await approver.step(id, 'approve', { hash: waits.proposedUpdate?.hash });
    expect(approved).toMatchObject({ state: 'sending', proposedUpdate: null });
    await operator.untilAlert(id, ({ state }) => state === 'completed');
    const urgent = { ...saying('Crue : partez.'), breakGlass: true };
    await operator.call('POST', `${path}/update`, urgent, { status: 422 });
    await operator.call('POST', `${path}/update`, { ...urgent, reason: 'alone on duty' }, { status: 202 });
    await operator.untilAlert(id, ({ state }) => state === 'completed');
    expect(smsc.phones.texts(numberOf(0)).slice(1)).toEqual(['Crue : le pont est fermé.', 'Crue : partez.']);
    const audit = await approver.get<{ items: { action: string }[] }>('/v1/audit?action=alert');
    expect(audit.items).toContainEqual(
      expect.objectContaining({ action: 'alert.breakGlassUpdate', subject: `alert:${id}` }),
    );
  });

  test('are paused and resumed, stopped, and taken back from those who have it', async () => {
    await start();
    smsc.misbehave({ throttleAbove: 20 });
    const { id } = await operator.create(draft(300));
    await operator.launch(id);
    await smsc.until(({ stats }) => stats.submits >= 20);
    await approver.step(id, 'pause');
    const paused = await operator.untilAlert(id, ({ progress }) => (progress.byState['sending'] ?? 0) === 0);
    expect(paused).toMatchObject({ state: 'paused', progress: { eta: null } });
    smsc.calm();
    await operator.step(id, 'resume');
    await operator.untilAlert(id, ({ progress }) => (progress.byState['delivered'] ?? 0) > 50);
    await approver.step(id, 'stop', { reason: 'a false alarm' });
    const again = { content: { ...content, variants: [{ language: 'fr', text: 'Fausse alerte.' }] } };
    await operator.untilAlert(id, ({ progress: { byState } }) => !byState['sending'] && !byState['queued']);
    const seen = await operator.step(id, 'cancel?dryRun=true', again);
    expect(seen).toMatchObject({
      dryRun: true,
      onTheWay: 0,
      variants: [{ text: { text: 'Fausse alerte.' } }],
    });
    // How fast the route is, and so when it would be out, is measured anew for each.
    const measured = { eta: expect.any(Number), routes: expect.any(Array) };
    const asUpdate = await operator.step(id, 'update?dryRun=true', again);
    expect(asUpdate).toEqual({ ...seen, ...measured });
    expect(await operator.alert(id)).toMatchObject({ state: 'stopped', waves: [{ wave: 1 }] });
    await operator.step(id, 'cancel', again);
    const done = await operator.untilAlert(id, ({ state }) => state === 'completed');
    const messages = await operator.messagesOf(id);
    const had = messages.filter(({ wave, state }) => wave === 1 && state === 'delivered').map(({ to }) => to);
    const corrected = messages.filter(({ wave }) => wave === 2).map(({ to }) => to);
    expect(messages.filter(({ wave }) => wave === 1)).toHaveLength(300);
    expect(corrected.toSorted()).toEqual(had.toSorted());
    expect(done.progress.byState).toEqual({
      delivered: 2 * had.length,
      ...(had.length < 300 && { cancelled: 300 - had.length }),
    });
    for (const to of had) expect(smsc.phones.texts(to)).toHaveLength(2);
  });

  test('are seen by viewers, and handled by none of them', async () => {
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
