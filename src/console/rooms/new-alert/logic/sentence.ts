/** A stretch of a sentence; what counts most stands out. */
export interface Piece {
  readonly text: string;
  readonly isStrong: boolean;
}

/** U+0001 stands in no text that may be sent, so no value can be taken for a mark. */
const MARK = '\u0001';

/** The value in whose place `spoken` puts a strong text. */
export const strong = (index: number): string => `${MARK}${index}${MARK}`;

/** A sentence with marks from `strong`, as pieces with these texts. Texts are put in as they are, never looked into. */
export const spoken = (sentence: string, texts: readonly string[]): readonly Piece[] =>
  sentence
    .split(MARK)
    .map((part, index) =>
      index % 2 === 0 ? { text: part, isStrong: false } : { text: texts[Number(part)] ?? '', isStrong: true },
    )
    .filter(({ text }) => text !== '');

interface Timed {
  /** Seconds from `at`; null: never, as things are. */
  readonly eta: number | null;
}

/** When its first message may leave, ms since the epoch: at its time if it is scheduled, otherwise now. */
export const startOf = (scheduledAt: string | null | undefined, now: number): number =>
  typeof scheduledAt === 'string' ? Math.max(now, Date.parse(scheduledAt)) : now;

/** The clock time at which it would be done, ms since the epoch; undefined: never, as things are. */
export const doneAt = ({ eta }: Timed, at: number): number | undefined =>
  eta === null ? undefined : at + eta * 1000;

interface Shared {
  readonly route: string;
  readonly usable: boolean;
}

/** The routes that would carry it, in their order. */
export const carriers = (routes: readonly Shared[]): readonly string[] =>
  routes.filter(({ usable }) => usable).map(({ route }) => route);
