import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { crowding } from '../../support/crowding.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { HookServer } from '../../support/http/hook-server.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';
import { OtlpReceiver } from '../../support/traces/otlp-receiver.ts';

const CALLER = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${CALLER}-b7ad6b7169203331-01`;
const TO = '+33639980001';
const TEXT = 'Crue. Montez au premier.';

let collector: OtlpReceiver;
let carrier: Smsc;
beforeEach(async () => {
  collector = await OtlpReceiver.start();
  onTestFinished(() => collector.stop());
  carrier = await startCarrier();
});

let gateway: Gateway;
afterEach(() => gateway.stop());

const start = async (sample: number, endpoint = collector.endpoint): Promise<Gateway> => {
  const route = { id: 'orange', type: 'smpp', host: '127.0.0.1', port: carrier.port, systemId: 'x' } as const;
  gateway = await Gateway.start({
    routes: [{ ...route, password: '' }],
    sender: 'PREFECTURE',
    webhooks: { allowPrivate: true },
    observe: { traces: { endpoint, sample, headers: { authorization: 'Bearer of-the-collector' } } },
  });
  await gateway.api.untilRoute('orange', 'up');
  return gateway;
};

const send = async (headers: Record<string, string> = {}): Promise<string> => {
  const response = await gateway.api.request('POST', '/v1/messages', { to: TO, text: TEXT }, headers);
  const { id } = (await response.json()) as { id: string };
  await gateway.api.untilState(id, 'delivered');
  return id;
};

/** Stopping the gateway sends what waits. */
const flush = async (): Promise<void> => {
  gateway = await gateway.restart();
};

describe('traces', () => {
  test('show one message from the request of its caller to its receipt, without numbers, texts and tokens', async () => {
    const hooks = await HookServer.start();
    onTestFinished(() => hooks.stop());
    await start(1);
    const made = await gateway.api.request('POST', '/v1/webhooks', {
      name: 'town hall',
      url: hooks.url,
      events: ['alert.created'],
    });
    expect(made.status).toBe(201);
    const id = await send({ traceparent: TRACEPARENT });
    await flush();

    const [request] = collector.named('POST /v1/messages').filter((span) => span.traceId === CALLER);
    expect(request).toMatchObject({
      parentSpanId: 'b7ad6b7169203331',
      kind: 2,
      attributes: { 'http.route': '/v1/messages', 'http.response.status_code': 202 },
    });
    const own = collector.spans.filter(({ attributes }) => attributes['messaging.message.id'] === id);
    expect(own.map(({ name }) => name)).toEqual([
      'message accept',
      'message wait',
      'message submit',
      'message receipt',
    ]);
    const [accept, ...others] = own;
    expect(request?.links).toEqual([accept?.traceId]);
    expect(accept).toMatchObject({ parentSpanId: '', links: [CALLER] });
    for (const span of others) {
      expect(span).toMatchObject({ traceId: accept?.traceId, parentSpanId: accept?.spanId, failed: false });
      expect(span.endMs).toBeGreaterThanOrEqual(span.startMs);
    }
    expect(own[2]?.attributes).toEqual({
      'messaging.message.id': id,
      'tocsin.route': 'orange',
      'tocsin.route.type': 'smpp',
      'tocsin.session': 1,
      'tocsin.attempt': 1,
      'tocsin.part': 1,
      'tocsin.parts': 1,
      'tocsin.outcome': 'accepted',
    });
    expect(own[3]?.attributes).toMatchObject({ 'tocsin.receipt': 'delivered', 'tocsin.route': 'orange' });
    expect(collector.resources[0]).toMatchObject({ 'service.name': 'tocsin' });
    expect(collector.headers[0]).toMatchObject({
      url: '/v1/traces',
      authorization: 'Bearer of-the-collector',
    });
    for (const secret of [TO.slice(1), TEXT, 'tocsin_', hooks.url])
      expect(collector.raw).not.toContain(secret);
  });

  test('of which none is sampled are only those that an authenticated caller asks for', async () => {
    await start(0);
    await send();
    const refused = await fetch(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: { traceparent: TRACEPARENT, authorization: 'Bearer wrong' },
    });
    expect(refused.status).toBe(401);
    await flush();
    expect(collector.spans).toEqual([]);
    const id = await send({ traceparent: TRACEPARENT });
    await send({ traceparent: TRACEPARENT.replace(/01$/, '00') });
    await send({ traceparent: 'no such thing' });
    await flush();
    expect(collector.spans.filter(({ traceId }) => traceId === CALLER)).toHaveLength(1);
    expect(
      new Set(collector.spans.map(({ attributes }) => attributes['messaging.message.id'] ?? id)),
    ).toEqual(new Set([id]));
  });

  test('of which the collector is down or hangs delay neither messages nor the stop, and are counted', async () => {
    const closed = await OtlpReceiver.start();
    const { endpoint } = closed;
    await closed.stop();
    await start(1, endpoint);
    await send();
    const dropped = await gateway.api.until(
      async () => (await gateway.api.request('GET', '/metrics')).text(),
      (text) => /tocsin_trace_spans_total\{outcome="refused"\} [1-9]/.test(text),
    );
    expect(dropped).not.toContain('outcome="exported"');
    await gateway.stop();

    collector.hangs = true;
    await start(1);
    await send();
    const before = performance.now();
    await gateway.stop();
    // Two seconds for the collector, and the stop itself.
    expect(performance.now() - before).toBeLessThan(4000 * crowding());
  });
});
