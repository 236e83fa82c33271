import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Comparison } from '../../../src/alerts/report/compare/comparison.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { alertToTen } from '../../support/alerts/report-story.ts';
import { HttpRig } from '../../support/http/http-rig.ts';

const PRICES = { currency: 'EUR', perPart: { 'carrier-a': 0.05 }, otherwise: undefined };

let rig: AlertRig;
let http: HttpRig;
let reports: ReturnType<AlertRig['reports']>;
beforeEach(async () => {
  rig = await AlertRig.start();
  const { store } = rig.disk;
  reports = rig.reports(PRICES);
  const sources = { alerts: store, answers: store, repository: store.reports, prices: PRICES };
  const comparison = new Comparison({ ...sources, count: (alert) => reports.count(alert) });
  const record = store.addAudit;
  http = new HttpRig(undefined, {
    reports,
    comparison,
    exported: store,
    audit: {
      record: ({ id, name }, action, subject, detail = {}) =>
        record({ at: rig.disk.clock.now(), actor: { id, name }, action, subject, detail }),
      audit: store.audit,
    },
  });
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const ask = (url: string) => http.ask('viewer', 'GET', url);
const read = async (url: string) => JSON.parse((await ask(url)).body);
const sha256 = (text: string, as: 'hex' | 'base64') => createHash('sha256').update(text).digest(as);
const verify = (digest: string) =>
  http.app.inject({
    method: 'POST',
    url: '/v1/reports/verify',
    headers: { authorization: 'Bearer viewer', 'content-type': 'application/json' },
    payload: JSON.stringify({ sha256: digest }),
  });

describe('alerts that are compared', () => {
  it('have their state, so that nobody takes an alert that still goes out for one that reached few', async () => {
    const over = await alertToTen(rig);
    const { id } = await rig.create(3);
    await rig.launch(id);
    await rig.untilExpanded(id);
    const path = `/v1/reports/compare?alerts=${over.id},${id}`;
    expect((await read(path)).items).toMatchObject([{ state: 'completed' }, { state: 'sending' }]);
    expect((await ask(`${path}&format=html&lang=fr`)).body).toContain('en cours d’envoi</td>');
    const [head = '', ...lines] = (await ask(`${path}&format=csv`)).body.split('\r\n');
    const column = head.split(',').indexOf('state');
    expect(lines.map((line) => line.split(',')[column]).slice(0, 2)).toEqual(['completed', 'sending']);
  });

  it('have the figures of their reports, in the order in which they were asked for', async () => {
    const first = await alertToTen(rig);
    const second = await alertToTen(rig, 'Crue 2');
    const { items } = await read(`/v1/reports/compare?alerts=${second.id},${first.id}`);
    expect(items.map(({ alert }: { alert: number }) => alert)).toEqual([second.id, first.id]);
    const report = await read(`/v1/alerts/${first.id}/report`);
    const since = (at: string | null) =>
      at === null ? null : Date.parse(at) - Date.parse(report.timings.launchedAt);
    expect(items[1]).toMatchObject({
      title: 'Crue',
      kind: 'live',
      launchedAt: report.timings.launchedAt,
      timings: {
        createdToApprovedMs: null,
        firstMs: since(report.timings.firstDeliveredAt),
        reached50Ms: since(report.timings.delivered50At),
        reached90Ms: null,
        reached99Ms: null,
      },
      people: { toReach: 9, reached: 7, share: 7 / 9, notReached: 2, undelivered: 0 },
      byRoute: [{ route: 'carrier-a', parts: report.messages.parts, delivered: 7, share: 7 / 9 }],
      cost: report.cost,
    });
    expect(items[1].timings.firstMs).toBeGreaterThan(0);
  });

  it('are not counted anew once their figures are kept, and counted as long as they are not', async () => {
    const [one, two] = [await alertToTen(rig), await alertToTen(rig, 'Crue 2')];
    const count = vi.spyOn(reports, 'count');
    await ask(`/v1/reports/compare?alerts=${one.id},${two.id}`);
    expect(count).toHaveBeenCalledTimes(2);
    expect(await reports.snapshot()).toBe(2);
    const { items } = await read(`/v1/reports/compare?alerts=${one.id},${two.id}`);
    expect(count).toHaveBeenCalledTimes(2);
    expect(items[0].people.reached).toBe(7);
  });

  it('are refused by name if there is no such alert, or if one never went out', async () => {
    const { id } = await alertToTen(rig);
    const draft = await rig.create(1);
    const unknown = await ask(`/v1/reports/compare?alerts=${id},9999`);
    expect(unknown.statusCode).toBe(404);
    expect(JSON.parse(unknown.body).detail).toBe('There is no alert 9999.');
    const never = await ask(`/v1/reports/compare?alerts=${id},${draft.id}`);
    expect(never.statusCode).toBe(422);
    expect(JSON.parse(never.body).errors).toEqual([
      { path: 'alerts', message: `name alert ${draft.id}, which never went out` },
    ]);
    for (const bad of ['1', '1,1', '0,1', 'a,b', Array.from({ length: 21 }, (_, n) => n + 1).join(',')])
      expect((await ask(`/v1/reports/compare?alerts=${bad}`)).statusCode, bad).toBe(422);
  });

  it('are a CSV with a line for each alert, or for each of its routes', async () => {
    const [one, two] = [await alertToTen(rig), await alertToTen(rig, '=2+2')];
    const url = `/v1/reports/compare?alerts=${one.id},${two.id}&format=csv`;
    const [head, ...lines] = (await ask(url)).body.trimEnd().split('\r\n');
    expect(head).toContain('alert,title,kind,launchedAt');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`${two.id},'=2+2,live`);
    const routes = (await ask(`${url}&of=routes`)).body.trimEnd().split('\r\n');
    expect(routes[0]).toBe('alert,route,messages,parts,delivered,share,receiptMs');
    expect(routes[1]).toMatch(new RegExp(`^${one.id},carrier-a,9,7,7,`));
  });

  it('are a page in French and in English that loads nothing and escapes titles', async () => {
    const [one, two] = [await alertToTen(rig), await alertToTen(rig, '<script>')];
    const url = `/v1/reports/compare?alerts=${one.id},${two.id}&format=html`;
    const french = await ask(`${url}&lang=fr`);
    expect(french.body).toContain('<h1>Comparaison d’alertes</h1>');
    expect(french.body).toContain('&lt;script&gt;');
    expect(french.body).not.toContain('<script>');
    expect(french.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await ask(`${url}&lang=en`)).body).toContain('<h1>Alerts compared</h1>');
  });
});

