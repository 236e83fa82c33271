import type { Message, MessageFilter, TimelineEntry } from '../../../src/domain/messages/message.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Reader } from '../../../src/http/server/services.ts';
import type { Page } from '../../../src/kernel/page.ts';

/** Reads the messages of the fake intake, and remembers the filters and pages that were asked for. */
export class FakeReader implements Reader {
  readonly filters: MessageFilter[] = [];
  readonly pages: Page[] = [];
  readonly timelines = new Map<MessageId, readonly TimelineEntry[]>();
  readonly #messages: ReadonlyMap<MessageId, Message>;

  constructor(messages: ReadonlyMap<MessageId, Message>) {
    this.#messages = messages;
  }

  async get(id: MessageId): Promise<Message | undefined> {
    return this.#messages.get(id);
  }

  async timeline(id: MessageId): Promise<readonly TimelineEntry[]> {
    return this.timelines.get(id) ?? [];
  }

  async list(filter: MessageFilter, page: Page) {
    this.filters.push(filter);
    this.pages.push(page);
    const mine = [...this.#messages.values()].filter(({ owner }) => (filter.owner ?? owner) === owner);
    return { items: mine.slice(0, page.limit), next: mine.length > page.limit ? 'more' : undefined };
  }

  async inboxAside(page: Page) {
    this.pages.push(page);
    const at = Date.UTC(2026, 0, 2);
    const reason = 'a WAP push, for the phone itself (port 2948)';
    return {
      items: [{ id: 3, at, route: 'modem-1', from: '1155', reason, evidence: '0791' }],
      next: undefined,
    };
  }

  async inbox(page: Page) {
    this.pages.push(page);
    const at = Date.UTC(2026, 0, 2);
    return {
      items: [
        {
          id: 5,
          at,
          route: 'modem-1',
          from: '+33639980007',
          to: undefined,
          text: '1',
          handledAs: 'answer' as const,
          alert: 7,
        },
      ],
      next: undefined,
    };
  }

  async unmatchedReceipts(page: Page) {
    this.pages.push(page);
    const receipt = {
      id: 9,
      at: Date.UTC(2026, 0, 2),
      route: 'orange',
      carrier: 'orange',
      ref: '1F',
      to: undefined,
      state: 'delivered',
      why: 'ambiguous',
      message: undefined,
      evidence: 'id:1F stat:DELIVRD',
    } as const;
    return { items: [receipt], next: '9' };
  }
}
