import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertClient } from '../../../support/alerts/alert-client.ts';
import {
  approve,
  handIn,
  launch,
  otherDraft,
  outcome,
  phoneOf,
  TwoPersons,
} from '../../../support/alerts/two-persons.ts';

let rig: TwoPersons;
let anna: AlertClient;
let bruno: AlertClient;
let chief: AlertClient;

beforeAll(async () => {
  rig = await TwoPersons.start();
  chief = await rig.person('Chief', ['operator', 'admin'], phoneOf(1));
  anna = await rig.person('Anna', ['operator', 'admin'], phoneOf(2));
  bruno = await rig.person('Bruno', ['approver'], phoneOf(3));
});
afterAll(() => rig.close());

/** What nobody may do alone: it is neither approved by this client, nor launched by the author. */
const notApprovedBy = async (by: AlertClient, author = anna): Promise<void> => {
  const { id, hash } = await handIn(author);
  expect(['own-approval', 'forbidden']).toContain(await approve(by, id, hash));
  expect(await launch(author, id)).toBe('needs-approval');
  expect((await author.alert(id)).state).toBe('pendingApproval');
};
const users = (by: AlertClient, method: string, path: string, body?: object) =>
  by.call(method, `/v1/users${path}`, body);
const approver = { roles: ['approver'], language: 'fr' };
/** A token made on the machine for a user whom somebody has made through the API. */
const tokenOf = (name: string) => rig.client('approver', name);

test('two other persons, an author and an approver, get it out: the rule is not a wall', async () => {
  const { id, hash } = await handIn(anna);
  expect(await approve(bruno, id, hash)).toBe('done');
  expect(await launch(anna, id)).toBe('done');
});

describe('one person stays one person', () => {
  test('with two tokens of one user', async () => {
    await notApprovedBy(await rig.client('admin', 'Anna', 'another laptop'));
  });

  test('with the token of another in a request that has the own cookie: only the token counts, as its own user', async () => {
    const { id, hash } = await handIn(anna);
    const { oneTimePassword } = await chief.call<{ oneTimePassword: string }>(
      'POST',
      '/v1/users/Bruno/reset',
    );
    const browser = await signIn('Bruno', oneTimePassword);
    // The cookie is Bruno's, the token Anna's: it is Anna who asks.
    expect(await browser('POST', `/v1/alerts/${id}/approve`, { hash }, anna)).toBe('own-approval');
  });

  test('as a system: its token approves nothing once there are users, whatever its role', async () => {
    for (const role of ['approver', 'admin'] as const) await notApprovedBy(await rig.client(role, undefined));
  });

  test('as a system that wrote what its owner then approves with the token of the same name', async () => {
    const system = await rig.client('operator', undefined, 'Olga');
    const olga = await rig.person('Olga', ['approver']);
    const { id, hash } = await handIn(system);
    expect(await approve(olga, id, hash)).toBe('own-approval');
  });

  test.each(['anna', 'ANNA', 'Änna', 'Аnna', 'An\u200bna', 'Anna ', 'Ａｎｎａ', 'Ann\u0430'])(
    'under the name %s, which looks like that of a user: refused, or held for 24 hours',
    async (name) => {
      const made = await outcome(anna, 'POST', '/v1/users', { name, ...approver });
      if (made === 'done') await notApprovedBy(await tokenOf(name));
      else expect(['name-taken', 'validation']).toContain(made);
    },
  );

  test('with the phone of another enabled user, written in any way', async () => {
    for (const phone of [phoneOf(2), phoneOf(2).replace('+', '00')]) {
      const asked = { name: 'Twin', ...approver, phone };
      expect(['number-taken', 'validation']).toContain(await outcome(chief, 'POST', '/v1/users', asked));
    }
  });
});

describe('an author who makes the second person', () => {
  test('by a fresh user', async () => {
    await users(anna, 'POST', '', { name: 'Puppet', ...approver });
    await notApprovedBy(await tokenOf('Puppet'));
  });

  test('by a role for the own second account', async () => {
    await rig.user('Anna Two', ['viewer']);
    await users(anna, 'PUT', '/Anna%20Two', approver);
    await notApprovedBy(await tokenOf('Anna Two'));
  });

  test('by a role for herself', async () => {
    await users(anna, 'PUT', '/Anna', {
      roles: ['operator', 'approver', 'admin'],
      language: 'fr',
      phone: phoneOf(2),
    });
    await notApprovedBy(anna);
  });

  test('by a one-time password for the approver', async () => {
    await rig.user('Carol', ['approver']);
    const { oneTimePassword } = await anna.call<{ oneTimePassword: string }>('POST', '/v1/users/Carol/reset');
    const { id, hash } = await handIn(anna);
    const browser = await signIn('Carol', oneTimePassword);
    expect(await browser('POST', `/v1/alerts/${id}/approve`, { hash })).toBe('own-approval');
  });

  test('by enabling a user who had gone', async () => {
    await rig.user('Gone', ['approver']);
    await users(chief, 'POST', '/Gone/disable');
    await users(anna, 'POST', '/Gone/enable');
    await notApprovedBy(await tokenOf('Gone'));
  });

  test('or breaks the glass by a role that she has just given to somebody', async () => {
    await rig.user('Eve', ['viewer']);
    await users(anna, 'PUT', '/Eve', { roles: ['operator'], language: 'fr' });
    const eve = await rig.client('operator', 'Eve');
    const { id } = await anna.create(otherDraft());
    expect(await launch(eve, id, { breakGlass: true, reason: 'nobody answers' })).toBe('forbidden');
  });
});

