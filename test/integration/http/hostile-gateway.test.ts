import { afterEach, beforeEach, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { crowding } from '../../support/crowding.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import type { ApiClient } from '../../support/http/api-client.ts';

const numberAt = (n: number): string => `+3363998${String(n).padStart(4, '0')}`;
const SECRET = 'Montez au refuge';
const PEOPLE = 150;
const STOPPED = 10;
/** Most time for an answer of /healthz, whatever other requests come, ms. */
const HEALTHY_WITHIN_MS = 1000;

let smsc: Smsc;
let file: GatewayFile;
let api: ApiClient;
const log: string[] = [];
const heard = (line: string): void => void log.push(line);

beforeEach(async () => {
  smsc = await Smsc.start({ submitLatencyMs: 2, receiptDelayMs: 5, retryMs: 50 });
  file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: 20, responseTimeout: 500ms, enquireLink: 1s, bindTimeout: 1s, reconnect: { min: 20ms, max: 200ms } }`,
  );
  log.length = 0;
  api = await file.start({ heard });
  await api.untilRoute('carrier-a', 'up');
});

afterEach(async () => {
  await file.remove();
  await smsc.close();
});

/** Sends a request, and expects an answer below 500 that has a problem type if it is a refusal. */
const ask = async (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Response> => {
  const answer = await api.request(method, path, body, headers);
  expect(answer.status, `${method} ${path}`).toBeLessThan(500);
  if (answer.status >= 400) {
    expect(answer.headers.get('content-type'), `${method} ${path}`).toBe('application/problem+json');
    expect(await answer.clone().json()).toMatchObject({
      type: expect.stringMatching(/^urn:tocsin:problem:[a-z-]+$/),
    });
  }
  return answer;
};

const made = async (path: string, body: object): Promise<number> => {
  const answer = await ask('POST', path, body);
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: number }).id;
};

/** Does the work and asks /healthz all the time. @returns the slowest answer, ms */
const slowestHealth = async (work: () => Promise<void>): Promise<number> => {
  let over = false;
  let slowest = 0;
  const look = async (): Promise<void> => {
    while (!over) {
      const before = performance.now();
      const { status } = await api.request('GET', '/healthz');
      slowest = Math.max(slowest, performance.now() - before);
      expect(status).toBe(200);
    }
  };
  const looking = look();
  try {
    await work();
  } finally {
    over = true;
    await looking;
  }
  return slowest;
};

const ids = [
  '0',
  '-1',
  '1e400',
  '99999999999999999999',
  '..%2f..%2fetc',
  '%00',
  '%ff',
  '__proto__',
  '1;DROP',
];
const bodies: readonly [what: string, body: string, type?: string][] = [
  ['nothing', ''],
  ['half of it', '{"to":'],
  ['no object', '[]'],
  ['a prototype', '{"__proto__":{"a":1},"constructor":{"prototype":{}}}'],
  ['a hundred thousand brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['a number beyond numbers', '{"limit":1e400}'],
  ['half a surrogate', JSON.stringify({ to: numberAt(1), text: '\ud800', name: '\ud800', title: '\ud800' })],
  ['a form', 'a=1', 'application/x-www-form-urlencoded'],
  ['a type that is none', '{}', ';;'],
];
const paths = [
  'messages',
  'preview',
  'contacts',
  'segments',
  'areas',
  'templates',
  'alerts',
  'webhooks',
  'schedules',
];

const throwRequests = async (): Promise<void> => {
  for (const path of paths) {
    const things = path === 'preview' ? [] : ids.map((id) => ask('GET', `/v1/${path}/${id}`));
    const posts = bodies.map(([, body, type = 'application/json']) =>
      ask('POST', `/v1/${path}`, body, { 'content-type': type }),
    );
    const lists = [
      'limit=-1',
      'limit=NaN',
      'limit=1e400',
      'cursor=%00',
      'cursor=__proto__',
      'limit=1&limit=2',
    ].map((query) => ask('GET', `/v1/${path}?${query}`));
    await Promise.all([...things, ...posts, ...lists]);
  }
};

const throwCap = async (): Promise<void> => {
  const cap = (head: string, headline: string): string =>
    `<?xml version="1.0"?>${head}<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><headline>${headline}</headline></alert>`;
  const documents = [
    cap('<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', '&b;'),
    cap('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '&a;'),
    cap('', '&#0;'),
    `<alert>${'<a>'.repeat(100_000)}`,
    '<'.repeat(500_000),
    cap('', 'x'.repeat(2_000_000)),
  ];
  for (const document of documents) {
    const { status } = await ask('POST', '/v1/cap', document, { 'content-type': 'application/cap+xml' });
    expect([413, 422]).toContain(status);
  }
};

/** Counts costly audiences, each of which is within the limits. */
const throwAudiences = async (): Promise<void> => {
  await made('/v1/contacts', { number: numberAt(9000), position: { lat: 48.5, lon: 2.5 } });
  const many = (n: number) => ({
    field: 'attributes.site',
    op: 'in',
    value: Array.from({ length: 100 }, (_, index) => `site ${n} ${index}`),
  });
  const segment = await made('/v1/segments', {
    name: 'many',
    rule: { or: Array.from({ length: 199 }, (_, n) => many(n)) },
  });
  const corners = Array.from({ length: 9999 }, (_, index) => {
    const angle = (2 * Math.PI * index) / 9999;
    return [48.5 + 0.4 * Math.sin(angle), 2.5 + 0.4 * Math.cos(angle)];
  });
  const shape = { polygon: [...corners, corners[0]] };
  const audiences = [
    { include: [{ segment }] },
    { include: Array.from({ length: 50 }, () => ({ segment })) },
    { include: [{ shape }], within: [{ shape }] },
  ];
  for (const audience of audiences)
    expect((await ask('POST', '/v1/audiences/count', { audience })).status).toBe(200);
};

const throwFiles = async (): Promise<void> => {
  const files = [
    [`number\n${','.repeat(8_000_000)}\n`, 'done'],
    [','.repeat(2_000_000), 'failed'],
    // A quote that is not closed fails its row, as a row of eight million cells does; the file goes on.
    [`number,name\n${numberAt(1)},"a\n`, 'done'],
  ] as const;
  for (const [csv, end] of files) {
    const answer = await ask('POST', '/v1/imports', csv, { 'content-type': 'text/csv' });
    const { id } = (await answer.json()) as { id: number };
    const { state } = await api.until(
      () => api.get<{ state: string }>(`/v1/imports/${id}`),
      ({ state }) => state !== 'waiting' && state !== 'running',
    );
    expect(state).toBe(end);
  }
};

