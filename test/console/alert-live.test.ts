import { stat } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AlertDesk, inFrench, question } from '../support/console/alert-desk.ts';
import { violations } from '../support/console/axe.ts';
import { numberOf } from '../support/store/messages.ts';

const OURS = '+33199000001';

let desk: AlertDesk;
beforeAll(async () => {
  desk = await AlertDesk.start({ shortWhenDegraded: 'ask' });
});
afterEach(() => desk.rig.closeWindows());
afterAll(() => desk.stop());

const figure = (page: Page, word: string): Promise<string | null> =>
  page
    .locator('.alert-people dl div')
    .filter({ has: page.getByText(word, { exact: true }) })
    .locator('dd')
    .textContent();

const isWiderThanItsWindow = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

const soon = <Value>(look: () => Value) => expect.poll(look);

/** Opens an act, fills in its fields, and does it. */
const act = async (page: Page, label: string, verb: RegExp, fill: () => Promise<void> = async () => {}) => {
  await page.getByRole('button', { name: label, exact: true }).click();
  await fill();
  await page.getByRole('dialog').getByRole('button', { name: verb }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
};

test('the figures follow what phones get, until all are reached, with those who are not and why', async () => {
  const { rig, orange, sfr } = desk;
  const dead = new Set([numberOf(1), numberOf(2)]);
  orange.misbehave({ undeliverable: dead });
  sfr.misbehave({ undeliverable: dead });
  const id = await desk.launched(200);
  const page = await rig.open(`/alerts/${id}`, 'Anna', { locale: 'en-GB' });
  await soon(() => figure(page, 'not reached')).toBe('2');
  await soon(() => figure(page, 'reached')).toBe('198');
  await page.getByText('Completed').first().waitFor();
  expect(await page.locator('.alert-live [role=status]').textContent()).toContain(
    'Completed. 198 people reached.',
  );
  await page.locator('.alert-plot canvas').waitFor();
  await page.getByText('The curve as a table').click();
  expect(await page.getByRole('table', { name: 'The curve as a table' }).textContent()).toContain('198');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('link', { name: 'Report', exact: true }).click();
  await page.getByRole('heading', { name: '99 % of 200 reached' }).waitFor();
  const reasons = page.getByRole('table', { name: 'Not reached, or not confirmed' });
  expect(await reasons.getByRole('row').count()).toBe(3);
  expect(await reasons.textContent()).toContain('+33 6 39 98 00 01not deliveredcould not be delivered');
  expect(await violations(page)).toEqual([]);
  for (const [button, name] of [
    ['Everyone not reached (CSV)', `alert-${id}-not-reached.csv`],
    ['Every message (CSV)', `alert-${id}.csv`],
    ['Page to print (HTML)', `alert-${id}-report.html`],
    ['All of it for programs (JSON)', `alert-${id}.json`],
  ] as const) {
    const arrives = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const file = await arrives;
    expect(file.suggestedFilename()).toBe(name);
    expect((await stat(await file.path())).size, name).toBeGreaterThan(200);
  }
  orange.calm();
  sfr.calm();
  await page.close();
});

test('a stop says how many have it and how many were stopped, and offers a correction to exactly those', async () => {
  const { rig, program, orange, sfr } = desk;
  orange.misbehave({ slowMs: 400 });
  sfr.misbehave({ slowMs: 400 });
  const id = await desk.launched(2000);
  const page = await rig.open(`/alerts/${id}`, 'Anna', { locale: 'en-GB', scheme: 'dark' });
  await soon(async () => Number(await figure(page, 'reached'))).toBeGreaterThan(0);
  await act(page, 'Pause', /^Hold .* messages$/);
  await page.getByText('Paused', { exact: true }).waitFor();
  await act(page, 'Stop', /^Stop .* messages$/);
  orange.calm();
  sfr.calm();
  const { progress } = await program.untilAlert(
    id,
    ({ progress: { byState, toCome } }) =>
      toCome === 0 && ['sending', 'queued', 'sent'].every((state) => !(state in byState)),
  );
  const { delivered = 0, cancelled = 0 } = progress.byState;
  expect(delivered + cancelled).toBe(2000);
  await page
    .getByRole('heading', { name: `${format(delivered)} sent, ${format(cancelled)} stopped` })
    .waitFor();

  await page.getByRole('button', { name: `Send the correction to ${delivered} people` }).click();
  await page.getByLabel(/Text in French/).fill('05:10 Préfecture : le pont nord est fermé.');
  expect(await violations(page)).toEqual([]);
  const send = page
    .getByRole('dialog')
    .getByRole('button', { name: `Send the correction to ${delivered} people` });
  await soon(() => send.isEnabled()).toBe(true);
  await send.click();
  const after = await program.untilAlert(id, ({ waves }) => waves[1]?.complete === true);
  expect(after.waves[1]).toMatchObject({ kind: 'update', recipients: delivered });
  await page.getByText('Anna sent a correction.').waitFor();
  await page.close();
});

const format = (count: number): string => count.toLocaleString('fr-FR');

test('answers come by themselves, help on top with its case, and the silent get it again', async () => {
  const { rig, orange, program } = desk;
  const says = (index: number, text: string) =>
    orange.sendInbound({ from: numberOf(index), to: OURS, text, systemId: 'tocsin' });
  const id = await desk.launched(10, { question, from: OURS });
  await program.untilAlert(id, ({ state }) => state === 'completed');
  const page = await rig.open(`/alerts/${id}`, 'Anna', { locale: 'fr-FR' });
  await page.getByText('Aucune réponse pour le moment.').waitFor();
  await says(4, '1');
  await says(5, '2 rue Haute, 3e étage');
  const rows = page.getByRole('table', { name: 'Réponses' }).getByRole('row');
  await soon(() => rows.count()).toBe(3);
  expect(await rows.nth(1).textContent()).toContain("Besoin d'aide");
  expect(await rows.nth(1).textContent()).toContain('2 rue Haute, 3e étage');
  await rows
    .nth(1)
    .getByRole('link', { name: /Appel \d+ : pas pris en charge/ })
    .waitFor();
  expect(await violations(page)).toEqual([]);
  // The gateway does it, and its answer is lost: whoever closes the question and tries again means the same act.
  await page.route(
    '**/resend',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByRole('button', { name: 'Renvoyer aux silencieux' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^La renvoyer à 8 personnes$/ })
    .click();
  await page.getByRole('dialog').getByText('La passerelle ne répond pas', { exact: false }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Ne rien faire' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await act(page, 'Renvoyer aux silencieux', /^La renvoyer à 8 personnes$/);
  const { waves } = await program.untilAlert(id, (alert) => alert.waves[1]?.complete === true);
  expect(waves[1]).toMatchObject({ kind: 'resend', recipients: 8 });
  await page.getByText("Anna l'a renvoyée.").waitFor();
  expect((await program.alert(id)).waves).toHaveLength(2);
  await page.close();
});

test('texts from outside are shown as they are, and break nothing, on a phone too', async () => {
  const { rig, orange, program } = desk;
  const html = '<img src=x onerror="alert(1)"><b>gras</b>';
  const id = await desk.launched(5, {
    title: `${html} \u200f\u202eexe.tseT`.slice(0, 200),
    content: inFrench(`Crue ${html} fin de ligne`),
    question,
    from: OURS,
  });
  await program.untilAlert(id, ({ state }) => state === 'completed');
  await orange.sendInbound({
    from: numberOf(3),
    to: OURS,
    text: `2 ${html} ${'trop long '.repeat(60)}`,
    systemId: 'tocsin',
  });
  const note = `${html}${'x'.repeat(1900)}`;
  await program.call('POST', `/v1/alerts/${id}/notes`, { text: note });
  const page = await rig.open(`/alerts/${id}`, 'Anna', { locale: 'en-GB', width: 390, height: 844 });
  await page.getByText('trop long trop long').first().waitFor();
  await page.getByText(note).waitFor();
  await page.locator('.phone-text', { hasText: html }).first().waitFor();
  expect(await page.locator('main img').count()).toBe(0);
  expect(await page.locator('h1').textContent()).toContain(html);
  expect(await isWiderThanItsWindow(page)).toBe(false);
  await page.close();
});

test('a viewer sees all of it and is offered nothing; an exercise looks different', async () => {
  const { rig, program } = desk;
  const id = await desk.launched(3, { kind: 'exercise' });
  await program.untilAlert(id, ({ state }) => state === 'completed');
  const page = await rig.open(`/alerts/${id}`, 'Vera', {
    locale: 'fr-FR',
    scheme: 'dark',
    width: 390,
    height: 844,
  });
  await page.getByText('Tous les messages ont abouti ou pris fin.').waitFor();
  await page.getByText('EXERCICE : ses messages partent vers de vrais téléphones').waitFor();
  expect(await page.locator('html').getAttribute('data-mode')).toBe('exercise');
  expect(await page.title()).toMatch(/^(\(\d+\) )?EXERCICE · /);
  expect(await page.locator('main button').allTextContents()).toEqual([]);
  expect(await isWiderThanItsWindow(page)).toBe(false);
  await page.goto(`${rig.gateway.url}/console/alerts/${id}/report`);
  await page.getByLabel('Comparer avec').selectOption({ index: 1 });
  const compared = page.getByRole('table', { name: "À côté d'une autre alerte" });
  await soon(() => compared.getByRole('row').count()).toBe(3);
  await page.goto(`${rig.gateway.url}/console/drills`);
  const exercises = page.getByRole('table', { name: 'Les exercices au fil du temps' });
  expect(await exercises.getByRole('link').first().getAttribute('href')).toBe(`/console/alerts/${id}`);
  await page.goto(`${rig.gateway.url}/console/alerts/4711`);
  await page.getByRole('heading', { name: "Cette alerte n'existe pas" }).first().waitFor();
  await page.close();
});

test('with both carriers cut it says so, by when the modem has all out, and offers the short text', async () => {
  const { rig, clock, orange, sfr, program } = desk;
  orange.cut();
  sfr.cut();
  for (const route of ['orange', 'sfr']) await program.untilRoute(route, 'down');
  const id = await desk.launched(1500);
  const page = await rig.open(`/alerts/${id}`, 'Anna', { locale: 'en-GB' });
  await page.getByText(/^Carriers down.*: orange, sfr\. modem-1 carries on\.$/).waitFor();
  await page.getByText(/All will be out by \d\d:\d\d/).waitFor();
  clock.pass(20);
  await page.getByText('Switch to the short text?').waitFor();
  await rig.picture(page, 'degraded');
  await page.getByRole('button', { name: 'Switch to the short text' }).click();
  expect(await page.getByRole('dialog').textContent()).toMatch(
    // After midnight, the times have their days.
    /All will be out by \d\d:\d\d(:\d\d)?( on \d+ \w+)? instead of \d\d:\d\d/,
  );
  expect(await violations(page)).toEqual([]);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Shorten [\d\s]+ messages$/ })
    .click();
  await page.getByText(/^[\d\s]+ messages have the short text\.$/).waitFor();
  clock.pass(1);
  await page.getByText('Anna switched to the short text.').first().waitFor();
  await program.step(id, 'stop');
  await Promise.all([orange.restore(), sfr.restore()]);
  await page.close();
});
