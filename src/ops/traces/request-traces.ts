import { AsyncLocalStorage } from 'node:async_hooks';
import type { TracedRequest } from '../../domain/operation/traces.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { EndedSpan, SpanIds } from './span.ts';

export interface RequestTracesDeps {
  readonly emit: (span: EndedSpan) => void;
  readonly newIds: () => SpanIds;
  /** The trace that a `traceparent` names; undefined: it can't be read. */
  readonly callerIn: (traceparent: string) => (SpanIds & { readonly sampled: boolean }) | undefined;
  readonly isSampled: (ids: SpanIds) => boolean;
  readonly clock: Clock;
}

/** What is accepted meanwhile belongs to this request. */
export interface CurrentRequest {
  readonly ids: SpanIds;
  /** The caller has asked for a trace. */
  readonly isAsked: boolean;
  /** Called for a message that is traced: then its request is, too. */
  link(message: SpanIds): void;
}

/** Of so many callers a second the wish to be traced counts: a caller could ask for a trace of everything. */
const ASKED_A_SECOND = 10;
const MOST_LINKS = 64;

/** Makes the spans of requests to the API. */
export class RequestTraces {
  readonly #deps: RequestTracesDeps;
  readonly #current = new AsyncLocalStorage<CurrentRequest>();
  #second = 0;
  #asked = 0;

  constructor(deps: RequestTracesDeps) {
    this.#deps = deps;
  }

  get current(): CurrentRequest | undefined {
    return this.#current.getStore();
  }

  begin(method: string, route: string, startedAt: number, traceparent: string | undefined): TracedRequest {
    const { newIds, callerIn, isSampled, emit, clock } = this.#deps;
    const caller = traceparent === undefined ? undefined : callerIn(traceparent);
    const fresh = newIds();
    const ids = caller === undefined ? fresh : { traceId: caller.traceId, spanId: fresh.spanId };
    const isAsked = caller?.sampled === true && this.#mayAsk(startedAt);
    const links: SpanIds[] = [];
    let isTraced = isAsked || (caller === undefined && isSampled(ids));
    const current: CurrentRequest = {
      ids,
      isAsked,
      link: (message) => {
        isTraced = true;
        if (links.length < MOST_LINKS) links.push(message);
      },
    };
    return {
      run: (work) => this.#current.run(current, work),
      end: (status) => {
        if (!isTraced) return;
        emit({
          name: `${method} ${route}`,
          kind: 'server',
          ids,
          parent: caller,
          startedAt,
          endedAt: clock.now(),
          attributes: {
            'http.request.method': method,
            'http.route': route,
            'http.response.status_code': status,
          },
          links,
          failed: status >= 500,
        });
      },
    };
  }

  #mayAsk(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#asked = 0;
    }
    this.#asked++;
    return this.#asked <= ASKED_A_SECOND;
  }
}
