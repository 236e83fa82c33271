import type { Stage } from '../../stage.ts';
import { Died } from '../../world/life.ts';
import type { Prepared, Who } from './persons.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One request of a person, with its tries. */
export interface Asked {
  readonly who: Who;
  readonly method: Method;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly key: string | undefined;
  readonly ifMatch: string | undefined;
  /** When the first try was sent, ms since 1970. */
  readonly sentAt: number;
  /** When the last answer came, or the process died that should have given it. */
  readonly endedAt: number;
  /** Of the last answer; undefined: none came. */
  readonly status: number | undefined;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly etag: string | undefined;
  /** Answered with 2xx. */
  readonly isDone: boolean;
  /** Nobody knows whether it was done: some try had no answer, and no other one was told. */
  readonly isInDoubt: boolean;
}

export interface Options {
  /** With a key the request is sent again until it is answered. */
  readonly key?: string;
  readonly ifMatch?: string | undefined;
}

const AGAIN_MS = 80;

/** A request that was done, the same again with its key, and another one with that key. */
export interface Repeat {
  readonly first: Asked;
  readonly again: Asked;
  readonly other: Asked;
}

/** The same request with one field that is another. */
const otherThan = ({ path, body }: Asked): object => {
  const verb = path.split('/').at(-1) ?? '';
  const fields: Readonly<Record<string, object>> = {
    'opt-outs': { evidence: 'another' },
    alerts: { title: 'another' },
    launch: { hash: 'another' },
    resend: { to: 'silent' },
    update: { reason: 'another reason' },
    cancel: { reason: 'another reason' },
  };
  return { ...body, ...(fields[verb] ?? { name: 'another' }) };
};

/** The requests of all persons, and what they were answered. */
export class Desk {
  readonly #stage: Stage;
  readonly #prepared: Prepared;
  #requests = 0;
  /** Requests that change something, in the order of their ends. */
  readonly asked: Asked[] = [];
  readonly repeats: Repeat[] = [];

  constructor(stage: Stage, prepared: Prepared) {
    this.#stage = stage;
    this.#prepared = prepared;
  }

  get now(): number {
    return this.#stage.world.clock.now();
  }

  wait(ms: number): Promise<void> {
    return this.#stage.world.wait(ms);
  }

  listId(name: 'rive' | 'plaine' | 'lettre'): number {
    return this.#prepared.lists.get(name) ?? 0;
  }

  contactId(index: number): number {
    return this.#prepared.contacts.get(index) ?? 0;
  }

  get prepared(): Prepared {
    return this.#prepared;
  }

  get(path: string): Promise<Asked> {
    return this.ask('dora', 'GET', path);
  }

  /** Repeats a request that was done, as a client does that has forgotten the answer. */
  async repeat(first: Asked): Promise<void> {
    const { who, method, path, body, key = '' } = first;
    const again = await this.ask(who, method, path, body, { key });
    const other = await this.ask(who, method, path, otherThan(first), { key });
    this.repeats.push({ first, again, other });
  }

  async ask(who: Who, method: Method, path: string, body?: object, options: Options = {}): Promise<Asked> {
    const sentAt = this.now;
    let doubts = 0;
    for (;;) {
      const tried = await this.#try(who, method, path, body, options);
      const isLost = tried === undefined || tried.status >= 500;
      if (isLost && (options.key !== undefined || method === 'GET')) {
        doubts++;
        await this.wait(AGAIN_MS);
        continue;
      }
      const status = tried?.status;
      const isDone = status !== undefined && status < 300;
      const answer = tried === undefined ? {} : parsed(tried.body);
      const isUntold = isLost || doubts > 0 || String(answer['type']).includes('in-doubt');
      const asked: Asked = {
        ...{ who, method, path, sentAt, status, answer, isDone },
        body: { ...body },
        ...{ key: options.key, ifMatch: options.ifMatch },
        endedAt: this.now,
        etag: tried?.etag,
        isInDoubt: !isDone && isUntold,
      };
      if (method !== 'GET' && !path.endsWith('/preview')) {
        this.asked.push(asked);
        this.#stage.world.say(
          `people: ${who} ${method} ${path}: ${status} ${String(answer['detail'] ?? answer['type'] ?? answer['state'] ?? '')}`,
        );
      }
      return asked;
    }
  }

  /** One try; undefined: the process died before it answered. */
  async #try(who: Who, method: Method, url: string, body: object | undefined, { key, ifMatch }: Options) {
    const life = await this.#stage.gateway.life;
    try {
      const {
        statusCode,
        body: text,
        headers,
      } = await life.request({
        ...{ method, url },
        headers: {
          // The gateway would make one up, which the log would show.
          'x-request-id': `people-${++this.#requests}`,
          authorization: `Bearer ${this.#prepared.tokens.get(who)}`,
          ...(key !== undefined && { 'idempotency-key': key.replaceAll(' ', '-') }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        },
        ...(body !== undefined && { payload: body }),
      });
      const etag = typeof headers.etag === 'string' ? headers.etag : undefined;
      return { status: statusCode, body: text, etag };
    } catch (error) {
      if (error instanceof Died) return undefined;
      throw error;
    }
  }
}

const parsed = (body: string): Readonly<Record<string, unknown>> => {
  if (!body.startsWith('{')) return {};
  return JSON.parse(body) as Readonly<Record<string, unknown>>;
};