test('a gateway that gets hostile requests refuses each with a problem, and its health check stays fast', async () => {
  const slowest = await slowestHealth(async () => {
    await Promise.all([throwRequests(), throwCap(), throwFiles()]);
    await throwAudiences();
  });
  expect(slowest).toBeLessThan(HEALTHY_WITHIN_MS * crowding());
  // The gateway still sends messages.
  const { id } = await api.send({ to: numberAt(1), text: SECRET });
  await api.untilState(id, 'delivered');
});

/** How many messages a phone has got. */
const shown = (n: number): number => smsc.phones.texts(numberAt(n)).length;

test('under a storm of requests, wrong receipts and a kill -9 the gateway loses no message, sends none twice unmarked, and none after STOP', async () => {
  const people = Array.from({ length: PEOPLE }, (_, n) => n + STOPPED);
  for (let n = 0; n < STOPPED; n++)
    await smsc.sendInbound({
      from: numberAt(n),
      to: 'PREFECTURE',
      text: ['STOP', 'Arrêt !', 's.t.o.p'][n % 3] ?? '',
    });
  await api.until(
    () => api.get<{ items: readonly unknown[] }>('/v1/opt-outs'),
    ({ items }) => items.length === STOPPED,
  );

  const alert = await made('/v1/alerts', {
    title: 'Crue',
    kind: 'live',
    content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: SECRET }] },
    audience: { include: [{ numbers: Array.from({ length: STOPPED + PEOPLE }, (_, n) => numberAt(n)) }] },
  });
  const preview = await ask('POST', `/v1/alerts/${alert}/preview`);
  const { hash } = (await preview.json()) as { hash: string };
  smsc.misbehave({
    malformed: 0.2,
    badLength: 0.02,
    receiptTwice: true,
    receiptBeforeResponse: true,
    slowMs: 5,
  });
  const launches = await Promise.all(
    Array.from({ length: 50 }, () => ask('POST', `/v1/alerts/${alert}/launch`, { hash })),
  );
  expect(launches.filter(({ status }) => status === 202)).toHaveLength(1);

  const storm = ['pause', 'resume', 'launch', 'pause', 'resume'].flatMap((verb) =>
    Array.from({ length: 10 }, () =>
      ask('POST', `/v1/alerts/${alert}/${verb}`, verb === 'launch' ? { hash } : {}),
    ),
  );
  await Promise.all(storm);
  await ask('POST', `/v1/alerts/${alert}/resume`, {});
  await smsc.until(({ stats }) => stats.submits >= PEOPLE / 3);
  await file.kill();
  smsc.calm();
  api = await file.start({ heard });

  const messages = await api.until(
    () => api.messages(`&alert=${alert}`),
    (all) =>
      all.length >= STOPPED + PEOPLE && all.every(({ state }) => !['queued', 'sending'].includes(state)),
  );
  const ofNumber = new Map(messages.map((message) => [message.to, message]));
  expect(ofNumber.size).toBe(messages.length);
  for (const n of people) {
    const message = ofNumber.get(numberAt(n));
    // A critical message in doubt is sent again: a second copy is marked as a possible duplicate, and none is lost.
    expect(shown(n), message?.state).toBeGreaterThanOrEqual(1);
    if (shown(n) > 1) expect(message?.possibleDuplicate).toBe(true);
  }
  for (let n = 0; n < STOPPED; n++) {
    expect(ofNumber.get(numberAt(n))?.state).toBe('suppressed');
    expect(smsc.phones.texts(numberAt(n))).not.toContain(SECRET);
  }
  expect(log.filter((line) => line.includes(SECRET) || /33 ?6 ?39 ?98/.test(line))).toEqual([]);
});