describe('alerts over time', () => {
  const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title);

  it('come oldest launch first, exercises beside live ones, without those that never went out', async () => {
    const early = await rig.create(1, { title: 'written first, launched last' });
    await alertToTen(rig, 'A');
    await rig.disk.clock.advance(60_000);
    const exercise = await rig.create(1, { title: 'B', kind: 'exercise', scenario: 7 });
    await rig.launch(exercise.id);
    await rig.untilExpanded(exercise.id);
    await rig.disk.clock.advance(60_000);
    await rig.launch(early.id);
    await rig.untilExpanded(early.id);
    await rig.create(1, { title: 'never' });
    expect(titles(await read('/v1/reports/over-time'))).toEqual(['A', 'B', 'written first, launched last']);
    expect(titles(await read('/v1/reports/over-time?kind=exercise'))).toEqual(['B']);
    expect(titles(await read('/v1/reports/over-time?scenario=7'))).toEqual(['B']);
    const page = await read('/v1/reports/over-time?limit=1');
    expect(titles(page)).toEqual(['A']);
    const rest = await read(`/v1/reports/over-time?limit=2&cursor=${page.next}`);
    expect(titles(rest)).toEqual(['B', 'written first, launched last']);
    expect(rest.next).toBeNull();
    const from = encodeURIComponent(rest.items[0].launchedAt);
    const to = encodeURIComponent(rest.items[1].launchedAt);
    expect(titles(await read(`/v1/reports/over-time?from=${from}&to=${to}`))).toEqual(['B']);
  });
});

describe('the digest of an exported page', () => {
  it('tells which alerts it is about, when it was exported and by whom', async () => {
    const [one, two] = [await alertToTen(rig), await alertToTen(rig, 'Crue 2')];
    const page = await ask(`/v1/reports/compare?alerts=${one.id},${two.id}&format=html&lang=fr`);
    expect(page.headers['repr-digest']).toBe(`sha-256=:${sha256(page.body, 'base64')}:`);
    const found = await verify(sha256(page.body, 'hex').toUpperCase());
    expect(found.statusCode).toBe(200);
    expect(JSON.parse(found.body).exports).toEqual([
      {
        at: new Date(rig.disk.clock.now()).toISOString(),
        by: { kind: 'system', id: expect.any(String), name: 'the viewer' },
        alerts: [one.id, two.id],
        format: 'html',
        of: null,
        lang: 'fr',
      },
    ]);
    const file = await ask(`/v1/alerts/${one.id}/report?format=csv&of=notReached`);
    const [exported] = JSON.parse((await verify(sha256(file.body, 'hex'))).body).exports;
    expect(exported).toMatchObject({ alerts: [one.id], format: 'csv', of: 'notReached' });
  });

  it('is not found if one octet of the page is another', async () => {
    const { id } = await alertToTen(rig);
    const { body } = await ask(`/v1/alerts/${id}/report?format=html&lang=fr`);
    expect((await verify(sha256(body, 'hex'))).statusCode).toBe(200);
    expect((await verify(sha256(`${body} `, 'hex'))).statusCode).toBe(404);
    expect((await verify('abc')).statusCode).toBe(422);
  });
});
