import { foldName } from '../../../../domain/access/fold-name.ts';
import { dateOfDay, dayNumberOf, instantOf, localTimeAt } from '../../../../kernel/local-time.ts';

/** A time in which the same people are on duty; times as the API writes them. */
interface Span {
  readonly from: string;
  readonly to: string;
  readonly who: readonly string[];
  readonly fallback: boolean;
}

export interface Piece {
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly who: readonly string[];
  readonly kind: 'planned' | 'fallback' | 'nobody';
  /** The piece is the whole of its day. */
  readonly isAllDay: boolean;
}

export interface CalendarDay {
  /** The first moment of the day, ms since the epoch. */
  readonly from: number;
  readonly pieces: readonly Piece[];
}

const midnight = (timeZone: string, day: number): number =>
  instantOf(timeZone, { ...dateOfDay(day), hour: 0, minute: 0 });

const kindOf = ({ who, fallback }: Span): Piece['kind'] => {
  if (who.length === 0) return 'nobody';
  return fallback ? 'fallback' : 'planned';
};

/** The spans cut at each midnight of the place, day by day. */
export const calendarDays = (spans: readonly Span[], timeZone: string): readonly CalendarDay[] => {
  const days = new Map<number, Piece[]>();
  for (const span of spans) {
    const end = Date.parse(span.to);
    for (let from = Date.parse(span.from); from < end; ) {
      const day = dayNumberOf(localTimeAt(timeZone, from));
      const [start, next] = [midnight(timeZone, day), midnight(timeZone, day + 1)];
      const to = Math.min(end, next);
      const isAllDay = from === start && to === next;
      days.set(day, [...(days.get(day) ?? []), { from, to, who: span.who, kind: kindOf(span), isAllDay }]);
      from = to;
    }
  }
  return [...days].map(([day, pieces]) => ({ from: midnight(timeZone, day), pieces }));
};

/** The spans in which a person is on duty, those that meet put together. */
export const spansOf = (
  name: string,
  spans: readonly Span[],
): readonly { readonly from: number; readonly to: number }[] => {
  const own: { from: number; to: number }[] = [];
  for (const { from, to, who } of spans) {
    if (!who.some((one) => foldName(one) === foldName(name))) continue;
    const last = own.at(-1);
    if (last?.to === Date.parse(from)) last.to = Date.parse(to);
    else own.push({ from: Date.parse(from), to: Date.parse(to) });
  }
  return own;
};
