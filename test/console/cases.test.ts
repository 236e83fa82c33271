import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import type { ConsoleRig } from '../support/console/console-rig.ts';
import { Phones } from '../support/console/phones.ts';
import { crowding } from '../support/crowding.ts';

const SIMONE = '+33639980011';
const LEO = '+33639980012';
const DUTY = '+33639980098';

let phones: Phones;
let rig: ConsoleRig;
beforeAll(async () => {
  phones = await Phones.start({ inbound: { duty: [DUTY] } });
  rig = phones.rig;
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Bruno', { role: 'operator', phone: '+33639980002' });
  await rig.person('Vera', { role: 'viewer', phone: '+33639980003' });
  await phones.post('/v1/contacts', { number: SIMONE, name: 'Simone', language: 'fr' });
});
afterEach(() => phones.rig.closeWindows());
afterAll(() => phones.stop());

const english = { locale: 'en-GB' } as const;

/** The card of a call with these words. */
const cardOf = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words });

test('a call for help appears by itself, is taken, answered, noted and closed, and its history says all of it', async () => {
  const page = await rig.open('/inbox', 'Anna', english);
  await page.getByText('Nobody calls for help').waitFor();
  await phones.write(SIMONE, 'vite svp');
  await phones.write(SIMONE, "au secours, l'eau monte, je suis au premier étage");
  const writtenAt = performance.now();
  const card = cardOf(page, "l'eau monte");
  await card.waitFor();
  expect(performance.now() - writtenAt).toBeLessThan(2500 * crowding());
  await expect.poll(() => page.title()).toMatch(/^\(1\) /);
  expect(await card.getByRole('link', { name: /Simone/ }).isVisible()).toBe(true);
  await rig.picture(page, 'cases-open');
  await card.getByRole('button', { name: 'Take this call' }).click();
  await page.getByText(/You have it, since/).waitFor();
  await expect.poll(() => page.title()).not.toContain('(1)');

  await card.getByRole('link', { name: /Open case/ }).click();
  await page.getByRole('heading', { level: 1, name: /Case 1: Simone/ }).waitFor();
  await page.getByLabel('Note', { exact: true }).fill('Boat 2 is on its way.');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await page.locator('.history').getByText('Boat 2 is on its way.').waitFor();

  await page.getByLabel('Answer by SMS').fill('Un bateau arrive. Restez en haut.');
  await page.getByRole('button', { name: 'Send 1 SMS to +33 6 39 98 00 11' }).click();
  await page.getByText('The SMS is on its way.').waitFor();
  await expect.poll(() => phones.smsc.phones.texts(SIMONE)).toContain('Un bateau arrive. Restez en haut.');

  await page.getByRole('button', { name: 'Close …' }).click();
  await page.getByRole('radio', { name: 'helped', exact: true }).check();
  await page.getByLabel('What was done').fill('Taken to the school.');
  await rig.picture(page, 'case-close');
  await page.getByRole('button', { name: 'Close the case as: helped' }).click();
  await page.getByText('Closed: helped').first().waitFor();
  const history = await page.locator('.history').textContent();
  for (const line of [
    'Call for help came',
    'Anna took the call',
    'Anna noted',
    'Anna closed the case: helped',
  ])
    expect(history).toContain(line);
  expect(await page.locator('.phone-messages').textContent()).toContain('vite svp');
  await rig.picture(page, 'case-closed');
});

test('of two windows that take the same call, the second is told who has it, and takes it over only after a question', async () => {
  const [anna, bruno] = [
    await rig.open('/inbox', 'Anna', english),
    await rig.open('/inbox', 'Bruno', english),
  ];
  await phones.write(LEO, 'sos coincé dans la cave');
  const [first, second] = [cardOf(anna, 'coincé'), cardOf(bruno, 'coincé')];
  await Promise.all(
    [first, second].map((one) => one.getByRole('button', { name: 'Take this call' }).waitFor()),
  );
  // Bruno's window hears nothing for a while, as over a slow line: it still offers the call.
  await bruno.route('**/v1/cases?**', (route) => route.abort());
  await first.getByRole('button', { name: 'Take this call' }).click();
  await anna.getByText(/You have it, since/).waitFor();
  await second.getByRole('button', { name: 'Take this call' }).click();
  await bruno.getByText('Anna already has this call.').waitFor();
  await bruno.unrouteAll();

  await bruno.goto(`${rig.url}inbox/cases/2`);
  await bruno.getByText(/Anna has it, since/).waitFor();
  await bruno.getByRole('button', { name: 'Take over from Anna …' }).click();
  await bruno
    .getByRole('dialog')
    .getByText(/Speak to them first/)
    .waitFor();
  await bruno.getByRole('button', { name: 'Take over from Anna', exact: true }).click();
  await bruno.getByText(/You have it, since/).waitFor();
  await bruno.locator('.history').getByText('Bruno took the call over from Anna').waitFor();
});

