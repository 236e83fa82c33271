import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { author } from '../../support/alerts/alerts.ts';
import { alertToTen, content } from '../../support/alerts/report-story.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { numberOf } from '../../support/store/messages.ts';

let rig: AlertRig;
let http: HttpRig;

beforeEach(async () => {
  rig = await AlertRig.start();
  http = new HttpRig(undefined, { reports: rig.reports() });
});

afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const ask = (url: string, headers: Record<string, string> = {}) =>
  http.ask('viewer', 'GET', url, undefined, headers);

describe('the after-action report as JSON, page and CSV', () => {
  it('is an HTML page in the language of its reader, without external files or scripts', async () => {
    const { id } = await alertToTen(rig, '<script>alert(1)</script>');
    const english = await ask(`/v1/alerts/${id}/report?format=html`);
    const french = await ask(`/v1/alerts/${id}/report?format=html`, { 'accept-language': 'fr-FR' });
    const asked = await ask(`/v1/alerts/${id}/report?format=html&lang=en`, { 'accept-language': 'fr' });
    expect(english.body).toContain('<h1>&lt;script&gt;');
    expect(english.body).toContain('After-action report');
    expect(french.body).toContain('Retour d’expérience');
    expect(asked.headers['content-language']).toBe('en');
    expect(english.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(english.headers['content-security-policy']).toContain("default-src 'none'");
    expect(english.body).not.toMatch(/<script|<link|src=|href=|url\(/i);
    expect(english.body).toContain(numberOf(7));
  });

  it('is a CSV with every message, in which no cell is a formula', async () => {
    const { id } = await alertToTen(rig);
    const { contacts } = rig.disk.store;
    const contact = await contacts.find(numberOf(1) as Msisdn);
    if (contact === undefined) throw new Error('no such contact');
    const { id: contactId, version, ...data } = contact;
    await contacts.replace(contactId, { ...data, name: '=cmd|/c calc' }, version, 0);
    const { body, headers } = await ask(`/v1/alerts/${id}/report?format=csv`);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = body.split('\r\n');
    expect(lines[0]).toBe('number,name,language,wave,state,reason,route,sentAt,finalAt');
    expect(lines).toHaveLength(12);
    expect(lines[2]).toContain(`${numberOf(1)},'=cmd|/c calc,en,1,delivered`);
  });

  it('is a CSV with a line for each person who was not reached', async () => {
    const { id } = await alertToTen(rig);
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    await rig.refuse(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    const { body, headers } = await ask(`/v1/alerts/${id}/report?format=csv&of=notReached`);
    expect(headers['content-disposition']).toContain(`alert-${id}-not-reached.csv`);
    const [head, ...lines] = body.trimEnd().split('\r\n');
    expect(head).toBe('number,name,language,wave,state,reason,route,sentAt,finalAt');
    expect(lines.map((line) => line.split(',').toSpliced(1, 1).slice(0, 5))).toEqual([
      [numberOf(7), 'en', '2', 'failed', 'no such number'],
      [numberOf(8), 'fr', '2', 'failed', 'no such number'],
      [numberOf(9), 'en', '1', 'suppressed', expect.any(String)],
    ]);
    expect((await ask(`/v1/alerts/999/report?format=csv&of=notReached`)).statusCode).toBe(404);
    expect((await ask(`/v1/alerts/${id}/report?of=notReached`)).statusCode).toBe(422);
  });

  it('lists the first thousand people who were not reached, with the number of the others and the path of the CSV', async () => {
    const { id } = await rig.create(1003, { content });
    await rig.launch(id);
    await rig.untilExpanded(id);
    const { notReached } = JSON.parse((await ask(`/v1/alerts/${id}/report`)).body);
    expect(notReached).toMatchObject({ people: 1003, more: true, notShown: 3 });
    expect(notReached.items).toHaveLength(1000);
    const lines = (await ask(notReached.csv)).body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 1003);
    const page = await ask(`/v1/alerts/${id}/report?format=html`);
    expect(page.body).toContain(`3 more are in /v1/alerts/${id}/report?format=csv&amp;of=notReached`);
  });

  it('exists for a draft, and is answered with 404 for an unknown alert', async () => {
    const { id } = await rig.create(3);
    const report = JSON.parse((await ask(`/v1/alerts/${id}/report`)).body);
    expect(report).toMatchObject({ people: { total: 0 }, curve: [], timings: { launchedAt: null } });
    expect((await ask(`/v1/alerts/${id}/report?format=html`)).statusCode).toBe(200);
    for (const format of ['json', 'csv', 'html'])
      expect((await ask(`/v1/alerts/999/report?format=${format}`)).statusCode).toBe(404);
    expect((await ask(`/v1/alerts/${id}/report?format=pdf`)).statusCode).toBe(422);
    expect((await http.ask('sender', 'GET', `/v1/alerts/${id}/report`)).statusCode).toBe(403);
  });
});
