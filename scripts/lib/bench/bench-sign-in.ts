import { Passwords } from '../../../src/access/sign-in/passwords.ts';
import { Resets } from '../../../src/access/sign-in/resets.ts';
import { COMMAND_LINE } from '../../../src/access/tokens.ts';
import { Users } from '../../../src/access/users.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { openSqliteStore } from '../../../test/support/store/sqlite-store.ts';

const PASSWORD = 'une phrase assez longue';

/** Makes an operator as the commands of the gateway do, and signs in: a browser has a session and no token. */
export const signInForBench = async (
  url: string,
  sqlite: string,
): Promise<{ readonly name: string; readonly value: string }> => {
  const store = await openSqliteStore(sqlite, systemClock);
  let current: string;
  try {
    const user = { roles: ['operator' as const], language: 'fr' as const, phone: '+33639989500' as Msisdn };
    await new Users(store, systemClock, () => {}).create('Anna', user, COMMAND_LINE);
    const resets = new Resets({
      repository: store,
      passwords: new Passwords(),
      clock: systemClock,
      news: undefined,
    });
    const reset = await resets.reset('Anna', COMMAND_LINE);
    if (reset.kind !== 'done') throw new Error(reset.kind);
    current = reset.password;
  } finally {
    await store.close();
  }
  const entered = await signIn(url, current);
  const changed = await fetch(`${url}/v1/session/password`, {
    method: 'POST',
    headers: { cookie: entered.cookie, 'x-csrf-token': entered.csrf, 'content-type': 'application/json' },
    body: JSON.stringify({ current, new: PASSWORD }),
  });
  if (!changed.ok) throw new Error(await changed.text());
  const { cookie } = await signIn(url, PASSWORD);
  const [pair = ''] = cookie.split(';');
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at), value: pair.slice(at + 1) };
};

const signIn = async (url: string, password: string): Promise<{ cookie: string; csrf: string }> => {
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Anna', password }),
  });
  if (!response.ok) throw new Error(await response.text());
  const { csrf } = (await response.json()) as { csrf: string };
  return { cookie: response.headers.get('set-cookie') ?? '', csrf };
};