test('with the keyboard alone a call is handed over, closed as something else with a text, and opened again', async () => {
  const page = await rig.open('/inbox/cases/2', 'Bruno', english);
  const press = async (name: string | RegExp): Promise<void> => {
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
  };
  await press('Hand over …');
  await page.getByRole('combobox', { name: 'To whom' }).focus();
  await page.keyboard.type('Équipe 3');
  await press('Hand over to Équipe 3');
  await page.getByText(/Équipe 3 has it, since/).waitFor();
  await press('Close …');
  await page.getByText('You close it in place of Équipe 3').waitFor();
  await page.getByRole('radio', { name: 'helped' }).focus();
  await page.keyboard.press('ArrowUp');
  await page.getByText('Say what happened.').waitFor();
  expect(await page.getByRole('button', { name: 'Close the case as: other' }).isDisabled()).toBe(true);
  await page.getByLabel('What was done').focus();
  await page.keyboard.type('The neighbours got him out.');
  await press('Close the case as: other');
  await page.getByText('Closed: other').first().waitFor();
  await press('Open it again');
  await page.getByRole('dialog').getByRole('button', { name: 'Open it again' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Waiting for somebody').waitFor();
  await press(/It was no call for help/);
  await press('It was no call: close');
  await page.getByText('Closed: was no call for help').first().waitFor();
});

test('what a hostile phone writes is shown as it is, and breaks neither the page nor its language', async () => {
  const texts = [
    'help <img src=x onerror=alert(1)><script>alert(2)</script>',
    'sos \u202Eelif.exe\u202D ne pas \u2066',
    '=HYPERLINK("http://evil","aide") au secours {{count}} $t(close)',
  ];
  const numbers = texts.map((_, index) => `+3363998002${index}`);
  for (const [index, text] of texts.entries()) await phones.write(numbers[index] ?? '', text);
  const look = { locale: 'fr-FR', scheme: 'dark' } as const;
  const page = await rig.open('/inbox', 'Anna', look);
  for (const text of texts) await page.getByText(text, { exact: true }).waitFor();
  expect(await page.locator('main script, main img').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'cases-hostile-dark-fr');
  await page.getByRole('link', { name: 'Ouvrir le cas 5' }).click();
  await page.locator('.history').getByText('{{count}} $t(close)').waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'case-dark-fr');
});

test('a new call sounds where the person turned the sound on, and nowhere else', async () => {
  const pages = await Promise.all(
    ['Anna', 'Bruno'].map((name) => rig.window().then((page) => ({ page, name }))),
  );
  for (const { page, name } of pages) {
    await page.addInitScript(() => {
      const sounds = globalThis as unknown as {
        notes: number;
        AudioContext: { prototype: AudioContextLike };
      };
      sounds.notes = 0;
      const { createOscillator } = sounds.AudioContext.prototype;
      sounds.AudioContext.prototype.createOscillator = function make(this: unknown) {
        sounds.notes++;
        return createOscillator.call(this);
      };
    });
    await rig.enter(page, name);
    await page.goto(`${rig.url}inbox`);
    await page.locator('h1').waitFor();
  }
  const notes = (page: Page) => page.evaluate(() => (globalThis as unknown as { notes: number }).notes);
  const [on, off] = pages.map(({ page }) => page);
  if (on === undefined || off === undefined) throw new Error('there are no windows');
  await on.getByLabel(/Son à chaque nouvel appel|Sound at a new call/).press('Space');
  await expect.poll(() => notes(on)).toBe(6);
  await phones.write('+33639980031', 'à l aide je suis tombée');
  const writtenAt = performance.now();
  await expect.poll(() => notes(on)).toBe(12);
  expect(performance.now() - writtenAt).toBeLessThan(3000 * crowding());
  expect(await notes(off)).toBe(0);
});

test('on a phone a viewer reads calls and their history without a button, and without scrolling sideways', async () => {
  const page = await rig.open('/inbox', 'Vera', { ...english, width: 390, height: 844 });
  await page.getByText('à l aide je suis tombée').waitFor();
  expect(await page.locator('main').getByRole('button').count()).toBe(0);
  const width = () => page.evaluate('document.documentElement.scrollWidth');
  await rig.picture(page, 'cases-390');
  expect(await width()).toBeLessThanOrEqual(390);
  await page
    .getByRole('row', { name: /Simone/ })
    .locator('.closed-link')
    .click();
  await page.getByText('Anna noted').waitFor();
  expect(await width()).toBeLessThanOrEqual(390);
  await rig.picture(page, 'case-390');
  expect(await violations(page)).toEqual([]);
});

interface AudioContextLike {
  createOscillator: (this: unknown) => unknown;
}
