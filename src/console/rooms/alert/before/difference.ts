import type { z } from 'zod';
import type { previewView } from '../../../../http/v1/alerts/preview-view.ts';

type AlertPreview = z.output<typeof previewView>;

/** One thing that is not as it was seen. */
export interface Change {
  readonly what: 'people' | 'audience' | 'suppressed' | 'parts' | 'text' | 'routes' | 'blockers';
  readonly before: string;
  readonly now: string;
  /** The language of a text. */
  readonly of?: string;
}

type Seen = Pick<
  AlertPreview,
  'hash' | 'people' | 'audience' | 'suppressed' | 'parts' | 'variants' | 'routes' | 'blockers'
>;

const suppressed = ({ suppressed: by }: Seen): number => Object.values(by).reduce((sum, one) => sum + one, 0);
const namesOf = (texts: readonly string[]): string => texts.toSorted().join(', ');

/** What has changed between what somebody saw and what would go out now. Empty: nothing that a person can see. */
export const differenceOf = (seen: Seen, now: Seen, number: (value: number) => string): readonly Change[] => {
  const counted = (what: Change['what'], before: number, after: number): readonly Change[] =>
    before === after ? [] : [{ what, before: number(before), now: number(after) }];
  const languages = new Set([...seen.variants, ...now.variants].map(({ language }) => language));
  const texts = [...languages].flatMap((of): readonly Change[] => {
    const [before = '', after = ''] = [seen, now].map(
      ({ variants }) => variants.find(({ language }) => language === of)?.typical.text,
    );
    return before === after ? [] : [{ what: 'text', of, before, now: after }];
  });
  const [routesBefore, routesNow] = [seen, now].map(({ routes }) =>
    namesOf(routes.map(({ route }) => route)),
  );
  const [blockersBefore, blockersNow] = [seen, now].map(({ blockers }) =>
    namesOf(blockers.map(({ message }) => message)),
  );
  return [
    ...counted('people', seen.people, now.people),
    ...counted('audience', seen.audience, now.audience),
    ...counted('suppressed', suppressed(seen), suppressed(now)),
    ...counted('parts', seen.parts, now.parts),
    ...texts,
    ...(routesBefore === routesNow
      ? []
      : [{ what: 'routes' as const, before: routesBefore ?? '', now: routesNow ?? '' }]),
    ...(blockersBefore === blockersNow
      ? []
      : [{ what: 'blockers' as const, before: blockersBefore ?? '', now: blockersNow ?? '' }]),
  ];
};
