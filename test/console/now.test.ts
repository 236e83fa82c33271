import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleNight, content } from '../support/console/night.ts';
import { crowding } from '../support/crowding.ts';
import { numberOf } from '../support/store/messages.ts';

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => numberOf(from + index));
const dead = numbers(200, 6);
const caller = numberOf(100);

let night: ConsoleNight;
/** What Anna sees all night long; nothing here reads it anew. */
let page: Page;
beforeAll(async () => {
  night = await ConsoleNight.start();
  night.orange.misbehave({ undeliverable: new Set(dead) });
  night.sfr.misbehave({ noReceipt: true, undeliverable: new Set(dead) });
  await night.client.call('POST', '/v1/rosters', {
    name: 'Préfecture',
    timeZone: 'Europe/Paris',
    shifts: [{ everyDays: 7, start: '2026-01-01', at: '08:00', who: ['Anna', 'Bruno'] }],
  });
  page = await night.rig.open('/', 'Anna', { locale: 'en-GB' });
});
afterEach(() => night.rig.closeWindows(page));
afterAll(() => night.stop());

/** The page does not need to be scrolled, and nothing is cut at its side. */
const fits = (on: Page): Promise<{ readonly down: boolean; readonly aside: boolean }> =>
  on.evaluate(`({
    down: document.documentElement.scrollHeight <= innerHeight,
    aside: document.documentElement.scrollWidth <= innerWidth,
  })`);

const HOSTILE = `2 <img src=x onerror="document.title=1"> \u202eeb0rp {{name}} ${'x'.repeat(90)}`;

const question = {
  answers: [
    { word: '1', meaning: 'safe' },
    { word: '2', meaning: 'help' },
  ],
  openFor: 'PT2H',
};

test('a quiet night says that all is well, with the time, the last alert, and what one could do', async () => {
  await page.getByText(/^All is well at \d\d:\d\d:\d\d$/).waitFor();
  await page.getByText('none yet', { exact: true }).waitFor();
  await page.getByText('Nothing that the gateway knows of.').waitFor();
  expect(await fits(page)).toEqual({ down: true, aside: true });
  await night.rig.picture(page, 'quiet');
});

test('the sentence tells each route, and how long a message to so many people would take', async () => {
  const sentence = page.locator('.can-send');
  await sentence.getByText('500/s').waitFor();
  await sentence
    .getByText(/^A message to 4\s000 people would take \d+\ss: all out by \d\d:\d\d\.$/)
    .waitFor();
  await sentence.getByLabel('For how many people').fill('300 000');
  await sentence.getByText(/A message to 300\s000 people would take \d+\smin/).waitFor();
  await sentence.getByLabel('For how many people').fill('many');
  await sentence.getByText('Write a number from 1 to 10 000 000.').waitFor();
  await sentence.getByLabel('For how many people').fill('4000');
});

test('an alert appears with its figures and moves by itself, and an exercise looks different', async () => {
  await page.getByText(/^All is well/).waitFor();
  const crue = { kind: 'live', title: 'Crue de la Garonne, rive nord', question };
  await night.launches(crue, [...numbers(100, 80), ...dead]);
  const card = page.getByRole('article', { name: 'Crue de la Garonne, rive nord' });
  await card.getByText('LIVE', { exact: true }).waitFor();
  const figure = (word: string) => card.locator('dl > div', { hasText: word }).locator('dd');
  const people = async (word: string) => Number(await figure(word).first().textContent());
  // Of the dead phones SFR tells nothing: they stay without a receipt.
  const words = ['reached', 'no receipt yet', 'not reached', 'waiting'];
  const told = async () => (await Promise.all(words.map(people))).join(' ');
  await expect.poll(told).toMatch(/^\d+ \d+ [1-6] 0$/);
  expect((await told()).split(' ').reduce((sum, one) => sum + Number(one), 0)).toBe(86);
  expect(await card.getByRole('link', { name: 'Look' }).getAttribute('href')).toMatch(/\/alerts\/\d+$/);
  await night.launches(
    { kind: 'exercise', title: 'Exercice mensuel', content: content('EXERCICE : rien à faire.') },
    numbers(300, 24),
  );
  const other = page.getByRole('article', { name: 'Exercice mensuel' });
  await other.getByText('EXERCISE', { exact: true }).waitFor();
  expect(await page.getByText(/^All is well/).count()).toBe(0);
  // What the gateway says of these is looked at below: its alarms take some seconds.
  night.sfr.cut();
  night.rig.gateway.rewrite('routes: nonsense');
  await night.rig.gateway.hangUp();
  const headers = { authorization: 'Bearer unknown' };
  await Promise.all(
    Array.from({ length: 35 }, () => fetch(`${night.rig.gateway.url}/v1/routes`, { headers })),
  );
});

