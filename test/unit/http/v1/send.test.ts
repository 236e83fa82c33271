import { beforeEach, expect, test } from 'vitest';
import { messageView } from '../../../../src/http/v1/messages/message-view.ts';
import { alert, HttpRig } from '../../../support/http/http-rig.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});

const send = (body: unknown, headers: Record<string, string> = {}) =>
  rig.ask('sender', 'POST', '/v1/messages', body, headers);

const stored = () => [...rig.intake.messages.values()];

test('an accepted message is answered with 202, its Location and its fields', async () => {
  const response = await send({ ...alert, priority: 'critical', reference: 'r-1', validFor: 'PT1H' });
  expect(response.statusCode).toBe(202);
  const view = messageView.parse(response.json());
  expect(response.headers['location']).toBe(`/v1/messages/${view.id}`);
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(view).toMatchObject({
    ...alert,
    priority: 'critical',
    reference: 'r-1',
    state: 'queued',
    route: null,
  });
  expect(view.createdAt).toBe('2026-01-01T00:00:00.000Z');
  expect(view.validUntil).toBe('2026-01-01T01:00:00.000Z');
  expect(stored()).toHaveLength(1);
  expect(stored()[0]?.owner).toBe('sender');
});

test('all wrong fields of a message are named, those of the schema and those of the intake, and nothing is stored', async () => {
  const response = await send({ to: 'nobody', text: 7, routes: ['orange', 'nowhere'], colour: 'red' });
  expect(response.statusCode).toBe(422);
  expect(response.headers['content-type']).toBe('application/problem+json');
  const problem = response.json();
  expect(problem).toMatchObject({ type: 'urn:tocsin:problem:validation', status: 422 });
  expect(problem.errors.map(({ path }: { path: string }) => path)).toEqual([
    'text',
    'colour',
    'to',
    'routes[1]',
  ]);
  expect(stored()).toEqual([]);
});

test('errors that only the intake finds are answered in the form of all field errors', async () => {
  const response = await send({ to: '+0', text: '' });
  expect(response.statusCode).toBe(422);
  expect(response.json()).toMatchObject({
    type: 'urn:tocsin:problem:validation',
    errors: [
      { path: 'to', message: 'is no number' },
      { path: 'text', message: 'is empty' },
    ],
  });
});

test('a retry with the same Idempotency-Key gets the same message, whatever the layout of its JSON', async () => {
  const key = { 'idempotency-key': 'k-1' };
  const first = await send(alert, key);
  expect(first.headers).not.toHaveProperty('idempotency-replayed');
  const again = await send(`{ "text": ${JSON.stringify(alert.text)},\n "to": "${alert.to}" }`, {
    ...key,
    'content-type': 'application/json',
  });
  expect(again.statusCode).toBe(202);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.json().id).toBe(first.json().id);
  expect(again.headers['location']).toBe(first.headers['location']);
  expect(stored()).toHaveLength(1);
});

test('a message with a used Idempotency-Key and another body is refused', async () => {
  await send(alert, { 'idempotency-key': 'k-1' });
  const response = await send({ ...alert, text: 'other' }, { 'idempotency-key': 'k-1' });
  expect(response.statusCode).toBe(422);
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:idempotency-conflict' });
  expect(stored()).toHaveLength(1);
});

test('idempotency keys are separate for each token: a request with another token and an equal key stores a message of its own', async () => {
  await send(alert, { 'idempotency-key': 'k-1' });
  const response = await rig.ask('operator', 'POST', '/v1/messages', alert, { 'idempotency-key': 'k-1' });
  expect(response.headers).not.toHaveProperty('idempotency-replayed');
  expect(stored()).toHaveLength(2);
});

test.each(['', 'with space', 'é', 'x'.repeat(256)])(
  'the invalid Idempotency-Key %j is refused, and the error names the header',
  async (key) => {
    const response = await send(alert, { 'idempotency-key': key });
    expect(response.statusCode).toBe(422);
    expect(response.json().errors).toEqual([expect.objectContaining({ path: 'Idempotency-Key' })]);
    expect(stored()).toEqual([]);
  },
);

test('a message is answered 503 with Retry-After while the disk is full, which is logged at most once a second', async () => {
  rig.intake.misbehaves = 'diskFull';
  const response = await send(alert);
  await send(alert);
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('5');
  expect(response.json()).toMatchObject({
    type: 'urn:tocsin:problem:store-unavailable',
    detail: 'no space left on device',
  });
  const errors = () => rig.log.filter(({ level }) => level === 'error');
  expect(errors()).toHaveLength(1);
  await rig.clock.advance(1000);
  await send(alert);
  expect(errors()).toHaveLength(2);
});

test('a message during a graceful shutdown is answered 503 with Retry-After', async () => {
  rig.intake.misbehaves = 'stopping';
  const response = await send(alert);
  expect(response.statusCode).toBe(503);
  expect(response.headers).toHaveProperty('retry-after');
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:shutting-down' });
});

test('a bug of the gateway is answered 500 without its details, which are in the log', async () => {
  rig.intake.misbehaves = 'breaks';
  const response = await send(alert);
  expect(response.statusCode).toBe(500);
  expect(response.json()).toMatchObject({
    type: 'urn:tocsin:problem:internal',
    instance: expect.any(String),
  });
  expect(response.body).not.toContain('undefined is not');
  const [line] = rig.log.filter(({ level }) => level === 'error');
  expect(line?.fields).toMatchObject({ err: expect.any(TypeError), requestId: response.json().instance });
});

test('no log line of a request has a phone number or a text', async () => {
  await send({ ...alert, priority: 'urgent' });
  await rig.ask('viewer', 'GET', `/v1/messages?to=%2B33639980001&limit=x`);
  rig.intake.misbehaves = 'breaks';
  await send(alert);
  expect(rig.log.length).toBeGreaterThan(2);
  const log = JSON.stringify(rig.log);
  expect(log).not.toContain('3363998');
  expect(log).not.toContain('étage');
});

test('one request more than the twenty thousand that may wait for the disk is refused with Retry-After', async () => {
  rig.intake.misbehaves = 'hangs';
  const response = await Promise.race(Array.from({ length: 20_001 }, () => send(alert)));
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('1');
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:too-busy' });
});

test('requests that were answered, even with an error, do not count as waiting for the disk', async () => {
  for (const misbehaviour of ['diskFull', undefined] as const) {
    rig.intake.misbehaves = misbehaviour;
    for (let i = 0; i < 11_000; i++) await send(alert);
  }
  expect((await send(alert)).statusCode).toBe(202);
});
