import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FeedPoller } from '../../../src/triggers/feed/feed-poller.ts';
import { windows1252 } from '../../support/encoded.ts';
import { keptLog } from '../../support/log/suite-log.ts';
import { capXml } from '../../support/triggers/cap-documents.ts';
import { CapRig } from '../../support/triggers/cap-rig.ts';
import { atomXml, FeedServer } from '../../support/triggers/feed-server.ts';

let server: FeedServer;
let rig: CapRig;
const pollers: FeedPoller[] = [];
beforeEach(async () => {
  server = await FeedServer.open();
  rig = new CapRig();
});
afterEach(async () => {
  for (const poller of pollers.splice(0)) await poller.stop();
  await server.close();
});

const log: string[] = [];
const events: (readonly [string, unknown])[] = [];
const announce = async (type: string, data: unknown) => {
  events.push([type, data]);
};
const write = (_fields: object, message: string) => log.push(message);

/** Reads the feed once, with a reader that remembers nothing of earlier reads. */
const read = async (origins: readonly string[] = [], at = server.origin) => {
  const poller = new FeedPoller(
    { url: `${at}/feed`, everyMs: 60_000, origins },
    {
      intake: rig.intake,
      repository: rig.repositories,
      announce,
      clock: rig.clock,
      log: keptLog({ debug: write, info: write, warn: write, error: write }),
    },
  );
  await poller.poll();
  const view = poller.view();
  await poller.stop();
  return view;
};

const publish = (identifiers: readonly string[], etag: string): void => {
  const newestFirst = identifiers.map((id, index) => ({
    id: `urn:${id}`,
    updated: `2026-01-01T00:0${index}:00Z`,
    href: `/${id}.xml`,
  }));
  server.pages.set('/feed', { body: atomXml(newestFirst.toReversed()), headers: { etag } });
  for (const identifier of identifiers) {
    server.pages.set(`/${identifier}.xml`, { body: capXml({ identifier }) });
  }
};

