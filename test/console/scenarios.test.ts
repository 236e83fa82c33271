import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';
import { make, town } from '../support/console/people-of-town.ts';

const CONTENT = {
  defaultLanguage: 'fr',
  placeholders: { place: { maxLength: 20 } },
  variants: [
    {
      language: 'fr',
      text: "Mairie : montez à l'étage maintenant, crue à {place}, jusqu'à {until}.",
      short: 'Crue, {place} : montez.',
    },
    {
      language: 'en',
      text: 'Council: go upstairs now, flood at {place}, until {until}.',
      short: 'Flood: go up.',
    },
  ],
};

let rig: ConsoleRig;
let list: number;
let ready: number;
/** Windows of the operator: on a desk in English, on a phone in French; and of the approver. */
let page: Page;
let phone: Page;
let chef: Page;

beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [], country: 'FR' });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Chef', { role: 'approver', phone: '+33639980002' });
  ({ list } = await town(rig.gateway.api));
  ({ id: ready } = await make(rig.gateway.api, '/v1/scenarios', {
    name: 'Crue, vieille ville',
    kind: 'live',
    severity: 'severe',
    content: CONTENT,
    bounds: { place: { oneOf: ['la gare', 'le port'] } },
    audience: { include: [{ list }] },
    question: {
      answers: [
        { word: '1', meaning: 'safe' },
        { word: '2', meaning: 'help' },
      ],
      openFor: 'PT2H',
    },
  }));
  page = await rig.open('/alerts/scenarios', 'Anna', { locale: 'en-GB' });
  phone = await rig.open('/alerts/templates', 'Anna', {
    locale: 'fr-FR',
    width: 390,
    height: 844,
    scheme: 'dark',
  });
  chef = await rig.open('/alerts/scenarios', 'Chef', { locale: 'fr-FR' });
});
afterAll(() => rig.stop());

const stored = async (): Promise<Record<string, unknown>> =>
  (await (await rig.gateway.api.request('GET', `/v1/scenarios/${ready}`)).json()) as Record<string, unknown>;

test('a scenario is written with the linter and the preview, then approved by a second person', async () => {
  await page.goto(`${rig.url}alerts/scenarios/new`);
  await page.getByLabel('Name', { exact: true }).fill('Fire, the port');
  await page.getByLabel('LIVE: phones get the warning').check();
  const text = page.getByLabel('Text in English', { exact: true });
  await text.fill('Smoke at {place');
  await page.getByText('must be mended').waitFor();
  await page.getByText('It cannot be shown while a brace is open.').waitFor();
  await text.fill('Council: smoke from the fire at {place}. Close your windows now, until {until}.');
  await page
    .getByText('smoke from the fire at the north quay. Close your windows now, until 10 pm.')
    .waitFor();
  await page.getByText('Has no short variant').waitFor();
  await page.getByRole('combobox', { name: 'Value of {place}' }).click();
  await page.getByRole('option', { name: 'said at the launch, by a pattern' }).click();
  await page.getByLabel('Pattern').fill('Quai (A|B)');
  await page.getByText('This can\'t be read at "(A|B)".').waitFor();
  await page.getByLabel('Pattern').fill('Quai [A-D]');
  await page.getByLabel('Try a value').fill('Quai E');
  await page
    .getByText("This would wait for a second person: it doesn't match the approved pattern")
    .waitFor();
  await page.getByLabel('Try a value').fill('Quai B');
  await page.getByText('This goes out on the approval.').waitFor();
  await page.getByRole('button', { name: 'Save the scenario' }).click();
  await page.getByText('nobody gets it').waitFor();
  await page.getByRole('combobox', { name: 'Everybody who is in any of these' }).click();
  await page.getByRole('option', { name: 'Riverains de la Garonne' }).click();
  await page.getByText('120 people now').waitFor();
  await page.keyboard.press('Escape');
  await rig.picture(page, 'scenario-editor');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save the scenario' }).click();
  await page.getByRole('heading', { name: 'Fire, the port' }).waitFor();
  expect(await page.getByRole('button', { name: 'Approve this scenario' }).count()).toBe(0);

  await chef.goto(page.url());
  await chef.getByText('Il n’a jamais été approuvé').waitFor();
  await chef.getByRole('button', { name: 'Approuver ce scénario' }).click();
  await chef.getByRole('button', { name: 'Approuver pour 120 personnes' }).click();
  await chef.getByText('Approuvé par Chef').waitFor();
});

