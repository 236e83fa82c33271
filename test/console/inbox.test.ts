import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import type { ConsoleRig } from '../support/console/console-rig.ts';
import { Phones } from '../support/console/phones.ts';
import { crowding } from '../support/crowding.ts';

let phones: Phones;
let rig: ConsoleRig;
beforeAll(async () => {
  phones = await Phones.start();
  rig = phones.rig;
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await phones.post('/v1/keywords', { word: 'ABRI', reply: 'Gymnase ouvert dès 18 h.' });
});
afterEach(() => phones.rig.closeWindows());
afterAll(() => phones.stop());

const english = { locale: 'en-GB' } as const;

test('what phones send is listed with what was made of it, searched by words and by number, and becomes a case', async () => {
  const page = await rig.open('/inbox/messages', 'Anna', english);
  await page.getByText('No phone has written yet').waitFor();
  await phones.write('+33639980051', 'Abri');
  await phones.write('+33639980052', 'STOP');
  await phones.write('+33639980053', 'Rue inondée près de la mairie');
  await phones.write('ORANGE', 'Votre facture');
  const table = page.getByRole('table', { name: 'Messages' });
  for (const words of ['keyword, answered by itself', 'opted out: gets nothing more']) {
    const begun = performance.now();
    await table.getByText(words).waitFor();
    expect(performance.now() - begun).toBeLessThan(4000 * crowding());
  }
  await rig.picture(page, 'messages');
  expect(await violations(page)).toEqual([]);

  const search = page.getByLabel('Words, or a number');
  await search.fill('inondee');
  await expect.poll(() => table.locator('tbody tr').count()).toBe(1);
  await search.fill('06 39 98 00 52');
  await table.getByText('STOP').waitFor();
  await expect.poll(() => table.locator('tbody tr').count()).toBe(1);
  await search.fill('nothing like that');
  await page.getByText('No message is like that').waitFor();
  await search.fill('mairie');
  await page.getByRole('button', { name: 'Make it a case …' }).click();
  await page.getByRole('button', { name: 'Make it a case, and take it' }).click();
  await page.getByRole('heading', { level: 1, name: /Case 1/ }).waitFor();
  await page.locator('.history').getByText('Anna made a case of this message').waitFor();
});

test('a text of 10,000 characters is shown short, and whole if somebody asks', async () => {
  const text = `début ${'x'.repeat(9980)} fin`;
  for (let at = 0; at < text.length; at += 1500)
    await phones.write('+33639980054', text.slice(at, at + 1500));
  await phones.write('+33639980055', `${'ligne\n'.repeat(200)}la fin`);
  const page = await rig.open('/inbox/messages', 'Anna', { locale: 'fr-FR', scheme: 'dark', width: 390 });
  const more = page.getByRole('button', { name: 'Tout afficher' }).first();
  await more.click();
  await page.getByRole('button', { name: 'Réduire' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Réduire' }).click();
  await rig.picture(page, 'messages-390-dark');
  expect(await violations(page)).toEqual([]);
});

test('what was put aside, cell broadcasts and unmatched receipts have lists of their own that say what they are', async () => {
  const page = await rig.open('/inbox/messages', 'Anna', english);
  const choices = page.getByRole('navigation', { name: 'What to show' });
  await choices.getByRole('link', { name: 'Put aside' }).click();
  await page.getByText('Nothing was put aside').waitFor();
  await choices.getByRole('link', { name: 'Cell broadcasts' }).click();
  await page.getByText('No cell broadcast was received').waitFor();
  await choices.getByRole('link', { name: 'Unmatched receipts' }).click();
  await page.getByText('Every receipt found its message').waitFor();
});

test('a keyword is made, changed and removed, and what is wrong with it stands beside its field', async () => {
  const page = await rig.open('/inbox/keywords', 'Anna', english);
  await page.getByRole('button', { name: 'New keyword' }).click();
  await page.getByRole('textbox', { name: 'Word' }).fill('STOP');
  await page.getByRole('textbox', { name: 'Answer' }).fill('Non.');
  await page.getByRole('button', { name: 'Answer STOP from now on' }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Word' }).getAttribute('aria-invalid'))
    .toBe('true');
  await page.getByRole('textbox', { name: 'Word' }).fill('EAU');
  await page.getByRole('textbox', { name: 'Answer' }).fill('Eau potable à la mairie.');
  await page.getByRole('button', { name: 'Answer EAU from now on' }).click();
  await page.getByRole('cell', { name: 'Eau potable à la mairie.' }).waitFor();
  await phones.write('+33639980056', 'eau ?');
  await expect.poll(() => phones.smsc.phones.texts('+33639980056')).toEqual(['Eau potable à la mairie.']);
  await page.getByRole('button', { name: 'Change EAU' }).click();
  await page.getByRole('textbox', { name: 'Answer' }).fill("Eau potable à l'école.");
  await page.getByRole('button', { name: 'Answer with the new text from now on' }).click();
  await page.getByRole('cell', { name: "Eau potable à l'école." }).waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'keywords');
  await page.getByRole('button', { name: 'Remove EAU' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove EAU' }).click();
  await page.getByRole('cell', { name: 'EAU', exact: true }).waitFor({ state: 'detached' });
});
