import { beforeEach, describe, expect, test } from 'vitest';
import { type Loaded, parseConfig } from '../../../../src/config/load.ts';
import type { Route } from '../../../../src/domain/routes/route.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { Reloader } from '../../../../src/ops/reload/reloader.ts';
import { RouteSet } from '../../../../src/ops/reload/route-set.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const ADMIN = { id: 'user:1', name: 'admin' };
const carrier = (id: string, own: object = {}) => ({
  id,
  type: 'smpp',
  host: `${id}.example.org`,
  systemId: 'tocsin',
  ...own,
});
const fileOf = (...routes: object[]): Loaded => parseConfig(JSON.stringify({ routes }), {});
const configOf = (...routes: object[]) => {
  const loaded = fileOf(...routes);
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors));
  return loaded.ok;
};

let clock: VirtualClock;
let done: string[];
let file: Loaded;
let auditRefuses: boolean;
/** By route: lets its removal end. */
let ends: Map<string, PromiseWithResolvers<void>>;
let reloader: Reloader<string>;
beforeEach(async () => {
  clock = new VirtualClock();
  done = [];
  ends = new Map();
  auditRefuses = false;
  const routes = new RouteSet({
    isHere: () => true,
    make: async ({ id, host }: { id: string; host?: string }): Promise<Route> => {
      if (host === 'unfit') throw new Error('unfit');
      return new FakeRoute(id);
    },
    sender: {
      addRoute: ({ id }) => done.push(`add ${id}`),
      removeRoute: async (id, _reason, signal) => {
        done.push(`end ${id}`);
        signal.addEventListener('abort', () => done.push(`close ${id}`));
        await ends.get(id)?.promise;
        done.push(`ended ${id}`);
      },
      setRate: (id, rate) => done.push(`rate ${id} ${rate}`),
      arrange: (ids) => done.push(`arrange ${ids.join(' ')}`),
    },
    alarms: { show: () => {}, forget: (id) => done.push(`forget ${id}`) },
    clock,
    log: recordingLog(),
  });
  const started = configOf(carrier('a', { rate: 5 }), carrier('b'));
  await routes.open(started.routes);
  done = [];
  reloader = new Reloader<string>({
    started,
    read: () => file,
    routes,
    certificates: { read: async () => undefined, isOther: () => true, use: () => done.push('tls') },
    plan: () => done.push('plan'),
    follow: () => done.push('follow'),
    audit: {
      record: async (_actor, action) => {
        if (auditRefuses) throw new TocsinError('storeUnavailable', 'the disk is full');
        done.push(action);
      },
    },
    clock,
    log: recordingLog(),
  });
});

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('a reload', () => {
  beforeEach(() => reloader.start());

  test('is noted first, plans before it ends a route, paces without a stop, and touches no other route', async () => {
    ends.set('b', Promise.withResolvers());
    file = fileOf(carrier('a', { rate: 9 }), carrier('c'));
    const reload = reloader.reload(ADMIN, false);
    await turns();
    ends.get('b')?.resolve();
    await reload;
    expect(done).toEqual([
      'config.reload',
      'plan',
      'end b',
      'add c',
      'ended b',
      'rate a 9',
      'forget b',
      'arrange a c',
      'follow',
    ]);
  });

  test('starts a changed route, or one at the same address, only once the old one has ended, within ten seconds', async () => {
    ends.set('b', Promise.withResolvers());
    file = fileOf(
      carrier('a', { rate: 5 }),
      carrier('b', { password: 'n0t-same' }),
      carrier('c', { host: 'b.example.org' }),
    );
    const reload = reloader.reload(ADMIN, false);
    await turns();
    expect(done).toEqual(['config.reload', 'plan', 'end b']);
    await clock.advance(10_000);
    expect(done.at(-1)).toBe('close b');
    ends.get('b')?.resolve();
    await reload;
    expect(done.slice(4, 7)).toEqual(['ended b', 'add b', 'add c']);
  });

  test.each([
    ['an error in the file', () => fileOf(carrier('a', { password: 'much-too-long' })), 'routes[0].password'],
    ['a route that cannot be made', () => fileOf(carrier('a'), carrier('c', { host: 'unfit' })), 'routes[1]'],
  ])('of a configuration with %s changes nothing, and is seen afterwards', async (_what, bad, path) => {
    file = bad();
    expect(await reloader.reload(ADMIN, false)).toMatchObject({ kind: 'refused', errors: [{ path }] });
    expect(done).toEqual(['config.reloadRefused']);
    expect(reloader.last).toMatchObject({ actor: 'admin', refused: [{ path }], changes: undefined });
  });

  test('that is a dry run says what would change, and leaves no trace', async () => {
    file = fileOf(carrier('a'));
    expect(await reloader.reload(ADMIN, true)).toMatchObject({ kind: 'done', changes: { removed: ['b'] } });
    expect(done).toEqual([]);
    expect(reloader.last).toBeUndefined();
  });

  test('that cannot be noted changes nothing', async () => {
    auditRefuses = true;
    file = fileOf(carrier('a'));
    await expect(reloader.reload(ADMIN, false)).rejects.toMatchObject({ code: 'storeUnavailable' });
    await reloader.hangUp();
    expect(done).toEqual([]);
  });

  test('waits for the one before it, and compares with what that one has made', async () => {
    ends.set('b', Promise.withResolvers());
    file = fileOf(carrier('a', { rate: 5 }));
    const first = reloader.reload(ADMIN, false);
    const second = reloader.reload(ADMIN, false);
    await turns();
    expect(reloader.isRunning).toBe(true);
    ends.get('b')?.resolve();
    expect(await first).toMatchObject({ changes: { removed: ['b'] } });
    expect(await second).toMatchObject({ changes: { removed: [], plan: false } });
    expect(reloader.isRunning).toBe(false);
  });

  test('in the middle of which the gateway stops starts no route any more, and a later one is refused', async () => {
    ends.set('b', Promise.withResolvers());
    file = fileOf(carrier('a', { rate: 5 }), carrier('b', { password: 'n0t-same' }));
    const reload = reloader.reload(ADMIN, false);
    await turns();
    reloader.close();
    ends.get('b')?.resolve();
    await reload;
    await reloader.ended();
    expect(done).not.toContain('add b');
    expect(done).not.toContain('follow');
    await expect(reloader.reload(ADMIN, false)).rejects.toMatchObject({ code: 'shuttingDown' });
  });
});

test('a reload that comes before the gateway has started waits for its start', async () => {
  file = fileOf(carrier('a'));
  const reload = reloader.reload(ADMIN, false);
  await turns();
  expect(done).toEqual([]);
  reloader.start();
  expect(await reload).toMatchObject({ kind: 'done' });
});
