import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Passwords } from '../../../../src/access/sign-in/passwords.ts';
import { Turns } from '../../../../src/access/sign-in/turns.ts';
import { whyNoPassword } from '../../../../src/domain/access/password.ts';

const asker = { peer: '192.0.2.1', isTrusted: true };
const always = () => true;

test('a password is hashed by scrypt with N 2^17, r 8, p 1 and a salt of its own, and is known again', async () => {
  const passwords = new Passwords();
  const [one, two] = await Promise.all([1, 2].map(() => passwords.hash('une phrase assez longue', asker)));
  expect(one).toMatchObject({ n: 2 ** 17, r: 8, p: 1 });
  expect(one?.salt).toHaveLength(16);
  expect(one?.salt).not.toEqual(two?.salt);
  expect(await passwords.check('une phrase assez longue', one, asker, always)).toBe(true);
  expect(await passwords.check('une phrase assez long', one, asker, always)).toBe(false);
  expect(await passwords.check('une phrase assez longue', undefined, asker, always)).toBe(false);
});

test('a password that was hashed at another cost is known again after the cost has risen', async () => {
  const stored = await new Passwords({ n: 2, r: 1, p: 1 }).hash('une phrase assez longue', asker);
  const risen = new Passwords({ n: 4, r: 2, p: 1 });
  expect(await risen.check('une phrase assez longue', stored, asker, always)).toBe(true);
});

test('a password that a keyboard writes in another form of Unicode is the same', async () => {
  const passwords = new Passwords({ n: 2, r: 1, p: 1 });
  const stored = await passwords.hash('évènement à l’été', asker);
  expect(await passwords.check('évènement à l’été'.normalize('NFD'), stored, asker, always)).toBe(true);
});

test.each([
  ['onze lettres'.slice(0, 11), 'has fewer than 12 characters'],
  ['🚨'.repeat(11), 'has fewer than 12 characters'],
  ['x'.repeat(257), 'has more than 256 characters'],
  ['anna  maria ROUX', 'is the name of the user'],
  ['MotDePasse1234', 'is one of the commonest passwords'],
  ['une phrase assez longue', undefined],
])('of the password %j it is said: %s', (password, why) => {
  expect(whyNoPassword(password, 'Anna Maria Roux')).toBe(why);
});

test('passwords are checked one at a time; a flood is refused, and those who are trusted go first', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const work = (name: string) => async () => {
    done.push(`${name} begins`);
    await nextTurn();
    done.push(`${name} ends`);
  };
  const ask = (peer: string, isTrusted = false) => turns.take({ peer, isTrusted }, work(peer));
  const taken = [ask('first'), ask('flood'), ask('flood'), ask('flood')];
  expect(taken.map((one) => one !== undefined)).toEqual([true, true, true, false]);
  const others = Array.from({ length: 30 }, (_, index) => ask(`peer ${index}`)).filter(Boolean);
  expect(others).toHaveLength(14);
  const officer = ask('officer', true);
  await Promise.all([...taken, ...others, officer]);
  expect(done.slice(0, 4)).toEqual(['first begins', 'first ends', 'officer begins', 'officer ends']);
  for (let at = 0; at < done.length; at += 2) {
    expect(done[at + 1]).toBe(done[at]?.replace('begins', 'ends'));
  }
});

test('one user who is trusted has two turns in waiting, and keeps neither others who are trusted nor strangers out', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const ask = (peer: string, isTrusted = true) =>
    turns.take({ peer, isTrusted }, async () => done.push(peer));
  const flood = [1, 2, 3, 4].map(() => ask('user:1'));
  expect(flood.map((one) => one !== undefined)).toEqual([true, true, true, false]);
  const stranger = ask('192.0.2.1', false);
  const officers = [2, 2, 3, 3].map((id) => ask(`user:${id}`));
  await Promise.all([...flood, ...officers, stranger]);
  expect(done.indexOf('192.0.2.1')).toBe(4);
});

test('work that fails leaves the next its turn', async () => {
  const turns = new Turns();
  const failed = turns.take(asker, () => Promise.reject(new Error('no memory')));
  const next = turns.take(asker, async () => 'done');
  await expect(failed).rejects.toThrow('no memory');
  expect(await next).toBe('done');
});
