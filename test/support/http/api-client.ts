import { setTimeout as pause } from 'node:timers/promises';
import { noteTextsOf } from '../log/suite-log.ts';

export interface MessageView {
  readonly id: string;
  readonly to: string;
  readonly from: string | null;
  readonly state: string;
  readonly reason: string | null;
  readonly route: string | null;
  readonly parts: number;
  readonly priority: string;
  readonly reference: string | null;
  readonly possibleDuplicate: boolean;
  readonly flash: boolean;
  readonly alert: number | null;
  readonly wave: number | null;
}

export interface TimelineView {
  readonly at: string;
  readonly from: string | null;
  readonly to: string;
  readonly route: string | null;
  readonly part: number | null;
  readonly reason: string | null;
  readonly evidence: string | null;
}

export interface RouteView {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly sentToday: number;
  readonly receiptId?: string | null;
  readonly refusals?: readonly { readonly status: string; readonly count: number }[];
}

const LONGEST_PAUSE_MS = 32;

/** A client of the API. */
export class ApiClient {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Address and token of a client, for a subclass with more methods. */
  protected static partsOf(api: ApiClient): readonly [url: string, token: string] {
    return [api.#url, api.#token];
  }

  request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    noteTextsOf(body);
    return fetch(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** Sends a message. @throws Error with the answer, if it is not accepted */
  async send(message: object): Promise<MessageView> {
    const response = await this.request('POST', '/v1/messages', message);
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as MessageView;
  }

  async sendBatch(messages: readonly object[]): Promise<{ accepted: number; refused: unknown[] }> {
    const body = messages.map((message) => `${JSON.stringify(message)}\n`).join('');
    const response = await this.request('POST', '/v1/messages/batch', body, {
      'content-type': 'application/x-ndjson',
    });
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as { accepted: number; refused: unknown[] };
  }

  async get<T>(path: string): Promise<T> {
    const response = await this.request('GET', path);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  message(id: string): Promise<MessageView & { timeline: TimelineView[] }> {
    return this.get(`/v1/messages/${id}`);
  }

  /** All messages of a list, read page by page. */
  async messages(query = ''): Promise<MessageView[]> {
    const all: MessageView[] = [];
    for (let cursor: string | null | undefined; ; ) {
      const at = cursor === undefined ? '' : `&cursor=${cursor}`;
      const page: { items: MessageView[]; next: string | null } = await this.get(
        `/v1/messages?limit=1000${query}${at}`,
      );
      all.push(...page.items);
      if (page.next === null || page.next === undefined) return all;
      cursor = page.next;
    }
  }

  /**
   * Repeats `read` until its result satisfies. Only the time-out of the test ends it otherwise. The pauses between two
   * reads grow to `LONGEST_PAUSE_MS`: without them, the reads would take both cores from what is waited for.
   */
  async until<T>(read: () => Promise<T>, satisfies: (value: T) => boolean): Promise<T> {
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const value = await read();
      if (satisfies(value)) return value;
      await pause(pauseMs);
    }
  }

  untilState(id: string, ...states: string[]): Promise<MessageView & { timeline: TimelineView[] }> {
    return this.until(
      () => this.message(id),
      ({ state }) => states.includes(state),
    );
  }

  untilRoute(id: string, state: string): Promise<RouteView> {
    return this.until(
      () => this.get<RouteView>(`/v1/routes/${id}`),
      (route) => route.state === state,
    );
  }
}
