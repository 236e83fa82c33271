/** One field of a request that the gateway refused. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
}

const PREFIX = 'urn:tocsin:problem:';

/**
 * What the gateway answered instead of doing what was asked (RFC 9457), or `unreachable` if it did not answer. `name`
 * is the end of the problem's `type`; `members` is the whole body, since some problems have members of their own.
 */
export class Problem extends Error {
  override readonly name: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: readonly FieldProblem[];
  readonly members: Readonly<Record<string, unknown>>;
  /** Seconds until another try makes sense, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: ProblemBody, retryAfter?: number) {
    super(body.title ?? `HTTP ${status}`);
    this.name = body.type?.startsWith(PREFIX) ? body.type.slice(PREFIX.length) : 'unknown';
    this.status = status;
    this.detail = body.detail;
    this.errors = body.errors ?? [];
    this.members = { ...body };
    this.retryAfter = retryAfter;
  }
}

/** The gateway did not answer at all: the network is cut, or the gateway is down. */
export const unreachable = (): Problem =>
  new Problem(0, { type: `${PREFIX}unreachable`, title: 'No answer' });

export const isProblem = (error: unknown, name: string): error is Problem =>
  error instanceof Problem && error.name === name;
