import type { Change, Consent, ListName, Someone } from './crowd.ts';
import type { Asked } from './desk.ts';
import type { Audience } from './plan-alerts.ts';

/** What is known of a number at one time. */
export interface Known {
  readonly index: number;
  readonly lists: Partial<Readonly<Record<ListName, Consent>>>;
  readonly optedOut: boolean;
  readonly name: string | undefined;
  readonly language: string | undefined;
}

export type Standing = 'in' | 'suppressed' | 'out';

/** How a number stands to an audience. */
export const standingOf = (
  { index, lists, optedOut }: Known,
  isOld: boolean,
  audience: Audience,
): Standing => {
  if (isOld && audience.without.includes(index)) return 'out';
  const named = isOld && audience.numbers.includes(index);
  const on = audience.lists.filter((list) => lists[list] !== undefined);
  if (!named && on.length === 0) return 'out';
  if (optedOut) return 'suppressed';
  const mayGet = on.some((list) => (list === 'lettre' ? lists[list] === 'given' : lists[list] !== 'refused'));
  return named || mayGet ? 'in' : 'suppressed';
};

const knownOf = ({ index, lists, optedOut, name, language }: Someone): Known => ({
  ...{ index, lists, optedOut, name, language },
});

const gone = ({ index, optedOut }: Known): Known => ({
  ...{ index, optedOut },
  lists: {},
  name: undefined,
  language: undefined,
});

export const renamed = (index: number): string => `Neu${index}x`;

const without = (lists: Known['lists'], list: ListName): Known['lists'] => ({ ...lists, [list]: undefined });

const changed = (before: Known, { what, list }: Change): Known => {
  switch (what) {
    case 'optOut':
      return { ...before, optedOut: true };
    case 'leave':
      return { ...before, lists: without(before.lists, list) };
    case 'join':
      return { ...before, lists: { ...before.lists, [list]: 'given' } };
    case 'refuse':
      return { ...before, lists: { ...before.lists, [list]: 'refused' } };
    case 'rename':
      return { ...before, name: renamed(before.index) };
    case 'remove':
    case 'move':
      return gone(before);
  }
};

/** A change of a person as it was asked for. */
export interface PlayedChange {
  readonly change: Change;
  readonly asked: Asked;
}

/**
 * What a number may have been known as in a time: one, or two if it changed then or nobody knows whether it did.
 * @param isOld the number that the person had at first, or the one that the person takes
 */
export const knownIn = (
  someone: Someone,
  played: PlayedChange | undefined,
  isOld: boolean,
  from: number,
  to: number,
): readonly Known[] => {
  const first = knownOf(someone);
  const nobody: Known = { ...gone(first), optedOut: false };
  const before = isOld ? first : nobody;
  if (played === undefined || (!played.asked.isDone && !played.asked.isInDoubt)) return [before];
  const { change, asked } = played;
  if (!isOld && change.what !== 'move') return [before];
  const after = isOld ? changed(first, change) : first;
  // Opt-outs go along with a number that changes: then the old one has none any more.
  const others = isOld && change.what === 'move' ? [after, { ...after, optedOut: false }] : [after];
  if (to < asked.sentAt) return [before];
  return asked.isDone && from > asked.endedAt ? others : [before, ...others];
};
