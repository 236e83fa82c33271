import { readFileSync, statSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PASSWORD, SignInRig } from '../../../../support/http/sign-in-rig.ts';
import { isOnPostgres } from '../../../../support/postgres/instead-of-file.ts';
import { sqliteTest } from '../../../../support/store/about-sqlite.ts';
import { openBehind, tablesOf } from '../../../../support/store/behind-the-store.ts';

/** The octets of the file and its log, or on PostgreSQL each value of each row. */
const everythingIn = (path: string): string => {
  if (!isOnPostgres()) return ['', '-wal'].map((end) => readFileSync(path + end).toString('latin1')).join('');
  using db = openBehind(path);
  const values = tablesOf(db).flatMap(
    (table) => db.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][],
  );
  return values
    .flat()
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
    .join('\n');
};

let rig: SignInRig;
beforeEach(async () => {
  rig = await SignInRig.open();
});
afterEach(() => rig.close());

test('no password, code, cookie, CSRF token or secret is in a log, the audit log, a problem, or in clear in the database', async () => {
  const wrong = 'a wrong password of 29 letters';
  const anna = await rig.user('Anna', 'admin');
  const { recovery } = await rig.enrol(anna);
  const problems: string[] = [];
  const keep = async (response: Promise<{ readonly statusCode: number; readonly body: string }>) => {
    const { statusCode, body } = await response;
    expect(statusCode).toBeGreaterThanOrEqual(400);
    problems.push(body);
  };
  const post = (url: string, body: object, headers = {}) =>
    keep(rig.ask(anna, 'POST', url, { body, headers }));
  await keep(rig.try('Anna', PASSWORD));
  await keep(rig.try('Anna', wrong, '731946'));
  await keep(rig.try('Anna', wrong));
  await keep(rig.try('Nobody', wrong));
  await keep(rig.try(wrong, PASSWORD));
  await post('/v1/session/password', { current: wrong, new: PASSWORD });
  await post('/v1/session/password', { current: PASSWORD, new: 'short-73194' });
  await post('/v1/session/confirm', { password: wrong });
  await rig.disk.clock.advance(1000);
  await post('/v1/session/confirm', { code: '731946' });
  await post('/v1/session/confirm', { password: wrong, more: wrong });
  await post('/v1/session', { name: 'Anna', password: wrong, code: 731946, [wrong]: 1 });
  await post('/v1/session/confirm', { password: wrong }, { 'x-csrf-token': `${anna.csrf}731946` });
  await keep(rig.ask({ ...anna, cookie: `${anna.cookie}731946` }, 'GET', '/v1/session'));
  const reset = await rig.ask(anna, 'POST', '/v1/users/Anna/reset');
  const secrets = [
    PASSWORD,
    'short-73194',
    '731946',
    anna.cookie.slice('tocsin_session='.length),
    anna.csrf,
    reset.json().oneTimePassword,
    ...recovery,
  ];
  const told = [...problems, JSON.stringify(await rig.audit()), JSON.stringify(rig.http.log)];
  const inDatabase = everythingIn(rig.disk.path);
  expect(inDatabase).toContain('Anna');
  expect(rig.http.log.length).toBeGreaterThan(5);
  for (const secret of secrets) {
    for (const text of [...told, inDatabase]) expect(text.includes(secret), secret).toBe(false);
  }
  // A wrong password is repeated only as the unknown field as which it was sent.
  expect(told.filter((text) => text.includes(wrong))).toHaveLength(1);
});

sqliteTest(
  'a new file of the store, and the log beside it, can be read by the user of the gateway alone',
  () => {
    for (const end of ['', '-wal', '-shm']) expect(statSync(rig.disk.path + end).mode & 0o777).toBe(0o600);
  },
);
