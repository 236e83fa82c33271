import { expect, test } from 'vitest';
import { Tokens } from '../../../src/access/tokens.ts';
import type { FoundToken, StoredToken, TokenRemoval, TokenStore } from '../../../src/domain/access/token.ts';
import type { AuditNote } from '../../../src/domain/operation/audit.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

class FakeTokenStore implements TokenStore {
  readonly audited: AuditNote[] = [];
  readonly tokens = new Map<string, FoundToken>();
  readonly used: string[] = [];
  asked = 0;
  removal: TokenRemoval = 'removed';
  outOfReach = false;

  async addToken({ user: _, ...token }: StoredToken, note: AuditNote): Promise<void> {
    this.tokens.set(token.id, { ...token, user: undefined, firstOfName: token.id, areUsers: false });
    this.audited.push(note);
  }

  async listTokens() {
    return {
      items: [...this.tokens.values()].map((one) => ({ ...one, lastUsedAt: undefined })),
      next: undefined,
    };
  }

  async removeToken(id: string, note: AuditNote): Promise<TokenRemoval> {
    if (this.removal === 'removed') {
      this.tokens.delete(id);
      this.audited.push(note);
    }
    return this.removal;
  }

  async takeMessages(_id: string, _limits: object, messages: number) {
    return { granted: messages };
  }

  async tokenUsed(id: string): Promise<void> {
    this.used.push(id);
  }

  async ownerOf(id: string) {
    return { kind: 'system' as const, id, name: id };
  }

  async findToken(id: string): Promise<FoundToken | undefined> {
    this.asked += 1;
    if (this.outOfReach) throw new Error('out of reach');
    return this.tokens.get(id);
  }
}

const rig = () => {
  const store = new FakeTokenStore();
  const clock = new VirtualClock();
  return { store, clock, tokens: new Tokens(store, clock) };
};

test("a new token identifies its holder, and the store doesn't contain its secret", async () => {
  const { store, clock, tokens } = rig();
  const token = await tokens.create('town hall', 'sender');
  expect(token).toMatch(/^tocsin_[\w-]{12}_[\w-]{43}$/);
  const [stored] = [...store.tokens.values()];
  expect(stored).toMatchObject({ name: 'town hall', role: 'sender', createdAt: clock.now() });
  expect(stored?.secretHash).toHaveLength(32);
  expect(JSON.stringify(stored)).not.toContain(token.slice(20));
  expect(await tokens.authenticate(token)).toMatchObject({
    id: stored?.id,
    name: 'town hall',
    role: 'sender',
  });
});

test('making a token is in the audit log with its actor and role, but without its secret', async () => {
  const { store, clock, tokens } = rig();
  const token = await tokens.create('town hall', 'sender');
  expect(store.audited).toEqual([
    {
      at: clock.now(),
      actor: { id: 'cli', name: 'the command line' },
      action: 'token.create',
      subject: `token:${token.slice(7, 19)}`,
      detail: { name: 'town hall', role: 'sender' },
    },
  ]);
});

test('a token that another process made works at once', async () => {
  const { store, clock, tokens } = rig();
  const elsewhere = new Tokens(store, clock);
  const token = await elsewhere.create('cron', 'viewer');
  expect(await tokens.authenticate(token)).toMatchObject({ name: 'cron', role: 'viewer' });
});

test('a known token is authenticated synchronously, without reading the store', async () => {
  const { store, tokens } = rig();
  const token = await tokens.create('town hall', 'admin');
  await tokens.authenticate(token);
  const again = tokens.authenticate(token);
  expect(again).not.toBeInstanceOf(Promise);
  expect(again).toMatchObject({ role: 'admin' });
  expect(store.asked).toBe(1);
});

test('a token that another process deleted from the store works for at most two seconds', async () => {
  const { store, clock, tokens } = rig();
  const token = await tokens.create('lost laptop', 'operator');
  await tokens.authenticate(token);
  store.tokens.clear();
  await clock.advance(1999);
  expect(await tokens.authenticate(token)).toMatchObject({ name: 'lost laptop' });
  await clock.advance(1);
  expect(await tokens.authenticate(token)).toBeUndefined();
});