describe('a feed of CAP alerts', () => {
  test('is read from its oldest alert on, and later only if it has changed', async () => {
    publish(['a', 'b'], '"1"');
    expect(await read()).toMatchObject({ taken: 2, refused: 0, trouble: undefined, readAt: rig.clock.now() });
    expect(server.paths()).toEqual(['/feed', '/a.xml', '/b.xml']);
    rig.restart();
    expect(await read()).toMatchObject({ taken: 0, trouble: undefined });
    expect(server.asked.at(-1)?.headers['if-none-match']).toBe('"1"');
    publish(['a', 'b', 'c'], '"2"');
    expect(await read()).toMatchObject({ taken: 1 });
    expect(server.paths()).toEqual(['/feed', '/a.xml', '/b.xml', '/feed', '/feed', '/c.xml']);
    expect(rig.alerts.kept.size).toBe(3);
  });

  test('is read in the encodings that the Content-Types of the feed and of its alerts name', async () => {
    publish(['é'], '"1"');
    const type = { 'content-type': 'application/xml; charset=ISO-8859-1' };
    const [feed, alert] = ['/feed', '/é.xml'].map((path) => String(server.pages.get(path)?.body));
    server.pages.set('/feed', { body: windows1252(feed ?? ''), headers: type });
    server.pages.set('/%C3%A9.xml', { body: windows1252(alert ?? ''), headers: type });
    expect(await read()).toMatchObject({ taken: 1, refused: 0, trouble: undefined });
    const kept = await rig.repositories.capMessage('vigilance@example.org', 'é');
    expect(kept?.document).toContain('Crue de la rivière');
  });

  test('is read again at its interval', async () => {
    publish(['a'], '"1"');
    const poller = new FeedPoller(
      { url: `${server.origin}/feed`, everyMs: 60_000, origins: [] },
      {
        intake: rig.intake,
        repository: rig.repositories,
        announce,
        clock: rig.clock,
        log: keptLog({ debug: write, info: write, warn: write, error: write }),
      },
    );
    pollers.push(poller);
    const readings = () => server.paths().filter((path) => path === '/feed').length;
    poller.start();
    await expect.poll(() => poller.view().readAt, { interval: 5 }).toBeDefined();
    await rig.clock.advance(60_000);
    await expect.poll(readings, { interval: 5 }).toBe(2);
  });

  test('has an alert read again that could not be fetched before, even if the feed has not changed', async () => {
    publish(['a', 'b'], '"1"');
    server.pages.set('/a.xml', { status: 503 });
    expect(await read()).toMatchObject({
      taken: 1,
      trouble: expect.stringMatching(/can't be fetched: the answer is 503/),
    });
    server.pages.set('/a.xml', { body: capXml({ identifier: 'a' }) });
    expect(await read()).toMatchObject({ taken: 1, trouble: undefined });
    expect(rig.alerts.kept.size).toBe(2);
  });

  test('is read to its end even if one alert is refused, missing or too large', async () => {
    publish(['a', 'b', 'c', 'd'], '"1"');
    server.pages.set('/a.xml', { body: '<!DOCTYPE a><a/>' });
    server.pages.set('/b.xml', { status: 404 });
    server.pages.set('/c.xml', { body: Buffer.alloc(10_000_000, 0x61) });
    expect(await read()).toMatchObject({ taken: 1, refused: 3, trouble: undefined });
    expect(await read()).toMatchObject({ taken: 0, refused: 0 });
  });

  test('is not followed to another origin, neither by a link nor by a redirect', async () => {
    const inner = await FeedServer.open();
    try {
      inner.pages.set('/secret', { body: capXml({ identifier: 'secret' }) });
      const direct = { id: 'urn:1', updated: '2026-01-01T00:00:00Z', href: `${inner.origin}/secret` };
      const byRedirect = { id: 'urn:2', updated: '2026-01-01T00:01:00Z', href: '/moved' };
      const byFile = { id: 'urn:3', updated: '2026-01-01T00:02:00Z', href: 'file:///etc/hostname' };
      server.pages.set('/feed', { body: atomXml([direct, byRedirect, byFile]) });
      server.pages.set('/moved', { status: 302, headers: { location: `${inner.origin}/secret` } });
      expect(await read()).toMatchObject({ taken: 0, refused: 3 });
      expect(inner.asked).toEqual([]);
      server.pages.set('/feed', { body: atomXml([{ ...direct, id: 'urn:4' }]) });
      expect(await read([inner.origin])).toMatchObject({ taken: 1 });
    } finally {
      await inner.close();
    }
  });

  test('is followed by redirects within its origin, but not in a circle', async () => {
    publish(['a'], '"1"');
    server.pages.set('/a.xml', { status: 301, headers: { location: '/there.xml' } });
    server.pages.set('/there.xml', { body: capXml({ identifier: 'a' }) });
    expect(await read()).toMatchObject({ taken: 1 });
    publish(['b'], '"2"');
    server.pages.set('/b.xml', { status: 301, headers: { location: '/b.xml' } });
    expect(await read()).toMatchObject({ taken: 0, trouble: expect.stringMatching(/redirects/) });
  });

  test.each([
    ['is no Atom', { body: capXml() }, /root is <alert>/],
    ['is no XML', { body: 'hello' }, /./],
    ['has a DOCTYPE', { body: '<!DOCTYPE feed><feed/>' }, /document type/],
    ['answers with an error', { status: 500 }, /500/],
    ['is without end', { body: Buffer.alloc(9_000_000, 0x20) }, /more than 8388608 octets/],
  ])('that %s is shown with the reason why it cannot be read', async (_what, page, why) => {
    server.pages.set('/feed', page);
    expect(await read()).toMatchObject({ taken: 0, trouble: expect.stringMatching(why), readAt: undefined });
  });

  test('that cannot be read is announced once (feed.down), and once more when it can be read again (feed.up)', async () => {
    events.length = 0;
    publish(['a'], '"1"');
    server.pages.set('/feed', { status: 500 });
    const poller = new FeedPoller(
      { url: `${server.origin}/feed`, everyMs: 60_000, origins: [] },
      {
        intake: rig.intake,
        repository: rig.repositories,
        announce,
        clock: rig.clock,
        log: keptLog({ debug: write, info: write, warn: write, error: write }),
      },
    );
    pollers.push(poller);
    await poller.poll();
    await poller.poll();
    publish(['a'], '"1"');
    await poller.poll();
    const feed = `${server.origin}/feed`;
    expect(events).toEqual([
      ['feed.down', { feed, reason: expect.stringMatching(/500/) }],
      ['feed.up', { feed, reason: null }],
    ]);
  });

  test('that cannot be reached is shown with the reason', async () => {
    const { origin } = server;
    await server.close();
    expect(await read([], origin)).toMatchObject({ trouble: expect.stringMatching(/ECONNREFUSED/) });
    server = await FeedServer.open();
    expect(server.origin).not.toBe(origin);
  });
});
