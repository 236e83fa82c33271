/** The ids of a span, in hexadecimal. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** A span that has ended. It names no phone number, no text and no token. */
export interface EndedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly ids: SpanIds;
  /** Undefined: the span is the root of its trace. */
  readonly parent?: SpanIds | undefined;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly links?: readonly SpanIds[] | undefined;
  readonly failed?: boolean | undefined;
}