test('the approver sees what changed since the last approval, and a launch as it would be', async () => {
  const { api } = rig.gateway;
  await chef.goto(`${rig.url}alerts/scenarios/${ready}`);
  await chef.getByRole('button', { name: 'Approuver ce scénario' }).click();
  await chef.getByRole('button', { name: 'Approuver pour 120' }).click();
  await chef.getByText('Approuvé par Chef').waitFor();
  const scenario = await stored();
  const [fr, en] = CONTENT.variants;
  const content = {
    ...CONTENT,
    variants: [{ ...fr, text: fr?.text.replace('maintenant', 'tout de suite') }, en],
  };
  const { name, kind, severity, bounds, audience } = scenario;
  await make(api, `/v1/scenarios/${ready}`, { name, kind, severity, bounds, audience, content }, 'PUT');
  await chef.reload();
  await chef.getByText('Changé depuis l’approbation par Chef').waitFor();
  expect(await chef.locator('.difference ins').first().textContent()).toContain('tout de suite');
  await chef.getByText('120 personnes le recevraient').waitFor();
  await chef.getByLabel('{place}').fill('Appelez le 0199009000');
  await chef.getByText("n'est pas une des valeurs approuvées").waitFor();
  await rig.picture(chef, 'scenario-page');
  expect(await violations(chef)).toEqual([]);
});

test('who saves a scenario after somebody else sees both changes', async () => {
  const { api } = rig.gateway;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${rig.url}alerts/scenarios/${ready}/edit`);
  await page.getByLabel('Title of its alerts').fill('Crue');
  const { name, kind, content, bounds, audience } = await stored();
  await make(
    api,
    `/v1/scenarios/${ready}`,
    { name, kind, content, bounds, audience, severity: 'extreme' },
    'PUT',
  );
  await page.getByRole('button', { name: /^Save/ }).click();
  const conflict = page.getByRole('alert').filter({ hasText: 'changed it meanwhile' });
  await conflict.getByText('extreme').waitFor();
  await rig.picture(page, 'scenario-conflict-dark');
  expect(await violations(page)).toEqual([]);
  await conflict.getByRole('button', { name: 'Take theirs' }).click();
  expect(await page.getByLabel('Title of its alerts').inputValue()).toBe('');
});

test('a scenario that a schedule uses can not be removed, and the page says which one', async () => {
  await make(rig.gateway.api, '/v1/schedules', {
    name: 'Premier mercredi',
    cron: '0 12 1 * *',
    timeZone: 'Europe/Paris',
    scenario: ready,
    values: { place: 'la gare' },
    exercise: true,
  });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${rig.url}alerts/scenarios/${ready}`);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await page.getByText('It is used by the schedule “Premier mercredi”').waitFor();
  await page.goto(`${rig.url}alerts/scenarios`);
  await page.getByRole('cell', { name: 'Premier mercredi' }).waitFor();
  await rig.picture(page, 'scenarios');
  expect(await violations(page)).toEqual([]);
  const link = page.getByRole('link', { name: 'Use it' }).first();
  expect(await link.getAttribute('href')).toMatch(/\/alerts\/new\/scenario\/\d+$/);
});

test('a template is copied from the library, on a phone in the dark', async () => {
  await phone.goto(`${rig.url}alerts/templates`);
  await phone.getByLabel('Chercher un modèle').fill('crue soudaine');
  await phone
    .getByRole('link', { name: /^Copier/ })
    .first()
    .waitFor();
  await rig.picture(phone, 'templates-390-dark');
  expect(await violations(phone)).toEqual([]);
  await phone
    .getByRole('link', { name: /^Copier/ })
    .first()
    .click();
  await phone.getByLabel('Nom', { exact: true }).fill('Crue soudaine, Garonne');
  await phone.getByText('Rien à améliorer.').waitFor();
  await rig.picture(phone, 'template-390-dark');
  expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(await violations(phone)).toEqual([]);
  await phone.getByRole('button', { name: 'Enregistrer le modèle' }).click();
  await phone.getByRole('link', { name: 'Crue soudaine, Garonne' }).click();
  await phone.getByRole('button', { name: 'Supprimer' }).click();
  await phone.getByRole('button', { name: 'Le supprimer' }).click();
  await phone.getByRole('button', { name: 'Annuler' }).click();
  await phone.getByRole('link', { name: 'Crue soudaine, Garonne' }).waitFor();
});
