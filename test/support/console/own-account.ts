import type { Locator, Page } from 'playwright-core';
import { type ConsoleRig, PASSWORD } from './console-rig.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The octets of a secret in base 32, as an app for codes has them. */
export const secretOf = (text: string): Buffer => {
  const bits = [...text].map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
};

/** Signs a person in without a browser. @returns what asks the API in that session */
export const ownCalls = async (rig: ConsoleRig, name: string) => {
  const at = (path: string) => new URL(path, rig.gateway.url);
  const headers = { 'content-type': 'application/json' };
  const begun = await fetch(at('/v1/session'), {
    method: 'POST',
    headers,
    body: JSON.stringify({ name, password: PASSWORD }),
  });
  const { csrf } = (await begun.json()) as { csrf: string };
  const cookie = (begun.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(at(path), {
      method,
      headers: { cookie, 'x-csrf-token': csrf, ...(body && headers) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.status === 204 ? undefined : response.json();
  };
};

/**
 * Has the gateway ask for the password once more, as it does after five minutes, until it has taken an answer. The page
 * is read anew. @returns the dialog, and what ends when the page has what it asked for
 */
export const askOnceMore = async (
  page: Page,
): Promise<{ readonly dialog: Locator; readonly goesOn: Promise<unknown> }> => {
  let isAnswered = false;
  page.on('response', (one) => {
    if (one.url().endsWith('/confirm') && one.status() === 204) isAnswered = true;
  });
  const asked = '/v1/alarms?';
  await page.route(
    (url) => url.href.includes(asked),
    (route) =>
      isAnswered
        ? route.continue()
        : route.fulfill({
            status: 403,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              type: 'urn:tocsin:problem:confirmation-required',
              title: 'x',
              status: 403,
            }),
          }),
  );
  const goesOn = page.waitForResponse((one) => one.url().includes(asked) && one.ok());
  await page.goto(new URL('/console/', page.url()).href);
  return { dialog: page.getByRole('dialog', { name: /^(Your password|Votre mot de passe)/ }), goesOn };
};

/** Puts an authenticator that asks for a finger before a page. */
export const addAuthenticator = async (page: Page) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Nobody passes the check of the finger any more, which the authenticator says at once. */
    forget: () => cdp.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
};
