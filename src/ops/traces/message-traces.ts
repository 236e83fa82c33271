import { createHash, randomBytes } from 'node:crypto';
import { formatMessageId, type MessageId } from '../../domain/messages/message-id.ts';
import type { Outcome } from '../../domain/messages/outcome.ts';
import type { TracedRequest, Traces } from '../../domain/operation/traces.ts';
import type { OutgoingPart, PartKey, Route, RouteReceipt } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Bounded } from './bounded.ts';
import { RequestTraces, type RequestTracesDeps } from './request-traces.ts';
import type { EndedSpan, SpanIds } from './span.ts';

export interface MessageTracesDeps extends Pick<RequestTracesDeps, 'callerIn'> {
  /** Takes a span, or drops and counts it; never waits. */
  readonly emit: (span: EndedSpan) => void;
  /** The share that is traced, 0 to 1. */
  readonly sample: number;
  /** What tells this gateway from others: two gateways give the same ids to messages. */
  readonly instance: string;
  readonly clock: Clock;
}

/** How many messages are remembered of which a span is still to come. */
const MOST_REMEMBERED = 10_000;
const TRACE_DIGITS = 32;
const SPAN_DIGITS = 16;
/** The digits by which a trace is chosen: 48 of the right-most bits, which W3C Trace Context wants random. */
const CHOICE_DIGITS = 12;

const part = (key: Pick<PartKey, 'messageId' | 'attempt' | 'part'>): string =>
  `${key.messageId}/${key.attempt}/${key.part}`;
const ref = (carrier: string, carrierRef: string): string => `${carrier}\n${carrierRef}`;

/**
 * Makes spans of what happens to messages. The ids of a message's trace follow from the id of the message, so that its
 * spans are in one trace also if the gateway was restarted in between, without a column in the store.
 */
export class MessageTraces implements Traces {
  readonly #deps: MessageTracesDeps;
  readonly #requests: RequestTraces;
  /** Messages that are traced though they were not chosen, since their callers asked for it. */
  readonly #asked = new Bounded<MessageId, true>(MOST_REMEMBERED);
  /** Since when a message waits for a route. */
  readonly #waiting = new Bounded<MessageId, number>(MOST_REMEMBERED);
  readonly #sessions = new Bounded<string, number>(MOST_REMEMBERED);
  /** The parts that carriers took, by the reference that their receipts will name. */
  readonly #taken = new Bounded<string, PartKey>(MOST_REMEMBERED);

  constructor(deps: MessageTracesDeps) {
    this.#deps = deps;
    const { emit, callerIn, clock } = deps;
    const isSampled = (ids: SpanIds) => this.#isSampled(ids);
    this.#requests = new RequestTraces({ emit, callerIn, clock, newIds, isSampled });
  }

  request(method: string, route: string, startedAt: number, traceparent: string | undefined): TracedRequest {
    return this.#requests.begin(method, route, startedAt, traceparent);
  }

  accepted(messages: Parameters<Traces['accepted']>[0]): void {
    const { current } = this.#requests;
    const now = this.#deps.clock.now();
    for (const { id, priority, parts, createdAt, dueAt } of messages) {
      if (current?.isAsked === true && messages.length === 1) this.#asked.set(id, true);
      const root = this.#traced(id);
      if (root === undefined) continue;
      current?.link(root);
      this.#waiting.set(id, Math.max(now, dueAt));
      this.#deps.emit({
        name: 'message accept',
        kind: 'producer',
        ids: root,
        startedAt: createdAt,
        endedAt: now,
        attributes: { ...named(id), 'tocsin.priority': priority, 'tocsin.parts': parts },
        links: current === undefined ? [] : [current.ids],
      });
    }
  }

  handedOver(key: PartKey, session: number): void {
    if (this.#traced(key.messageId) !== undefined) this.#sessions.set(part(key), session);
  }

  submitted(
    sent: OutgoingPart,
    route: Pick<Route, 'id' | 'type'>,
    startedAt: number,
    outcome: Outcome,
  ): void {
    const { messageId, attempt } = sent;
    const session = this.#sessions.take(part(sent));
    const root = this.#traced(messageId);
    if (root === undefined) return;
    const now = this.#deps.clock.now();
    const about = { ...named(messageId), 'tocsin.route': route.id, 'tocsin.attempt': attempt };
    const since = this.#waiting.take(messageId);
    if (since !== undefined)
      this.#child(root, 'message wait', 'internal', since, Math.max(since, startedAt), about);
    if (outcome.kind === 'accepted') this.#taken.set(ref(outcome.carrier, outcome.carrierRef), sent);
    else this.#waiting.set(messageId, now);
    const attributes = {
      ...about,
      'tocsin.route.type': route.type,
      'tocsin.part': sent.part,
      'tocsin.parts': sent.parts,
      'tocsin.outcome': outcome.kind,
      ...(session === undefined ? {} : { 'tocsin.session': session }),
    };
    this.#child(root, 'message submit', 'client', startedAt, now, attributes, outcome.kind !== 'accepted');
  }

  receipt(receipt: RouteReceipt, startedAt: number, match: Parameters<Traces['receipt']>[2]): void {
    const key = receipt.refs.map((one) => this.#taken.get(ref(receipt.carrier, one))).find((one) => one);
    const root = key === undefined || match !== 'matched' ? undefined : this.#traced(key.messageId);
    if (key === undefined || root === undefined) return;
    const attributes = {
      ...named(key.messageId),
      'tocsin.route': receipt.route,
      'tocsin.part': key.part,
      'tocsin.receipt': receipt.state,
    };
    const failed = receipt.state === 'undelivered';
    this.#child(root, 'message receipt', 'consumer', startedAt, this.#deps.clock.now(), attributes, failed);
  }

  delivered(startedAt: number, status: number | undefined): void {
    const ids = newIds();
    if (!this.#isSampled(ids)) return;
    this.#deps.emit({
      name: 'webhook deliver',
      kind: 'client',
      ids,
      startedAt,
      endedAt: this.#deps.clock.now(),
      attributes: status === undefined ? {} : { 'http.response.status_code': status },
      failed: status === undefined || status >= 300,
    });
  }

  #child(
    root: SpanIds,
    name: string,
    kind: EndedSpan['kind'],
    startedAt: number,
    endedAt: number,
    attributes: EndedSpan['attributes'],
    failed = false,
  ): void {
    const ids = { traceId: root.traceId, spanId: newIds().spanId };
    this.#deps.emit({ name, kind, ids, parent: root, startedAt, endedAt, attributes, failed });
  }

  /** The root of the message's trace; undefined: the message is not traced. */
  #traced(id: MessageId): SpanIds | undefined {
    const digits = createHash('sha256').update(`${this.#deps.instance}\n${id}`).digest('hex');
    const ids = {
      traceId: digits.slice(0, TRACE_DIGITS),
      spanId: digits.slice(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS),
    };
    return this.#isSampled(ids) || this.#asked.get(id) === true ? ids : undefined;
  }

  #isSampled({ traceId }: SpanIds): boolean {
    const chosen = Number.parseInt(traceId.slice(-CHOICE_DIGITS), 16);
    return chosen < this.#deps.sample * 16 ** CHOICE_DIGITS;
  }
}

const newIds = (): SpanIds => ({
  traceId: randomBytes(TRACE_DIGITS / 2).toString('hex'),
  spanId: randomBytes(SPAN_DIGITS / 2).toString('hex'),
});

const named = (id: MessageId) => ({ 'messaging.message.id': formatMessageId(id) });
