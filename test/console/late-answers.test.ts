import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ConsoleRig } from '../support/console/console-rig.ts';

let rig: ConsoleRig;
beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [] });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
});
afterEach(() => rig.closeWindows());
afterAll(() => rig.stop());

/** Holds back the first answer to the page that nobody is signed in. */
const holdNobody = async (page: Page) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isFirst = true;
  let isHeld = false;
  await page.route('**/v1/session', async (route) => {
    if (!isFirst) return route.fallback();
    isFirst = false;
    const response = await route.fetch();
    expect(response.status()).toBe(401);
    isHeld = true;
    await promise;
    return route.fulfill({ response });
  });
  return { isHeld: () => isHeld, resolve };
};

/** Lets the page have that answer, and draw what it makes of it. */
const hears = async (page: Page, answer: () => void): Promise<void> => {
  const answered = page.waitForResponse((one) => one.url().endsWith('/v1/session') && one.status() === 401);
  answer();
  await (await answered).finished();
  await page.evaluate('new Promise((next) => setTimeout(() => requestAnimationFrame(next), 100))');
};

test('that nobody is signed in, said late, signs nobody out who has signed in in another window meanwhile', async () => {
  const page = await rig.window();
  const late = await holdNobody(page);
  await page.goto(rig.url);
  await expect.poll(late.isHeld).toBe(true);
  await rig.signIn(await page.context().newPage(), 'Anna');
  await page.locator('#page-title').waitFor();
  await hears(page, late.resolve);
  expect(await page.locator('#page-title').isVisible()).toBe(true);
});

test('that a session has ended, said late, asks nobody to sign in who has done so in another window meanwhile', async () => {
  const page = await rig.open('/', 'Anna');
  await page.context().clearCookies();
  const late = await holdNobody(page);
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await expect.poll(late.isHeld).toBe(true);
  const isIn = page.waitForResponse((one) => one.url().endsWith('/v1/session') && one.status() === 200);
  await rig.signIn(await page.context().newPage(), 'Anna');
  await isIn;
  const ended = page.getByRole('dialog', { name: 'Votre session est terminée' });
  await ended.waitFor({ state: 'hidden' });
  await hears(page, late.resolve);
  expect(await ended.count()).toBe(0);
});

test('that there is a session, said late, uncovers no page whose session has ended meanwhile', async () => {
  const page = await rig.open('/', 'Anna');
  const late = Promise.withResolvers<void>();
  let asked = 0;
  let isHeld = false;
  await page.route('**/v1/session', async (route) => {
    asked += 1;
    if (asked > 1) return route.fallback();
    const response = await route.fetch();
    isHeld = true;
    await late.promise;
    return route.fulfill({ response });
  });
  const comesBack = () => page.evaluate("window.dispatchEvent(new Event('focus'))");
  await comesBack();
  await expect.poll(() => isHeld).toBe(true);
  await page.context().clearCookies();
  await comesBack();
  const ended = page.getByRole('dialog', { name: 'Votre session est terminée' });
  await ended.waitFor();
  const isSaid = page.waitForResponse((one) => one.url().endsWith('/v1/session') && one.ok());
  late.resolve();
  await (await isSaid).finished();
  await page.evaluate('new Promise((next) => setTimeout(() => requestAnimationFrame(next), 100))');
  expect(await ended.isVisible()).toBe(true);
});

test('what is refused late, since it was asked in a session that has ended, is asked again in the one after it', async () => {
  const page = await rig.open('/', 'Anna');
  const late = Promise.withResolvers<void>();
  let asked = 0;
  await page.route('**/v1/messages?*', async (route) => {
    asked += 1;
    if (asked > 1) return route.fallback();
    await late.promise;
    return route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'urn:tocsin:problem:unauthenticated', title: 'No session', status: 401 }),
    });
  });
  await page.getByRole('link', { name: 'Messages', exact: true }).click();
  await expect.poll(() => asked).toBe(1);
  await page.context().clearCookies();
  const isIn = page.waitForResponse((one) => one.url().endsWith('/v1/session') && one.status() === 200);
  await rig.signIn(await page.context().newPage(), 'Anna');
  await isIn;
  const ended = page.getByRole('dialog', { name: 'Votre session est terminée' });
  await ended.waitFor({ state: 'hidden' });
  const isAnswered = page.waitForResponse((one) => one.url().includes('/v1/messages?') && one.ok());
  late.resolve();
  await isAnswered;
  expect(await ended.count()).toBe(0);
});