test('a role that was changed in the store applies within two seconds', async () => {
  const { store, clock, tokens } = rig();
  const token = await tokens.create('duty officer', 'operator');
  await tokens.authenticate(token);
  for (const [id, stored] of store.tokens) store.tokens.set(id, { ...stored, role: 'viewer' });
  await clock.advance(2000);
  expect(await tokens.authenticate(token)).toMatchObject({ role: 'viewer' });
});

test('a known id with a wrong secret is refused, before and after the right secret was used', async () => {
  const { tokens } = rig();
  const token = await tokens.create('town hall', 'sender');
  const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  expect(await tokens.authenticate(forged)).toBeUndefined();
  expect(await tokens.authenticate(token)).toMatchObject({ name: 'town hall' });
  expect(await tokens.authenticate(forged)).toBeUndefined();
  expect(await tokens.authenticate(token)).toMatchObject({ name: 'town hall' });
});

test('the secret of one token is refused for another token', async () => {
  const { tokens } = rig();
  const one = await tokens.create('one', 'sender');
  const two = await tokens.create('two', 'admin');
  await tokens.authenticate(one);
  await tokens.authenticate(two);
  expect(await tokens.authenticate(two.slice(0, 20) + one.slice(20))).toBeUndefined();
});

test('a token with an unknown id is refused, and each request reads the store, so that a token made elsewhere is found', async () => {
  const { store, tokens } = rig();
  const token = await new Tokens(new FakeTokenStore(), new VirtualClock()).create('elsewhere', 'admin');
  expect(await tokens.authenticate(token)).toBeUndefined();
  expect(await tokens.authenticate(token)).toBeUndefined();
  expect(store.asked).toBe(2);
});

test.each(['', 'tocsin_', 'tocsin_short_secret', 'x'.repeat(63), `${'tocsin_'.padEnd(64, 'a')}`, 'tocsin_é'])(
  '%j is no token and is refused without reading the store',
  (text) => {
    const { store, tokens } = rig();
    expect(tokens.authenticate(text)).toBeUndefined();
    expect(store.asked).toBe(0);
  },
);

test('a hundred simultaneous requests with a token that is not cached yet read the store once', async () => {
  const { store, tokens } = rig();
  const token = await tokens.create('burst', 'sender');
  const all = await Promise.all(Array.from({ length: 100 }, () => tokens.authenticate(token)));
  expect(all.every((principal) => principal?.name === 'burst')).toBe(true);
  expect(store.asked).toBe(1);
});

test('when the store can not be read, authentication gives an error, not a refusal, and the next request reads the store again', async () => {
  const { store, tokens } = rig();
  const token = await tokens.create('town hall', 'sender');
  store.outOfReach = true;
  await expect(tokens.authenticate(token)).rejects.toThrow('out of reach');
  store.outOfReach = false;
  expect(await tokens.authenticate(token)).toMatchObject({ name: 'town hall' });
});

const admin = { id: 'admin', name: 'the admin' };

test('a revoked token is refused at once, and the audit log names who revoked it', async () => {
  const { store, clock, tokens } = rig();
  const token = await tokens.create('lost laptop', 'operator');
  const id = token.slice(7, 19);
  await tokens.authenticate(token);
  expect(await tokens.revoke(id, admin, true)).toBe('removed');
  expect(await tokens.authenticate(token)).toBeUndefined();
  expect(store.audited.at(-1)).toEqual({
    at: clock.now(),
    actor: admin,
    action: 'token.revoke',
    subject: `token:${id}`,
    detail: {},
  });
});

test('a token that is revoked while the store is being read for it stays revoked', async () => {
  const { store, tokens } = rig();
  const token = await tokens.create('lost laptop', 'operator');
  const stored = store.tokens.get(token.slice(7, 19));
  const late = Promise.withResolvers<FoundToken | undefined>();
  store.findToken = () => late.promise;
  const asked = tokens.authenticate(token);
  await tokens.revoke(token.slice(7, 19), admin, true);
  late.resolve(stored);
  expect(await asked).toBeUndefined();
  expect(await tokens.authenticate(token)).toBeUndefined();
});

test('a token that can not be revoked, since it is the last with the role admin, stays valid', async () => {
  const { store, tokens } = rig();
  const token = await tokens.create('town hall', 'admin');
  store.removal = 'lastAdmin';
  expect(await tokens.revoke(token.slice(7, 19), admin, true)).toBe('lastAdmin');
  expect(await tokens.authenticate(token)).toMatchObject({ name: 'town hall' });
});