test('a call for help appears within two seconds, whatever it says, and one click takes it', async () => {
  await page.getByText('Nobody calls for help.', { exact: true }).waitFor();
  const help = page.locator('.needs');
  await night.writes(caller, HOSTILE);
  const writtenAt = Date.now();
  await help.getByText('+33 6 39 98 01 00').waitFor();
  expect(Date.now() - writtenAt).toBeLessThan(2000 * crowding());
  await help.getByText('<img src=x onerror').waitFor();
  await help.getByText('not taken yet').waitFor();
  expect(await page.title()).toContain('Now');
  await help.getByRole('button', { name: 'Take it' }).click();
  await help.getByText('Anna has it').waitFor();
});

test('two alerts, three calls, two approvals and two alarms fit on one screen without scrolling', async () => {
  for (const from of numbers(101, 2))
    await night.writes(from, "2 L'eau monte, ma mère est au rez-de-chaussée");
  for (const title of ['Évacuation du quartier des Minimes', 'Coupure d’eau potable']) {
    const { id } = await night.client.create({
      title,
      severity: 'severe',
      content: content('Quittez votre logement maintenant.'),
      audience: { include: [{ numbers: numbers(400, 40) }] },
    });
    await night.client.step(id, 'submit');
  }
  const approver = await night.rig.open('/', 'Bruno', { locale: 'en-GB' });
  await approver.locator('.is-wrong .row').nth(1).waitFor();
  await approver.locator('.alert-card article').nth(1).waitFor();
  await approver.locator('.needs .row').nth(4).waitFor();
  await page
    .getByText(/^\d+\smin left$/)
    .first()
    .waitFor();
  await night.rig.picture(approver, 'busy-en-light');
  expect(await fits(approver)).toEqual({ down: true, aside: true });
  expect(await approver.getByRole('link', { name: 'Look and approve' }).count()).toBe(2);
  await approver
    .locator('.now-duty')
    .getByText(/^(Anna|Bruno)$/)
    .waitFor();
  // French is longer, and an operator has more buttons.
  const operator = await night.rig.open('/', 'Anna', { locale: 'fr-FR' });
  await operator.locator('.is-wrong .row').nth(1).waitFor();
  await operator.locator('.alert-card article').nth(1).waitFor();
  await operator.locator('.needs .row').nth(4).waitFor();
  await operator
    .locator('.now-duty')
    .getByText(/^(Anna|Bruno)$/)
    .waitFor();
  await night.rig.picture(operator, 'busy-fr-light');
  expect(await fits(operator)).toEqual({ down: true, aside: true });
  await approver.locator('.is-wrong').getByText('The old one still holds').waitFor();
  expect(await violations(approver)).toEqual([]);
});

test('without carriers the sentence names since when they are down, and what the modem can still do', async () => {
  const sentence = page.locator('.can-send');
  await sentence.getByText('500/s').waitFor();
  night.orange.cut();
  await sentence.getByText(/A message to 4\s000 people would take \d+\sh/).waitFor();
  for (const id of ['orange', 'sfr'])
    await sentence
      .locator('.light', { hasText: id })
      .getByText(/down since \d\d:\d\d/)
      .waitFor();
  await night.client.call('POST', '/v1/routes/modem-1/disable');
  await sentence
    .getByText('No: no route can send. Alarm people by another way, and look at the routes.')
    .waitFor();
});

test('a phone, a dark window and French show the same without scrolling sideways', async () => {
  const phone = await night.rig.open('/', 'Anna', {
    width: 390,
    height: 844,
    scheme: 'dark',
    locale: 'fr-FR',
  });
  await phone.getByRole('heading', { name: "Qu'est-ce qui ne va pas ?" }).waitFor();
  await phone.locator('.alert-card article').nth(1).waitFor();
  await phone.locator('.is-wrong .row').nth(1).waitFor();
  expect((await fits(phone)).aside).toBe(true);
  expect(await violations(phone)).toEqual([]);
  await night.rig.picture(phone, 'busy-fr-dark-390');
  await phone.setViewportSize({ width: 768, height: 1024 });
  expect((await fits(phone)).aside).toBe(true);
  await night.rig.picture(phone, 'busy-fr-dark-768');
});

test('who may only look is offered nothing to do', async () => {
  const viewer = await night.rig.open('/', 'Chloé', { locale: 'en-GB' });
  await viewer.locator('.is-wrong .row').nth(1).waitFor();
  await viewer.locator('.needs .row').nth(4).waitFor();
  expect(
    await viewer
      .locator('main')
      .getByRole('button', { name: /Take it|I see to it|Silence|Say that/ })
      .count(),
  ).toBe(0);
  expect(await viewer.getByRole('link', { name: 'Look and approve' }).count()).toBe(0);
});

test('who takes care of an alarm says so with one click, and silences it with a reason', async () => {
  const alarm = page.locator('.is-wrong .row').filter({ hasText: 'configuration' });
  await page.getByRole('button', { name: /^Show \d more$/ }).click();
  await alarm.getByRole('button', { name: 'I see to it' }).click();
  await alarm.getByText('Anna sees to it').waitFor();
  await alarm.getByRole('button', { name: 'Silence' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Why/).fill('a reload is planned for the morning');
  await dialog.getByRole('button', { name: 'Tell nobody for 8 hours' }).click();
  await alarm.getByRole('button', { name: 'End the silence' }).waitFor();
});
