import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { alertToTen } from '../../support/alerts/report-story.ts';
import { HttpRig } from '../../support/http/http-rig.ts';

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

const ask = (url: string) => http.ask('viewer', 'GET', url);
const sha256 = (text: string, as: 'hex' | 'base64') => createHash('sha256').update(text).digest(as);

describe('an exported report', () => {
  it('carries the SHA-256 of exactly its octets, as page and as CSV, and the JSON names that of the pages', async () => {
    const { id } = await alertToTen(rig);
    const { proof } = JSON.parse((await ask(`/v1/alerts/${id}/report`)).body);
    for (const query of [
      'format=html&lang=fr',
      'format=html&lang=en',
      'format=csv',
      'format=csv&of=notReached',
    ]) {
      const { body, headers } = await ask(`/v1/alerts/${id}/report?${query}`);
      expect(headers['repr-digest'], query).toBe(`sha-256=:${sha256(body, 'base64')}:`);
      const lang = /lang=(..)/.exec(query)?.[1];
      if (lang !== undefined) expect(proof.pages).toContainEqual({ lang, sha256: sha256(body, 'hex') });
    }
    expect(proof.algorithm).toBe('sha-256');
  });

  it('is the same to the octet when it is made again later from the same figures, also by another process', async () => {
    const { id } = await alertToTen(rig);
    const first = await ask(`/v1/alerts/${id}/report?format=html&lang=fr`);
    // Within the validity of the alert: at its end the log gets a line, and the page is another one.
    await rig.disk.clock.advance(600_000);
    const again = new HttpRig(undefined, { reports: rig.reports() });
    const second = await again.ask('viewer', 'GET', `/v1/alerts/${id}/report?format=html&lang=fr`);
    await again.app.close();
    expect(second.body).toBe(first.body);
  });

  it('is noted in the audit log, with who exported it and its digest', async () => {
    const { id } = await alertToTen(rig);
    const page = await ask(`/v1/alerts/${id}/report?format=html&lang=fr`);
    const file = await ask(`/v1/alerts/${id}/report?format=csv&of=notReached`);
    await ask(`/v1/alerts/${id}/report`);
    expect(http.audit.notes).toEqual([
      expect.objectContaining({
        action: 'alert.export',
        subject: `alert:${id}`,
        detail: { format: 'html', lang: 'fr', sha256: sha256(page.body, 'hex') },
      }),
      expect.objectContaining({
        action: 'alert.export',
        detail: { format: 'csv', of: 'notReached', sha256: sha256(file.body, 'hex') },
      }),
    ]);
  });
});

describe('a report for people in French', () => {
  it('has times of the place with the name of its zone, and French words, as page and as CSV', async () => {
    const { id } = await alertToTen(rig);
    const { body } = await ask(`/v1/alerts/${id}/report?format=html&lang=fr`);
    expect(body).toContain('Europe/Paris (UTC+01:00)');
    // The rig's clock begins at midnight UTC.
    expect(body).toContain('01/01/2026 01:00:0');
    expect(body).toContain('s’est désinscrit');
    expect(body).toContain('7 sur 9 personnes jointes');
    expect(body).not.toMatch(/has opted out|people reached|the gateway|critical|severe/);
    const { body: csv } = await ask(`/v1/alerts/${id}/report?format=csv&lang=fr`);
    const [head, first] = csv.split('\r\n');
    // With a byte order mark, without which Excel takes UTF-8 for windows-1252, and with the delimiter of its language.
    expect(head).toBe(
      '\ufeffNuméro;Nom;Langue;Vague;État;Raison;Voie;Envoyé (Europe/Paris (UTC+01:00));Terminé (Europe/Paris (UTC+01:00))',
    );
    const { body: english } = await ask(`/v1/alerts/${id}/report?format=csv&lang=en`);
    expect(english).toMatch(/^\ufeffNumber,Name,/);
    expect(first).toContain('remis');
    const json = JSON.parse((await ask(`/v1/alerts/${id}/report?lang=fr`)).body);
    expect(json.notReached.byReason).toContainEqual({
      state: 'suppressed',
      reason: 's’est désinscrit',
      people: 1,
    });
  });

  it('shows an alert that was taken back as cancelled', async () => {
    const { id } = await alertToTen(rig);
    const content = { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Fin.' }], placeholders: {} };
    await rig.service.cancel(
      id,
      { content, values: {} },
      { actor: { id: 'token-author', name: 'author', role: 'operator' } },
    );
    expect((await ask(`/v1/alerts/${id}/report?format=html&lang=fr`)).body).toContain('annulation en cours');
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    const { body } = await ask(`/v1/alerts/${id}/report?format=html&lang=fr`);
    expect(body).toContain('<dd>annulée</dd>');
    expect(body).toContain('Fin.');
  });
});
