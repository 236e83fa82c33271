import type { Asked } from '../desk.ts';
import type { AlertStory, Evidence } from '../evidence.ts';
import { personOf, type UserName } from '../persons.ts';

/** What persons asked for about an alert, in the order in which they did, but for previews and repetitions. */
export const asksOf = ({ desk }: Evidence, { id, played }: AlertStory): readonly Asked[] =>
  desk.asked
    .filter(
      ({ path, body }) =>
        path === `/v1/alerts/${id}` ||
        path.startsWith(`/v1/alerts/${id}/`) ||
        (path === '/v1/alerts' && body['title'] === played.planned.name),
    )
    .filter((asked) => !desk.repeats.some(({ again, other }) => again === asked || other === asked))
    .toSorted((a, b) => a.sentAt - b.sentAt);

export const verbOf = ({ path, method }: Asked): string => {
  const verb = /^\/v1\/alerts\/\d+\/(.+)$/.exec(path)?.[1];
  return verb ?? (method === 'PUT' ? 'edit' : 'create');
};

export const mayBeDone = ({ isDone, isInDoubt }: Asked): boolean => isDone || isInDoubt;

const WRITING: ReadonlySet<string> = new Set(['create', 'edit', 'submit']);

/** The persons who surely wrote or submitted the alert before `at`. */
export const authorsBefore = (asks: readonly Asked[], at: number): ReadonlySet<UserName> =>
  new Set(
    asks
      .filter((asked) => asked.isDone && asked.endedAt <= at && WRITING.has(verbOf(asked)))
      .flatMap(({ who }) => personOf(who) ?? []),
  );
