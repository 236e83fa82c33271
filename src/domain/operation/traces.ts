import type { NewMessage } from '../messages/message.ts';
import type { Outcome } from '../messages/outcome.ts';
import type { OutgoingPart, PartKey, ReceiptMatch, Route, RouteReceipt } from '../routes/route.ts';

/** A request to the API while it is answered. */
export interface TracedRequest {
  /** Runs the handler. What is accepted meanwhile belongs to the request. */
  run<Result>(work: () => Result): Result;
  /** Called once it is answered. */
  end(status: number): void;
}

/**
 * Is told what happens to messages, and makes spans of it. No call throws, waits or keeps more than a bounded memory.
 * There is none unless traces are configured: then nobody calls it. Times are in ms since the epoch.
 */
export interface Traces {
  /**
   * @param route the path as it is declared, such as `/v1/messages/:id`
   * @param traceparent the header of a caller who is authenticated (W3C Trace Context); undefined: none
   */
  request(method: string, route: string, startedAt: number, traceparent: string | undefined): TracedRequest;
  /** Messages are on disk. */
  accepted(messages: readonly Pick<NewMessage, 'id' | 'priority' | 'parts' | 'createdAt' | 'dueAt'>[]): void;
  /** A session of the route sends a part. @param session counted from 1 */
  handedOver(key: PartKey, session: number): void;
  /** A route has answered for a part, or has not answered in time. */
  submitted(part: OutgoingPart, route: Pick<Route, 'id' | 'type'>, startedAt: number, outcome: Outcome): void;
  /** A receipt is on disk. */
  receipt(receipt: RouteReceipt, startedAt: number, match: ReceiptMatch['kind']): void;
  /** A webhook has answered, or has not. @param status of HTTP; undefined: no answer */
  delivered(startedAt: number, status: number | undefined): void;
}
