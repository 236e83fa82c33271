import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { NewAlertRig } from '../support/console/new-alert-rig.ts';
import { crowding } from '../support/crowding.ts';

const PEOPLE = 6;

let night: NewAlertRig;
/** Anna's window in English, and hers in French, which tests use one after the other. */
let page: Page;
let french: Page;
beforeAll(async () => {
  night = await NewAlertRig.start(PEOPLE);
  page = await night.rig.open('/', 'Anna', { locale: 'en-GB' });
  french = await night.rig.open('/', 'Anna', { locale: 'fr-FR' });
  await night.openScenario('Rupture de barrage');
  await night.api.call('POST', '/v1/lists', { name: 'Vide', kind: 'emergency' });
});
afterAll(() => night.stop());

/** A new text, by the buttons of the page. */
const beginText = async (): Promise<void> => {
  await page.getByRole('link', { name: 'New alert' }).click();
  await page.getByRole('link', { name: 'Write a text' }).click();
  await page.getByLabel('Text in French').waitFor();
};

const beginScenario = async (name: string): Promise<void> => {
  await page.getByRole('link', { name: 'New alert' }).click();
  await page.locator('.scenario').filter({ hasText: name }).click();
};

/** What makes the page wider than the window. */
const WIDER = `[...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter((one) => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  .map((one) => one.outerHTML.slice(0, 120))`;

/** What a page says comes in its own time; under load later than the second of `expect.poll`. */
const soon = <Value>(read: () => Value | Promise<Value>) => expect.poll(read);

const arrivals = async (many: number): Promise<void> => {
  await soon(() => night.smsc.stats.submits).toBeGreaterThanOrEqual(many);
};

/** The id in the address of the page of an alert. */
const alertShown = async (page: Page): Promise<number> => {
  await page.waitForURL(/\/alerts\/\d+$/);
  return Number(/(\d+)$/.exec(page.url())?.[1]);
};

