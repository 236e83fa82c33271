import { setTimeout as wait } from 'node:timers/promises';

interface MessageView {
  readonly state: string;
  readonly route: string | null;
  readonly possibleDuplicate: boolean;
}

/** How many messages are in which state. */
export interface Tally {
  readonly queued: number;
  readonly sending: number;
  readonly sent: number;
  readonly delivered: number;
  /** Not in a final state yet. */
  readonly open: number;
  readonly possibleDuplicates: number;
  /** Route id → delivered. */
  readonly byRoute: Readonly<Record<string, number>>;
}

const POLL_MS = 250;

/** The gateway's API, as the demo needs it. */
export class DemoClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${token}` };
  }

  async sendBatch(messages: readonly object[]): Promise<number> {
    const response = await fetch(`${this.#url}/v1/messages/batch`, {
      method: 'POST',
      headers: { ...this.#headers, 'content-type': 'application/x-ndjson' },
      body: messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
    });
    if (response.status !== 202)
      throw new Error(`the batch was answered ${response.status}: ${await response.text()}`);
    const { accepted } = (await response.json()) as { accepted: number };
    return accepted;
  }

  async untilUp(ids: readonly string[]): Promise<void> {
    for (;;) {
      const routes = await this.#get<readonly { id: string; state: string }[]>('/v1/routes');
      if (ids.every((id) => routes.some((route) => route.id === id && route.state === 'up'))) return;
      await wait(POLL_MS);
    }
  }

  /** Tells the tally every quarter of a second until it satisfies. */
  async follow(tell: (tally: Tally) => void, satisfied: (tally: Tally) => boolean): Promise<Tally> {
    for (;;) {
      const tally = await this.tally();
      tell(tally);
      if (satisfied(tally)) return tally;
      await wait(POLL_MS);
    }
  }

  async tally(): Promise<Tally> {
    const messages = await this.#messages();
    const count = (state: string): number => messages.filter((message) => message.state === state).length;
    const byRoute: Record<string, number> = {};
    for (const { state, route } of messages) {
      if (state === 'delivered' && route !== null) byRoute[route] = (byRoute[route] ?? 0) + 1;
    }
    const [queued, sending, sent] = [count('queued'), count('sending'), count('sent')];
    return {
      queued,
      sending,
      sent,
      delivered: count('delivered'),
      open: queued + sending + sent,
      possibleDuplicates: messages.filter(({ possibleDuplicate }) => possibleDuplicate).length,
      byRoute,
    };
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
    const response = await fetch(`${this.#url}${path}`, { headers: this.#headers });
    if (!response.ok)
      throw new Error(`GET ${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
