import { setTimeout as wait } from 'node:timers/promises';

interface MessageView {
  readonly state: string;
  readonly route: string | null;
  readonly possibleDuplicate: boolean;
}

interface RouteView {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
}

/** How many messages are in which state. */
export interface Tally {
  readonly queued: number;
  readonly sending: number;
  readonly sent: number;
  readonly delivered: number;
  /** Messages that are not in a final state yet. */
  readonly open: number;
  readonly possibleDuplicates: number;
  /** The number of messages by state. */
  readonly byState: Readonly<Record<string, number>>;
  /** The number of delivered messages by route id. */
  readonly byRoute: Readonly<Record<string, number>>;
}

const POLL_MS = 250;

/** A client of the parts of the gateway's API that the demo needs. */
export class DemoClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #signal: AbortSignal;
  readonly #deadline: number;

  /** @param limits `patienceMs`: how long to wait for anything; `signal` ends all calls at once, with a rejection */
  constructor(url: string, token: string, limits: { patienceMs: number; signal: AbortSignal }) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${token}` };
    this.#signal = limits.signal;
    this.#deadline = Date.now() + limits.patienceMs;
  }

  async post<T>(path: string, body: object): Promise<T> {
    return this.upload<T>(path, 'application/json', JSON.stringify(body));
  }

  async upload<T>(path: string, type: string, body: string): Promise<T> {
    const headers = { ...this.#headers, 'content-type': type };
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers,
      body,
      signal: this.#signal,
    });
    if (!response.ok)
      throw new Error(`POST ${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Asks until the answer satisfies. @throws Error if it does not in time */
  async until<T>(path: string, satisfied: (answer: T) => boolean): Promise<void> {
    while (!satisfied(await this.#get<T>(path))) {
      if (this.#isLate()) throw new Error(`${path} did not become what it should in time`);
      await this.#pause();
    }
  }

  async sendBatch(messages: readonly object[]): Promise<number> {
    const response = await fetch(`${this.#url}/v1/messages/batch`, {
      method: 'POST',
      headers: { ...this.#headers, 'content-type': 'application/x-ndjson' },
      body: messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
      signal: this.#signal,
    });
    if (response.status !== 202)
      throw new Error(`the batch was answered ${response.status}: ${await response.text()}`);
    const { accepted } = (await response.json()) as { accepted: number };
    return accepted;
  }

  /** @throws Error that names the routes that don't come up in time, and why */
  async untilUp(ids: readonly string[]): Promise<void> {
    for (;;) {
      const { items: routes } = await this.#get<{ items: readonly RouteView[] }>('/v1/routes');
      const down = routes.filter(({ id, state }) => ids.includes(id) && state !== 'up');
      if (down.length === 0) return;
      if (this.#isLate())
        throw new Error(`not up in time: ${down.map(({ id, reason }) => `${id} (${reason})`).join(', ')}`);
      await this.#pause();
    }
  }

  /** Reports the tally every quarter of a second until it satisfies, or until `patienceMs` is over. */
  async follow(tell: (tally: Tally) => void, satisfied: (tally: Tally) => boolean): Promise<Tally> {
    for (;;) {
      const tally = await this.tally();
      tell(tally);
      if (satisfied(tally) || this.#isLate()) return tally;
      await this.#pause();
    }
  }

  async tally(): Promise<Tally> {
    const messages = await this.#messages();
    const byState: Record<string, number> = {};
    const byRoute: Record<string, number> = {};
    for (const { state, route } of messages) {
      byState[state] = (byState[state] ?? 0) + 1;
      if (state === 'delivered' && route !== null) byRoute[route] = (byRoute[route] ?? 0) + 1;
    }
    const { queued = 0, sending = 0, sent = 0, delivered = 0 } = byState;
    return {
      queued,
      sending,
      sent,
      delivered,
      open: queued + sending + sent,
      possibleDuplicates: messages.filter(({ possibleDuplicate }) => possibleDuplicate).length,
      byState,
      byRoute,
    };
  }

  #isLate(): boolean {
    return Date.now() >= this.#deadline;
  }

  #pause(): Promise<void> {
    return wait(POLL_MS, undefined, { signal: this.#signal });
  }

  async #messages(): Promise<MessageView[]> {
    const all: MessageView[] = [];
    let cursor = '';
    for (;;) {
      const page = await this.#get<{ items: MessageView[]; next: string | null }>(
        `/v1/messages?limit=1000${cursor}`,
      );
      all.push(...page.items);
      if (page.next === null) return all;
      cursor = `&cursor=${page.next}`;
    }
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, { headers: this.#headers, signal: this.#signal });
    if (!response.ok)
      throw new Error(`GET ${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