describe('from a ready scenario', () => {
  test('the first message leaves after four acts, the sign-in included', async () => {
    const before = night.smsc.stats.submits;
    const begun = Date.now();
    const page = await night.rig.window();
    await night.rig.signIn(page, 'Anna');
    await page.getByRole('link', { name: 'Nouvelle alerte' }).click();
    await page.getByText('Crue Garonne, rive nord').click();
    await page.getByRole('button', { name: `Envoyer à ${PEOPLE} personnes (${PEOPLE} SMS` }).click();
    await arrivals(before + 1);
    expect(Date.now() - begun).toBeLessThan(20_000 * crowding());
    await alertShown(page);
  });

  test('the whole launch works by keyboard alone, and a missing value gets the focus with its reason', async () => {
    const before = night.smsc.stats.submits;
    await page.keyboard.press('n');
    await page.getByLabel('Find a scenario').focus();
    await page.keyboard.type('barrage');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const place = page.getByRole('combobox', { name: 'Place' });
    await place.waitFor();
    // "Place" alone does not say which place: the words around it do.
    expect(await page.locator('#value-place-description q').textContent()).toContain('[…]');
    await page.keyboard.press('Control+Enter');
    await page.getByText('A value is needed.').waitFor();
    await page.locator('#value-place:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('[role="option"][data-combobox-selected]').waitFor();
    await page.keyboard.press('Enter');
    const send = page.getByRole('button', { name: `Send to ${PEOPLE} people` });
    await send.waitFor();
    expect(await page.locator('.handset-text').textContent()).toMatch(/la gare|le port/);
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.locator('.send:focus').waitFor();
    await page.keyboard.press('Enter');
    await alertShown(page);
    await arrivals(before + 1);
  });

  test('an exercise looks like nothing else: colour, banner, title, icon and verb', async () => {
    const page = french;
    await page.getByRole('link', { name: 'Nouvelle alerte' }).click();
    await page.locator('.scenario').filter({ hasText: 'Crue Garonne' }).click();
    await page.getByRole('button', { name: /^Envoyer à/ }).waitFor();
    const colourOf = () => page.evaluate("getComputedStyle(document.querySelector('.send')).backgroundColor");
    const live = { colour: await colourOf(), title: await page.title() };
    await page.getByText('EXERCICE', { exact: true }).click();
    const start = page.getByRole('button', { name: `Commencer l'EXERCICE pour ${PEOPLE} personnes` });
    await start.waitFor();
    expect(await page.locator('.banner-exercise').isVisible()).toBe(true);
    expect(await page.title()).toMatch(/^EXERCICE · Nouvel exercice/);
    expect(await page.title()).not.toBe(live.title);
    expect(await colourOf()).not.toBe(live.colour);
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).toContain('exercise.svg');
    expect(await page.locator('.handset-text').textContent()).toMatch(/^EXERCICE - /);
    expect(await page.getByText('De vrais SMS partent vers de vrais téléphones.').isVisible()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await start.click();
    const id = await alertShown(page);
    expect(await night.api.call('GET', `/v1/alerts/${id}`)).toMatchObject({ kind: 'exercise' });
  });

  test('a launch on a stale look is refused: what changed is shown as before and now, and must be seen first', async () => {
    await beginScenario('Crue Garonne');
    const send = page.getByRole('button', { name: `Send to ${PEOPLE} people` });
    await send.waitFor();
    const before = (await night.alerts('sending')).length + (await night.alerts('completed')).length;
    await night.join(PEOPLE);
    await send.click();
    const changed = page.getByRole('alert').filter({ hasText: 'This has changed since you saw it' });
    await changed.waitFor();
    expect(await changed.getByRole('row', { name: /^People/ }).textContent()).toBe(
      `People${PEOPLE}${PEOPLE + 1}`,
    );
    expect((await night.alerts('sending')).length + (await night.alerts('completed')).length).toBe(before);
    expect(await changed.getByRole('row', { name: /^Text/ }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await changed.getByRole('button', { name: `I have seen it: ${PEOPLE + 1} people now` }).click();
    await page.getByRole('button', { name: `Send to ${PEOPLE + 1} people` }).waitFor();
  });

  test('a scenario that somebody changes meanwhile is shown as a difference before it can be sent', async () => {
    const plan = (text: string) => ({
      name: 'Vent violent',
      kind: 'live',
      content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text }] },
      audience: { include: [{ list: night.list }] },
    });
    const made = await night.api.call<{ id: number; version: number }>(
      'POST',
      '/v1/scenarios',
      plan('Mairie : vent violent. Rentrez chez vous.'),
    );
    await beginScenario('Vent violent');
    const submit = page.getByRole('button', { name: 'Submit to a second person' });
    await submit.waitFor();
    await night.api.call('PUT', `/v1/scenarios/${made.id}`, plan('Mairie : vent violent. Restez dehors.'), {
      headers: { 'if-match': `"${made.version}"` },
    });
    await submit.click();
    const changed = page.getByRole('alert').filter({ hasText: 'This has changed since you saw it' });
    await changed.waitFor();
    expect(await changed.getByRole('row', { name: /^Text/ }).textContent()).toMatch(/Rentrez.*Restez dehors/);
    expect(await submit.count()).toBe(0);
  });

  test('the same alert a short time later is held, with the earlier one, and goes out again only if that is said', async () => {
    await beginScenario('Crue Garonne');
    await page.getByRole('button', { name: /^Send to/ }).click();
    const recent = page.getByRole('alert').filter({ hasText: 'The same alert went out a short time ago' });
    await recent.waitFor();
    expect(await recent.textContent()).toMatch(/«Crue Garonne», launched at .* by Anna\./);
    const before = night.smsc.stats.submits;
    await recent.getByRole('button', { name: /^Send again all the same, to/ }).click();
    await alertShown(page);
    await arrivals(before + 1);
  });
});

