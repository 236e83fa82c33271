import { beforeEach, expect, test } from 'vitest';
import { type MessageId, parseMessageId } from '../../../../src/domain/messages/message-id.ts';
import { messageView, messageWithTimeline } from '../../../../src/http/v1/messages/message-view.ts';
import { alert, bearer, HttpRig } from '../../../support/http/http-rig.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});

const send = async (role: 'sender' | 'operator' = 'sender'): Promise<string> =>
  (await rig.ask(role, 'POST', '/v1/messages', alert)).json().id;

const idOf = (text: string): MessageId => parseMessageId(text) ?? expect.fail();

const otherSender = (method: 'GET' | 'POST', url: string) =>
  rig.app.inject({ method, url, headers: bearer('other') });

test('a message is shown with its timeline', async () => {
  const id = await send();
  const at = Date.UTC(2026, 0, 1, 0, 0, 1);
  rig.reader.timelines.set(idOf(id), [
    {
      at,
      from: undefined,
      to: 'queued',
      route: undefined,
      part: undefined,
      reason: undefined,
      evidence: undefined,
    },
    { at, from: 'sending', to: 'sent', route: 'orange', part: 1, reason: undefined, evidence: 'status 0' },
  ]);
  const response = await rig.ask('sender', 'GET', `/v1/messages/${id}`);
  expect(response.statusCode).toBe(200);
  const { timeline, ...view } = messageWithTimeline.parse(response.json());
  expect(view).toMatchObject({ id, ...alert });
  expect(timeline).toEqual([
    {
      at: '2026-01-01T00:00:01.000Z',
      from: null,
      to: 'queued',
      route: null,
      part: null,
      reason: null,
      evidence: null,
    },
    {
      at: '2026-01-01T00:00:01.000Z',
      from: 'sending',
      to: 'sent',
      route: 'orange',
      part: 1,
      reason: null,
      evidence: 'status 0',
    },
  ]);
});

test.each([
  '0000000000a',
  'nonsense',
  'ILOU0000000',
  '..',
  '%00',
  '%F0%9F%98%80',
  'a'.repeat(99),
  'a'.repeat(500),
])('a request for a message with the unknown id %s is answered 404', async (id) => {
  const response = await rig.ask('viewer', 'GET', `/v1/messages/${id}`);
  expect(response.statusCode).toBe(404);
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:not-found', status: 404 });
});

test('a sender who reads or cancels a message of another sender is answered 404', async () => {
  const id = await send();
  expect((await otherSender('GET', `/v1/messages/${id}`)).statusCode).toBe(404);
  expect((await otherSender('POST', `/v1/messages/${id}/cancel`)).statusCode).toBe(404);
  expect((await rig.ask('sender', 'GET', `/v1/messages/${id}`)).json().state).toBe('queued');
});

test("an operator sees and cancels everybody's messages", async () => {
  const id = await send();
  expect((await rig.ask('operator', 'GET', `/v1/messages/${id}`)).statusCode).toBe(200);
  expect((await rig.ask('operator', 'POST', `/v1/messages/${id}/cancel`)).statusCode).toBe(200);
});

test('a cancel answers with the cancelled message', async () => {
  const id = await send();
  const response = await rig.ask('sender', 'POST', `/v1/messages/${id}/cancel`);
  expect(response.statusCode).toBe(200);
  expect(messageView.parse(response.json())).toMatchObject({ id, state: 'cancelled' });
});

test('the cancel of a message that a route has is answered 409 with the state of the message', async () => {
  const id = await send();
  rig.intake.taken.add(idOf(id));
  const response = await rig.ask('sender', 'POST', `/v1/messages/${id}/cancel`);
  expect(response.statusCode).toBe(409);
  expect(response.json()).toMatchObject({
    type: 'urn:tocsin:problem:already-sent',
    detail: 'The message is queued.',
  });
});

test('a cancel with an empty body and the content type JSON is accepted', async () => {
  const id = await send();
  const response = await rig.app.inject({
    method: 'POST',
    url: `/v1/messages/${id}/cancel`,
    headers: { ...bearer('sender'), 'content-type': 'application/json' },
  });
  expect(response.statusCode).toBe(200);
});

test('the list of messages passes its filters to the store, and pages by cursor', async () => {
  for (let i = 0; i < 3; i++) await send();
  const query =
    'state=queued&priority=high&to=%2B33639980001&reference=r&since=2026-01-01T01:00:00%2B01:00&limit=2&cursor=0dkq1v2w000';
  const response = await rig.ask('viewer', 'GET', `/v1/messages?${query}`);
  expect(response.statusCode).toBe(200);
  expect(response.json().items).toHaveLength(2);
  expect(response.json().next).toBe('more');
  expect(rig.reader.pages).toEqual([{ limit: 2, cursor: '0dkq1v2w000' }]);
  expect(rig.reader.filters).toEqual([
    {
      state: 'queued',
      priority: 'high',
      to: '+33639980001',
      reference: 'r',
      since: Date.UTC(2026, 0, 1),
      owner: undefined,
    },
  ]);
});

test('the list of messages has a hundred per page by default, and the last page has no next', async () => {
  const response = await rig.ask('viewer', 'GET', '/v1/messages');
  expect(response.json()).toEqual({ items: [], next: null });
  expect(rig.reader.pages).toEqual([{ limit: 100, cursor: undefined }]);
});

test('a sender gets only their own messages in the list', async () => {
  await send('operator');
  const id = await send('sender');
  const { items } = (await rig.ask('sender', 'GET', '/v1/messages')).json();
  expect(items.map((item: { id: string }) => item.id)).toEqual([id]);
  expect(rig.reader.filters[0]?.owner).toBe('sender');
});

test('a plus sign in a query that the client did not encode is read as a plus sign', async () => {
  const response = await rig.ask('viewer', 'GET', '/v1/messages?to=+33639980001');
  expect(response.statusCode).toBe(200);
  expect(rig.reader.filters[0]?.to).toBe('+33639980001');
});

test('every wrong filter of the list of messages is named in the error', async () => {
  const query = 'state=lost&priority=now&to=06&since=yesterday&limit=0&cursor=%00&colour=red&reference=';
  const response = await rig.ask('viewer', 'GET', `/v1/messages?${query}`);
  expect(response.statusCode).toBe(422);
  expect(response.json().errors.map(({ path }: { path: string }) => path)).toEqual([
    'state',
    'priority',
    'to',
    'reference',
    'since',
    'limit',
    'cursor',
    'colour',
  ]);
});

test.each(['0', '1001', '1.5', 'x', '-1', '1&limit=2'])(
  'a limit of %s for the list of messages is refused',
  async (limit) => {
    const response = await rig.ask('viewer', 'GET', `/v1/messages?limit=${limit}`);
    expect(response.statusCode).toBe(422);
    expect(response.json().errors).toEqual([expect.objectContaining({ path: 'limit' })]);
  },
);

test.each(['zzzz', '17', '0DKQ1V2W000'])(
  'a cursor that no list has given, such as %s, is refused, since paging with it would never end',
  async (cursor) => {
    const response = await rig.ask('viewer', 'GET', `/v1/messages?cursor=${cursor}`);
    expect(response.statusCode).toBe(422);
    expect(response.json().errors).toEqual([{ path: 'cursor', message: 'is no cursor of this list' }]);
  },
);
