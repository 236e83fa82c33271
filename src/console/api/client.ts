import type { z } from 'zod';
import { hearClock } from '../words/place.ts';
import { isAttended } from './attended.ts';
import { Problem, unreachable } from './problem.ts';

/** What the session adds to requests, and what it must do before a refused request may be tried again. */
export interface SessionGate {
  readonly csrf: () => string | undefined;
  /** Asks the person for the password again. Resolves to false if they gave up. */
  readonly confirm: () => Promise<boolean>;
  /** Asks the gateway who is signed in, since another window may have changed it. Resolves if it is the same person. */
  readonly lookAgain: () => Promise<void>;
  /** Asks the person to sign in again, with the page kept as it is. Resolves once there is a session. */
  readonly signInAgain: () => Promise<void>;
}

let gate: SessionGate = {
  csrf: () => undefined,
  confirm: async () => false,
  lookAgain: async () => {},
  signInAgain: () => new Promise(() => {}),
};

export const setGate = (next: SessionGate): void => {
  gate = next;
};

/** The sign-in that is asked for; undefined: none is. All requests wait for the same one. */
let entering: Promise<void> | undefined;

const enterAgain = (): Promise<void> => {
  entering ??= gate.signInAgain().finally(() => {
    entering = undefined;
  });
  return entering;
};

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** A string or a file is sent as it is, with the type in `contentType`; everything else as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  /** The version that the person saw, for `If-Match`. */
  readonly version?: number;
  /** Further header fields. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The same key for each try of one act: the gateway does it once. */
  readonly key?: string;
  readonly signal?: AbortSignal;
  /** The browser may keep the answer, and asks each time whether it is still the same. */
  readonly isKept?: boolean;
  /** For the sign-in itself, which must not ask for a sign-in. */
  readonly isEntry?: boolean;
}

/** Listeners that learn whether the gateway answered. */
const heard = new Set<(answered: boolean) => void>();
export const onAnswer = (listener: (answered: boolean) => void): (() => void) => {
  heard.add(listener);
  return () => heard.delete(listener);
};

const tell = (answered: boolean): void => {
  for (const listener of heard) listener(answered);
};

const headersOf = ({
  method = 'GET',
  body,
  contentType,
  version,
  key,
  headers,
}: Request): Record<string, string> => {
  const csrf = gate.csrf();
  return {
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
    ...(method !== 'GET' && csrf !== undefined && { 'x-csrf-token': csrf }),
    ...(version !== undefined && { 'if-match': `"${version}"` }),
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(!isAttended() && { 'x-unattended': 'yes' }),
    ...headers,
  };
};

const isRaw = (body: unknown): body is string | Blob => typeof body === 'string' || body instanceof Blob;

/** A browser waits for minutes for an answer by a cable that was cut; till then a page would show what it had. */
const READ_WITHIN_MS = 60_000;
/** The longest that an act takes, such as a code that a network is asked, and more. */
const ACT_WITHIN_MS = 150_000;

/** Aborts unless `begun` is called in time. A file may take as long as the network needs for it. */
const deadlineOf = ({ method = 'GET', body }: Request) => {
  const over = new AbortController();
  if (body instanceof Blob) return { signal: over.signal, begun: () => {} };
  const limit = AbortSignal.timeout(method === 'GET' ? READ_WITHIN_MS : ACT_WITHIN_MS);
  const abort = (): void => over.abort();
  limit.addEventListener('abort', abort);
  return { signal: over.signal, begun: () => limit.removeEventListener('abort', abort) };
};

const once = async (path: string, request: Request): Promise<Response> => {
  const { method = 'GET', body, signal, isKept } = request;
  const deadline = deadlineOf(request);
  try {
    const response = await fetch(path, {
      method,
      headers: headersOf(request),
      credentials: 'same-origin',
      cache: isKept ? 'no-cache' : 'no-store',
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
      signal: signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]),
    });
    hearClock(response.headers.get('date'), Date.now());
    tell(true);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    tell(false);
    throw unreachable();
  } finally {
    deadline.begun();
  }
};

const problemIn = async (response: Response): Promise<Problem> => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const body = (await response.json().catch(() => ({}))) as ConstructorParameters<typeof Problem>[1];
  return new Problem(response.status, body, Number.isFinite(seconds) ? seconds : undefined);
};

/**
 * Sends a request and resolves with the answer. It asks for the password, or for another sign-in, where the gateway
 * does, and then tries again by itself.
 *
 * @throws Problem for every other answer than success
 */
export const send = async (path: string, request: Request = {}): Promise<Response> => {
  let hasLooked = false;
  for (;;) {
    // What the page asks for by itself meanwhile would only be refused too.
    if (!request.isEntry) await entering;
    const by = gate.csrf();
    const response = await once(path, request);
    if (response.ok) return response;
    const problem = await problemIn(response);
    if (request.isEntry) throw problem;
    if (problem.name === 'confirmation-required') {
      if (!(await gate.confirm())) throw problem;
    } else if (problem.name === 'wrong-csrf-token' && !hasLooked) {
      hasLooked = true;
      await gate.lookAgain();
    } else if (problem.name === 'unauthenticated' || problem.name === 'wrong-csrf-token') {
      // Each session has a token of its own: with another one, somebody has signed in since the request left.
      if (gate.csrf() === by) await enterAgain();
    } else throw problem;
  }
};

/** The answer of an operation whose schema is `Schema`; there is no second set of types. */
export const ask = async <Schema extends z.ZodType>(
  path: string,
  request: Request = {},
): Promise<z.output<Schema>> => {
  const response = await send(path, request);
  if (response.status === 204) return undefined as z.output<Schema>;
  try {
    return (await response.json()) as z.output<Schema>;
  } catch (error) {
    if (request.signal?.aborted) throw error;
    // The network was cut within the answer: what came is none.
    throw unreachable();
  }
};

/** A page of a list. */
export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export const list = <Schema extends z.ZodType>(
  path: string,
  request: Request = {},
): Promise<PageOf<z.output<Schema>>> => ask<z.ZodType<PageOf<z.output<Schema>>>>(path, request);

/** The query of a URL; values that are undefined or empty are left out. */
export const query = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') params.set(name, String(value));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};