describe('in one’s own words', () => {
  test('text, people, check: an alert is handed in, approved by somebody else, and leaves, within a minute', async () => {
    const begun = Date.now();
    await beginText();
    await page.getByLabel('Text in French').fill('Mairie : fuite de gaz, {place}. Sortez maintenant.');
    await page.getByLabel('Place').fill('rue Haute');
    await page.getByText('Rive nord').click();
    const submit = page.getByRole('button', { name: /^Submit to a second person: goes to \d+ people/ });
    await submit.waitFor();
    const sentence = await page.locator('.sentence').textContent();
    expect(sentence).toMatch(
      /^Mairie : fuite de gaz, rue Haute\. Sortez maintenant\. to \d+ people: \d+ SMS, by orange, all out by \d\d:\d\d, valid until .*\. Second person: needed\.$/,
    );
    const before = night.smsc.stats.submits;
    await submit.click();
    const id = await alertShown(page);
    await page.goto(`${night.rig.gateway.url}/console/alerts/new/${id}`);
    await page.getByText('It waits for a second person.').waitFor();
    const { version } = await night.api.call<{ version: number }>('GET', `/v1/alerts/${id}`);
    const { hash } = await night.api.call<{ hash: string }>('POST', `/v1/alerts/${id}/preview`);
    await night.bea.call('POST', `/v1/alerts/${id}/approve`, { hash }, version);
    await arrivals(before + 1);
    expect(Date.now() - begun).toBeLessThan(60_000 * crowding());
  });

  test('nobody is never everybody: without people there is no button that sends, and it says what is missing', async () => {
    await beginText();
    await page.getByLabel('Text in French').fill('Crue : montez.');
    await page.getByText('Nobody yet.').waitFor();
    expect(await page.locator('.send').count()).toBe(0);
    await page.getByRole('button', { name: 'Show what is missing' }).click();
    await page.locator('#who:focus').waitFor();
    await page.getByText('Vide').click();
    await page.getByText('Nobody is in what you picked.').waitFor();
    expect(await page.locator('.send').count()).toBe(0);
  });

  test('an audience that names what is gone is nobody, and what is gone can be taken out', async () => {
    const { id } = await night.api.call<{ id: number }>('POST', '/v1/alerts', {
      title: 'Feu',
      kind: 'live',
      content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Feu : sortez.' }] },
      audience: { include: [{ list: night.list }, { area: 99 }] },
    });
    await page.goto(`${night.rig.gateway.url}/console/alerts/new/${id}`);
    await page.getByText('Gone: area 99.').waitFor();
    expect(await page.locator('.send').count()).toBe(0);
    await page.getByRole('checkbox', { name: 'area 99, which is gone' }).click();
    await page.locator('.send').waitFor();
  });

  test('what is typed survives a reload, a session that ends, and a cut', async () => {
    const before = (await night.alerts('draft')).map((draft) => draft.id);
    const page = await night.rig.open('/alerts/new/text', 'Anna', { locale: 'en-GB' });
    const text = page.getByLabel('Text in French');
    await text.fill('Crue : montez.');
    await page.getByText(/^Saved \d\d/).waitFor();
    await page.waitForURL(/\/alerts\/new\/\d+$/);
    const id = Number(/(\d+)$/.exec(page.url())?.[1]);
    await page.reload();
    await soon(() => text.inputValue()).toBe('Crue : montez.');

    await page.context().setOffline(true);
    await text.fill('Crue : montez à l’étage.');
    await page.getByText('Not saved: kept in this browser').waitFor();
    await page.context().setOffline(false);
    await page.getByText(/^Saved \d\d/).waitFor();
    const stored = () =>
      night.api
        .call<{ content: { variants: { text: string }[] } }>('GET', `/v1/alerts/${id}`)
        .then(({ content }) => content.variants[0]?.text);
    expect(await stored()).toBe('Crue : montez à l’étage.');

    await page.context().clearCookies();
    await text.fill('Crue : montez maintenant.');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Password/).fill('une phrase assez longue');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await soon(stored).toBe('Crue : montez maintenant.');
    expect(await text.inputValue()).toBe('Crue : montez maintenant.');
    const made = (await night.alerts('draft')).filter((draft) => !before.includes(draft.id));
    expect(made.map((draft) => draft.id)).toEqual([id]);
  });

  test("somebody else's change of the draft is shown beside one's own, and nothing is lost", async () => {
    await beginText();
    const text = page.getByLabel('Text in French');
    await text.fill('Séisme : sortez.');
    await page.waitForURL(/\/alerts\/new\/\d+$/);
    await page.getByText(/^Saved \d\d/).waitFor();
    const id = Number(/(\d+)$/.exec(page.url())?.[1]);
    await night.api.call('PUT', `/v1/alerts/${id}`, {
      title: 'Séisme',
      kind: 'live',
      content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Séisme : restez dehors.' }] },
      audience: { include: [{ list: night.list }] },
    });
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else has changed this draft' });
    await conflict.waitFor();
    expect(await conflict.getByRole('row', { name: /^Text \(French\)/ }).textContent()).toBe(
      'Text (French)Séisme : sortez.Séisme : restez dehors.',
    );
    await conflict.getByRole('button', { name: 'Take theirs' }).click();
    await soon(() => text.inputValue()).toBe('Séisme : restez dehors.');
  });

  test('an officer alone may send without the second person, with a reason that the log keeps', async () => {
    await beginText();
    await page.getByLabel('Text in French').fill('Explosion : restez chez vous.');
    await page.getByText('Rive nord').click();
    await page.getByRole('button', { name: 'Send without the second person …' }).click();
    const dialog = page.getByRole('dialog');
    const alone = dialog.getByRole('button', { name: /^Send alone to \d+ people/ });
    expect(await alone.isDisabled()).toBe(true);
    await dialog.getByLabel('Why it can not wait').fill('Nobody answers, the fire spreads');
    await alone.click();
    const id = await alertShown(page);
    const { log } = await night.api.call<{ log: { detail: string | null }[] }>('GET', `/v1/alerts/${id}`);
    expect(JSON.stringify(log)).toContain('Nobody answers, the fire spreads');
    // The same once more is held, and goes out again only if that is said.
    await beginText();
    await page.getByLabel('Text in French').fill('Explosion : restez chez vous.');
    await page.getByText('Rive nord').click();
    await page.getByRole('button', { name: 'Send without the second person …' }).click();
    await dialog.getByLabel('Why it can not wait').fill('Nobody answers, the fire spreads');
    await alone.click();
    await dialog.getByRole('button', { name: /^Send alone again all the same, to \d+ people/ }).click();
    expect(await alertShown(page)).toBeGreaterThan(id);
  });

  test('a draft is found again in the list, and is discarded after a question', async () => {
    await page.getByRole('link', { name: 'New alert' }).click();
    // The page has just read the list of before, too: the draft is the newest one at the gateway.
    const [newest] = await night.alerts('draft');
    const draft = page
      .locator('.draft')
      .filter({ hasText: newest?.title ?? '' })
      .first();
    await draft.getByRole('link').waitFor();
    const title = (await draft.getByRole('link').textContent()) ?? '';
    const before = (await night.alerts('draft')).length;
    await draft.getByRole('button', { name: 'Discard' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toContain(`Discard «${title}»?`);
    await dialog.getByRole('button', { name: 'Discard the draft' }).click();
    await soon(async () => (await night.alerts('draft')).length).toBe(before - 1);
  });

  test('a test goes to a number of ours, and says when it arrived', async () => {
    await beginText();
    await page.getByLabel('Text in French').fill('Essai de crue : montez.');
    await page.getByText('Rive nord').click();
    await page.getByRole('button', { name: 'Send a test first' }).click();
    await page.getByLabel('Numbers for the test').fill('+33 6 39 98 99 90');
    await page.getByRole('button', { name: 'Send the test to 1 number' }).click();
    await page.getByText('+33 6 39 98 99 90: delivered').waitFor();
  });
});

test('the pages keep to WCAG 2.2 AA, in French and English, light and dark, and fit a phone', async () => {
  const dark = await night.rig.open('/', 'Anna', { scheme: 'dark', locale: 'en-GB' });
  for (const page of [french, dark]) {
    await page.keyboard.press('n');
    await page.locator('.scenario').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator('a[href$="/alerts/new/text"]').click();
    await page.locator('#text-fr').fill('Crue’[x] : montez. '.repeat(6));
    await page.getByText('Rive nord').click();
    await page.locator('.send').waitFor();
    await page.locator('.findings').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(WIDER)).toEqual([]);
  }
});
