import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig, PASSWORD } from '../support/console/console-rig.ts';
import { ownCalls } from '../support/console/own-account.ts';

let rig: ConsoleRig;
beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [] });
  await rig.person('Anna', { role: 'admin', phone: '+33639980001' });
  await rig.person('Bruno', { role: 'operator', phone: '+33639980002' });
});
afterEach(() => rig.closeWindows());
afterAll(() => rig.stop());

const KEPT = 'tocsin.kept.draft';
const keep = (page: Page): Promise<unknown> => page.evaluate(`sessionStorage.setItem('${KEPT}', '"typed"')`);
const kept = (page: Page): Promise<unknown> => page.evaluate(`sessionStorage.getItem('${KEPT}')`);
/** Ends all sessions of a person from elsewhere, as "sign out everywhere" does. */
const endAll = async (name: string): Promise<void> => {
  const own = await ownCalls(rig, name);
  await own('DELETE', '/v1/session?everywhere=true');
};
const ended = (page: Page) => page.getByRole('dialog', { name: 'Your session has ended' });
const signInAgain = async (page: Page): Promise<void> => {
  await ended(page).getByLabel('Password', { exact: true }).fill(PASSWORD);
  await ended(page).getByRole('button', { name: 'Sign in', exact: true }).click();
};
test('a session that ended elsewhere is noticed though nobody clicks; the page stays, and after the sign-in goes on by itself', async () => {
  const page = await rig.open('/people', 'Anna', { locale: 'en-GB' });
  await keep(page);
  await page.evaluate("document.querySelector('main').dataset.mine = 'yes'");
  await endAll('Anna');
  // The gateway ends the stream of events within 15 s; a glance back at the window asks at once.
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await ended(page).waitFor();
  expect(await ended(page).getByLabel('Name').inputValue()).toBe('Anna');
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'session-ended');
  await page.keyboard.press('Escape');
  expect(await ended(page).isVisible()).toBe(true);
  await signInAgain(page);
  await ended(page).waitFor({ state: 'hidden' });
  expect(await page.locator('main').getAttribute('data-mine')).toBe('yes');
  expect(await kept(page)).toBe('"typed"');
});

test('what was asked for when the session had ended is answered by itself after the sign-in', async () => {
  const page = await rig.window();
  await page.clock.install();
  await rig.enter(page, 'Anna');
  await page.addInitScript("localStorage.setItem('tocsin.language', 'en')");
  await page.goto(rig.url);
  await page.locator('#page-title').waitFor();
  await endAll('Anna');
  const answers: number[] = [];
  page.on('response', (one) => {
    if (new URL(one.url()).pathname === '/v1/rosters') answers.push(one.status());
  });
  // Once a minute the page asks who is on duty.
  await page.clock.runFor(61_000);
  await ended(page).waitFor();
  // Nothing more is asked for meanwhile: it would be refused too. What was asked before may still be answered.
  const asked: string[] = [];
  page.on('request', (one) => {
    const { pathname } = new URL(one.url());
    if (/^\/v1\/(?!session|events)/.test(pathname)) asked.push(pathname);
  });
  await page.clock.runFor(61_000);
  expect(asked).toEqual([]);
  await signInAgain(page);
  await ended(page).waitFor({ state: 'hidden' });
  await expect.poll(() => answers.at(-1)).toBe(200);
});

test('somebody else who signs in finds nothing of what was typed before, and begins at the first page', async () => {
  const page = await rig.open('/people', 'Anna', { locale: 'en-GB' });
  await keep(page);
  await endAll('Anna');
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await ended(page).waitFor();
  await page.getByRole('button', { name: /^Sign in as somebody else/ }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await kept(page)).toBeNull();
  await page.getByLabel('Name').fill('Bruno');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: /^Bruno/ }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/');
});

test('another person who signs in in a second window takes over the first one too, which forgets all', async () => {
  const first = await rig.open('/people', 'Anna', { locale: 'en-GB' });
  await keep(first);
  const second = await first.context().newPage();
  await second.goto(rig.url);
  await second.locator('#page-title').waitFor();
  await second.context().clearCookies();
  await second.reload();
  await second.getByLabel('Name').fill('Bruno');
  await second.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await second.getByRole('button', { name: 'Sign in', exact: true }).click();
  await first.getByRole('button', { name: /^Bruno/ }).waitFor();
  // The page of the one before is closed, with what was in its fields.
  await expect.poll(() => new URL(first.url()).pathname).toBe('/console/');
  expect(await kept(first)).toBeNull();
});

test('signing out ends the session in every window, and forgets what was typed', async () => {
  const page = await rig.open('/', 'Bruno', { locale: 'en-GB' });
  await keep(page);
  const other = await page.context().newPage();
  await other.goto(rig.url);
  await other.locator('#page-title').waitFor();
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  await page.getByRole('button', { name: /^Bruno/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const one of [page, other]) await one.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await kept(page)).toBeNull();
  const again = await fetch(`${rig.gateway.url}/v1/session`, { headers: { cookie: cookies } });
  expect(again.status).toBe(401);
});

test('an act that needs the password once more asks for it; a wrong one is said, the seconds to wait count down, the right one goes on', async () => {
  const page = await rig.open('/', 'Anna', { locale: 'en-GB' });
  // The session of the window is younger than five minutes: the gateway is made to ask, as it does later.
  let isAsked = true;
  await page.route('**/v1/pending-acts*', async (route) => {
    if (!isAsked) return route.continue();
    return route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'urn:tocsin:problem:confirmation-required', title: 'x', status: 403 }),
    });
  });
  await page.reload();
  const dialog = page.getByRole('dialog', { name: 'Your password, once more' });
  await dialog.waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'confirm');
  await dialog.getByLabel('Password', { exact: true }).fill('not this one');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByText('The password is wrong.').waitFor();
  isAsked = false;
  const done = page.waitForResponse((one) => one.url().includes('/v1/pending-acts') && one.ok());
  const goOn = dialog.getByRole('button', { name: 'Go on' });
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await goOn.click();
  // After a wrong password the gateway wants a second to pass; the button counts it down.
  await dialog.getByText('You can try again now.').waitFor();
  await goOn.click();
  await done;
  await dialog.waitFor({ state: 'hidden' });
});

test('an act whose question was closed before it failed opens the question again, with why', async () => {
  const page = await rig.open('/settings/retention', 'Anna', { locale: 'en-GB' });
  const { promise: isClosed, resolve: close } = Promise.withResolvers<void>();
  await page.route('**/v1/retention/confirm', async (route) => {
    await isClosed;
    await route.abort();
  });
  await page.getByRole('button', { name: 'The clock is right' }).click();
  const question = page.getByRole('dialog');
  await question.getByRole('button', { name: /^Confirm/ }).click();
  // It can't be left undone any more.
  expect(await question.getByRole('button', { name: 'Leave it' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'hidden' });
  close();
  await question.getByText(/^The gateway does not answer/).waitFor();
});