describe('an approval of somebody who counts no more', () => {
  const approvedBy = async (name: string) => {
    const by = await rig.person(name, ['approver']);
    const { id, hash } = await handIn(anna);
    expect(await approve(by, id, hash)).toBe('done');
    return { id, hash, by };
  };

  test('does not hold at the launch if the user was disabled after it', async () => {
    const { id } = await approvedBy('Leaver');
    await users(chief, 'POST', '/Leaver/disable');
    expect(await launch(anna, id)).toBe('needs-approval');
  });

  test('does not hold at the launch if the role was taken away after it', async () => {
    const { id } = await approvedBy('Moved');
    await users(chief, 'PUT', '/Moved', { roles: ['viewer'], language: 'fr' });
    expect(await launch(anna, id)).toBe('needs-approval');
  });

  test('can not be given any more with a token or a session from before', async () => {
    const by = await rig.person('Former', ['approver']);
    const { id, hash } = await handIn(anna);
    await users(chief, 'POST', '/Former/disable');
    expect(await approve(by, id, hash)).toBe('unauthenticated');
  });

  test('can not be hidden by another name: a user is neither renamed nor removed', async () => {
    expect(await outcome(chief, 'PUT', '/v1/users/Bruno', { name: 'Anna', ...approver })).toBe('validation');
    expect(await outcome(chief, 'DELETE', '/v1/users/Bruno')).toBe('method-not-allowed');
  });
});

describe('breaking the glass', () => {
  test('without a reason, or with a short one, or by an approver, is refused', async () => {
    const { id } = await anna.create(otherDraft());
    expect(await launch(anna, id, { breakGlass: true })).toBe('validation');
    expect(await launch(anna, id, { breakGlass: true, reason: '         x         ' })).toBe('validation');
    expect(await launch(bruno, id, { breakGlass: true, reason: 'nobody answers' })).toBe('forbidden');
  });

  test('is told at once by SMS to all other approvers and admins, and the log says to whom', async () => {
    const { id } = await chief.create(otherDraft());
    expect(await launch(chief, id, { breakGlass: true, reason: 'nobody answers' })).toBe('done');
    // The answer came after the commit: the messages are in it.
    const { items } = await chief.get<{ items: readonly { to: string; text: string }[] }>(
      `/v1/messages?reference=${encodeURIComponent(`broken glass of alert ${id}`)}`,
    );
    const text = `TOCSIN : Chief envoie l'alerte ${id} SANS deuxième personne. Raison : nobody answers`;
    expect(items.map((one) => [one.to, one.text]).toSorted()).toEqual([
      [phoneOf(2), text],
      [phoneOf(3), text],
    ]);
    await rig.smsc.until(() => rig.smsc.phones.texts(phoneOf(3)).includes(text));
    const { log } = await chief.alert(id);
    expect(log.find(({ action }) => action === 'breakGlass')?.detail).toBe(
      'nobody answers [SMS: Anna, Bruno]',
    );
  });
});

/** Signs in with a one-time password, changes it, and gives what asks with the cookie, beside a token if one is given. */
const signIn = async (name: string, oneTime: string) => {
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${rig.gateway.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const begun = await post('/v1/session', { name, password: oneTime });
  const { csrf } = (await begun.json()) as { csrf: string };
  const own = { cookie: begun.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': csrf };
  const next = `une autre phrase pour ${name}`;
  const changed = await post('/v1/session/password', { current: oneTime, new: next }, own);
  expect(changed.status).toBe(204);
  return async (method: string, path: string, body: object, beside?: AlertClient): Promise<string> => {
    if (beside !== undefined) return outcome(beside, method, path, body, own);
    const response = await post(path, body, own);
    const text = await response.text();
    return response.ok ? 'done' : String(JSON.parse(text).type).replace('urn:tocsin:problem:', '');
  };
};
