import { states } from '../../../../src/domain/messages/state.ts';
import type { FinalView } from '../../../chaos/history.ts';
import type { MessageView } from '../../../support/http/api-client.ts';
import type { StormGateway } from '../../gateway.ts';
import { isOfInbound } from './plan.ts';

export interface InboxRow {
  readonly id: number;
  readonly at: string;
  readonly route: string;
  readonly from: string;
  readonly text: string;
  readonly handledAs: string | null;
}

interface CaseRow {
  readonly id: number;
  readonly number: string | null;
  readonly state: string;
  readonly cries: number;
}

type Listed = MessageView & { readonly text: string };

/** What the gateway tells at the end about this act's people. */
export interface Told {
  /** Oldest first. */
  readonly inbox: readonly InboxRow[];
  /** All messages of the gateway, also those of others, newest first. */
  readonly messages: readonly Listed[];
  /** Messages to this act's people, with their timelines. */
  readonly views: readonly FinalView[];
  readonly optedOut: readonly string[];
  readonly cases: readonly CaseRow[];
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** All items of a list, page by page. @param path with a query, at least `limit` */
const listOf = async <T>(gateway: StormGateway, path: string): Promise<readonly T[]> => {
  const all: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<T> | undefined = await gateway.get(
      `${path}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    all.push(...(page?.items ?? []));
    cursor = page?.next ?? null;
  }
  return all;
};

/** The number of a sender in E.164, however the carrier wrote it. */
export const numberOf = (from: string): string =>
  from.startsWith('+') ? from : from.startsWith('0') ? `+33${from.slice(1)}` : `+${from}`;

export const inboxOf = async (gateway: StormGateway): Promise<readonly InboxRow[]> => {
  const rows = await listOf<InboxRow>(gateway, '/v1/inbox?limit=1000');
  return rows.filter(({ from }) => isOfInbound(numberOf(from))).toReversed();
};

export const askAll = async (gateway: StormGateway): Promise<Told> => {
  const messages = await listOf<Listed>(gateway, '/v1/messages?limit=1000');
  const views: FinalView[] = [];
  for (const { id, to } of messages) {
    if (!isOfInbound(to)) continue;
    const view = await gateway.get<FinalView>(`/v1/messages/${id}`);
    if (view !== undefined) views.push(view);
  }
  const optOuts = await listOf<{ number: string; list: number | null }>(gateway, '/v1/opt-outs?limit=1000');
  const cases = await listOf<CaseRow>(gateway, '/v1/cases?limit=1000');
  return {
    ...{ inbox: await inboxOf(gateway), messages, views },
    optedOut: optOuts
      .filter(({ number, list }) => list === null && isOfInbound(number))
      .map(({ number }) => number),
    cases: cases.filter(({ number }) => number !== null && isOfInbound(number)),
  };
};

/** Where two lists of the same API disagree, in sentences. */
export const judgeLists = async (gateway: StormGateway, told: Told): Promise<readonly string[]> => {
  const { messages } = told;
  const wrong: string[] = [];
  const compare = (
    what: string,
    some: readonly { readonly id: string | number }[],
    all: readonly { readonly id: string | number }[],
  ) => {
    const [one, other] = [some.map(({ id }) => id), all.map(({ id }) => id)];
    if (one.join() !== other.join())
      wrong.push(
        `${what} has ${one.length} items, and by the whole list it has ${other.length}, or in another order`,
      );
  };
  for (const state of states)
    compare(
      `the list of messages that are ${state}`,
      await listOf<Listed>(gateway, `/v1/messages?limit=7&state=${state}`),
      messages.filter((one) => one.state === state),
    );
  for (const priority of ['critical', 'high', 'normal', 'low'])
    compare(
      `the list of ${priority} messages`,
      await listOf<Listed>(gateway, `/v1/messages?limit=13&priority=${priority}`),
      messages.filter((one) => one.priority === priority),
    );
  for (const to of new Set(messages.map((one) => one.to).filter(isOfInbound)))
    compare(
      `the list of messages to ${to}`,
      await listOf<Listed>(gateway, `/v1/messages?limit=3&to=${encodeURIComponent(to)}`),
      messages.filter((one) => one.to === to),
    );
  const inbox = await listOf<InboxRow>(gateway, '/v1/inbox?limit=1000');
  compare('the inbox in pages of two', await listOf<InboxRow>(gateway, '/v1/inbox?limit=2'), inbox);
  for (const handledAs of ['optOut', 'optIn', 'help', 'inbox'])
    compare(
      `the inbox of ${handledAs}`,
      await listOf<InboxRow>(gateway, `/v1/inbox?limit=2&handledAs=${handledAs}`),
      inbox.filter((one) => one.handledAs === handledAs),
    );
  return wrong;
};
