import type { PlannedAlert } from '../plan-alerts.ts';
import type { Content } from '../words.ts';

/** The texts of an alert by their marks: v0 and so on of the draft, k of a cancel, e of the end, u0 and so on of deeds. */
export const contentsOf = ({
  name,
  drafts,
  cancelContent,
  endContent,
  deeds,
}: PlannedAlert): ReadonlyMap<string, Content> =>
  new Map(
    [...drafts, cancelContent, endContent, ...deeds.map(({ content }) => content)].flatMap((content) => {
      const mark = markOf(name, content.variants[0]?.text ?? '');
      return mark === undefined ? [] : [[mark, content] as const];
    }),
  );

/** The mark of the text that this is a part of. */
export const markOf = (name: string, text: string): string | undefined =>
  new RegExp(`\\b${name}([vu]\\d+|[ke])(?:fr|en)\\.`).exec(text)?.[1];
