import type { Carrier } from './carrier.ts';
import type { FinalView, History, Story, Submit } from './history.ts';
import { isPlanned, type PlannedMessage } from './plan.ts';

/** A message that the gateway has accepted. */
export interface Accepted {
  readonly planned: PlannedMessage;
  readonly id: string;
  readonly acceptedAt: number;
}

interface Seen
  extends Pick<History, 'plan' | 'stops' | 'pauses' | 'busyMs' | 'troubles' | 'shownAt' | 'listed'> {
  readonly accepted: readonly Accepted[];
  /** What the gateway says of each message at the end, by its id. */
  readonly views: ReadonlyMap<string, FinalView | undefined>;
  readonly carriers: readonly Carrier[];
}

/** Puts what the gateway says of each message beside what the carriers have in their logs. */
export const gather = ({ accepted, views, carriers, plan, ...rest }: Seen): History => {
  const logs = carriers.map(({ log }) => log);
  const submits = logs.flatMap((log) => log.submits).toSorted((a, b) => a.at - b.at);
  const receipts = logs.flatMap((log) => log.receipts);
  const stories = accepted.map((one): Story => {
    const isIts = ({ message }: Submit): boolean => message === one.planned.index;
    return {
      ...one,
      view: views.get(one.id),
      submits: submits.filter(isIts),
      receipts: receipts.filter(({ submit }) => isIts(submit)),
    };
  });
  return {
    ...{ plan, stories, submits, ...rest },
    strays: submits.filter(({ message, to }) => plan.messages[message ?? -1] === undefined && isPlanned(to)),
    linkEnds: logs.flatMap((log) => log.linkEnds),
  };
};
