import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';
import { contactsIn, make } from '../support/console/people-of-town.ts';

let rig: ConsoleRig;
beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [], country: 'FR' });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await make(rig.gateway.api, '/v1/lists', { name: 'Riverains', kind: 'emergency' });
  await make(rig.gateway.api, '/v1/contacts', { number: '+33639981000', name: 'Ancien nom' });
});
afterAll(() => rig.stop());

const ROWS = [
  'Portable;Nom complet;langue;bâtiment',
  ...Array.from({ length: 30 }, (_, at) => `06 39 98 ${10 + at} 00;Camille ${at};fr;B`),
  'pas un numéro;Louise;fr;A',
  '+33639980050;Hugo;fr??;A',
  '+33639980051;=cmd|" /c calc"!A1;fr;A',
];
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer });

test('a file with errors is checked first, and its good lines are imported without the refused ones', async () => {
  const page = await rig.open('/people/import', 'Anna', { locale: 'fr-FR' });
  await page.getByText('Déposez un fichier CSV ici').waitFor();
  await rig.picture(page, 'import');
  expect(await violations(page)).toEqual([]);
  const input = page.locator('input[type=file]');
  await input.setInputFiles(file('contacts.xlsx', Buffer.from('PK\u0003\u0004rest')));
  await page.getByText("C'est un classeur de tableur").waitFor();
  await input.setInputFiles(file('personnes.csv', Buffer.from(ROWS.join('\r\n'), 'latin1')));
  await page.getByRole('heading', { name: 'personnes.csv' }).waitFor();
  await page.getByRole('cell', { name: 'bâtiment', exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Mettre tout le monde sur une liste' }).click();
  await page.getByRole('option', { name: 'Riverains' }).click();
  await rig.picture(page, 'import-columns');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Vérifier le fichier, sans rien changer' }).click();
  await page.getByRole('cell', { name: /n'est pas un numéro de téléphone/ }).waitFor();
  await page.getByRole('cell', { name: "n'est pas une langue, par exemple fr" }).waitFor();
  await rig.picture(page, 'import-checked');
  expect(await violations(page)).toEqual([]);
  expect(await contactsIn(rig.gateway.api)).toBe(1);
  await page.getByRole('button', { name: 'Importer 31 lignes, en laisser 2 de côté' }).click();
  await page.getByText("L'import est terminé").waitFor();
  await rig.picture(page, 'import-done');
  expect(await contactsIn(rig.gateway.api)).toBe(31);
  await page.getByRole('link', { name: 'Tous les imports' }).click();
  await page.getByRole('cell', { name: 'importé', exact: true }).waitFor();
});

test('a column with another name is told to be the number, and a pasted table is taken', async () => {
  const page = await rig.open('/people/import', 'Anna', {
    locale: 'en-GB',
    width: 390,
    height: 844,
    scheme: 'dark',
  });
  await page.locator('summary').click();
  await page.getByRole('textbox', { name: 'Or paste a table' }).fill('qui;joindre\nRose;+33639980060\n');
  await page.getByRole('button', { name: 'Look at what was pasted' }).click();
  await page.getByText('No column is the phone number').waitFor();
  await page.getByRole('combobox', { name: 'Column “joindre” is' }).click();
  await page.getByRole('option', { name: 'the phone number' }).click();
  await rig.picture(page, 'import-390-dark');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Check the file, change nothing yet' }).click();
  await page.getByRole('button', { name: 'Import 1 line' }).click();
  await page.getByText('The import is finished').waitFor();
});
