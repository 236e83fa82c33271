import { beforeEach, describe, expect, it, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Outcome } from '../../../../src/domain/messages/outcome.ts';
import type { OutgoingPart, RouteReceipt } from '../../../../src/domain/routes/route.ts';
import { MessageTraces } from '../../../../src/ops/traces/message-traces.ts';
import type { EndedSpan } from '../../../../src/ops/traces/span.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

let clock: VirtualClock;
let spans: EndedSpan[];
beforeEach(() => {
  clock = new VirtualClock();
  spans = [];
});

const open = (sample: number, instance = 'one'): MessageTraces =>
  new MessageTraces({
    emit: (span) => spans.push(span),
    // The header is `sampled` or another word in these tests.
    callerIn: (header) => ({ ...CALLER, sampled: header === 'sampled' }),
    sample,
    instance,
    clock,
  });

const message = (id: number) => ({
  id: id as MessageId,
  priority: 'high' as const,
  parts: 1,
  createdAt: clock.now(),
  dueAt: clock.now(),
});
const part = (id: number, attempt = 1): OutgoingPart =>
  ({ messageId: id as MessageId, attempt, part: 1, parts: 1 }) as OutgoingPart;
const route = { id: 'orange', type: 'smpp' } as const;
const accepted: Outcome = { kind: 'accepted', carrier: 'orange', carrierRef: 'r1' };
const later: Outcome = { kind: 'retry', afterMs: 1, reason: 'busy', evidence: '', throttled: true };
const receipt = (ref: string): RouteReceipt =>
  ({ route: 'orange', carrier: 'orange', refs: [ref], state: 'delivered' }) as unknown as RouteReceipt;
const names = () => spans.map(({ name }) => name);

describe('the trace of a message', () => {
  it('has each wait and each attempt, and the receipt of the part that it names', async () => {
    const traces = open(1);
    traces.accepted([message(1)]);
    await clock.advance(100);
    traces.submitted(part(1), route, clock.now(), later);
    await clock.advance(200);
    traces.submitted(part(1, 2), route, clock.now(), accepted);
    traces.receipt(receipt('another'), clock.now(), 'kept');
    traces.receipt(receipt('r1'), clock.now(), 'matched');
    expect(names()).toEqual([
      'message accept',
      'message wait',
      'message submit',
      'message wait',
      'message submit',
      'message receipt',
    ]);
    const lasted = spans.map(({ startedAt, endedAt }) => endedAt - startedAt);
    expect(lasted).toEqual([0, 100, 0, 200, 0, 0]);
    expect(spans.map(({ failed }) => failed === true)).toEqual([false, false, true, false, false, false]);
  });

  it('goes on after a restart, and is another one in another gateway that gives the same id', () => {
    open(1).accepted([message(1)]);
    open(1).submitted(part(1), route, clock.now(), accepted);
    open(1, 'two').accepted([message(1)]);
    const [before, after, other] = spans.map(({ ids }) => ids.traceId);
    expect(after).toBe(before);
    expect(other).not.toBe(before);
    expect(spans[1]?.parent?.spanId).toBe(spans[0]?.ids.spanId);
  });

  it('is made for the configured share of messages, the same ones for each of their spans', () => {
    const traces = open(0.1);
    for (let id = 1; id <= 2000; id++) {
      traces.accepted([message(id)]);
      traces.submitted(part(id), route, clock.now(), accepted);
    }
    const roots = spans.filter(({ name }) => name === 'message accept');
    expect(roots.length).toBeGreaterThan(140);
    expect(roots.length).toBeLessThan(260);
    expect(spans).toHaveLength(3 * roots.length);
  });

  it('is made for a single message of a caller who asks for it, but not for those of a batch', () => {
    const traces = open(0);
    const request = traces.request('POST', '/v1/messages', clock.now(), 'sampled');
    request.run(() => traces.accepted([message(1)]));
    traces.request('POST', '/v1/messages/batch', clock.now(), 'sampled').run(() => {
      traces.accepted([message(2), message(3)]);
    });
    traces.submitted(part(1), route, clock.now(), accepted);
    traces.submitted(part(2), route, clock.now(), accepted);
    request.end(202);
    expect(names()).toEqual(['message accept', 'message wait', 'message submit', 'POST /v1/messages']);
    expect(spans[3]?.links).toEqual([spans[0]?.ids]);
  });
});

test('callers are traced as they ask ten times a second at most, and one who has not sampled the trace never', async () => {
  const traces = open(0);
  const ask = (header: string) => traces.request('GET', '/v1/routes', clock.now(), header).end(200);
  for (let count = 0; count < 25; count++) ask('sampled');
  expect(spans).toHaveLength(10);
  await clock.advance(1000);
  ask('sampled');
  ask('not');
  expect(spans).toHaveLength(11);
  expect(
    spans.every(({ ids, parent }) => ids.traceId === CALLER.traceId && parent?.spanId === CALLER.spanId),
  ).toBe(true);
});

test('a request that fails by the gateway is a failed span, and one that is refused is not', () => {
  const traces = open(1);
  traces.request('GET', '/v1/routes', clock.now(), undefined).end(503);
  traces.request('GET', '/v1/routes', clock.now(), undefined).end(403);
  expect(spans.map(({ failed }) => failed)).toEqual([true, false]);
});
