import type {
  OldRows,
  Place,
  RetentionKind,
  RetentionRepository,
  Span,
} from '../../domain/operation/retention.ts';

/** The number of rows that would be deleted. `more` is true if there may be further rows, which were not counted. */
export interface WouldGo {
  readonly rows: number;
  readonly more: boolean;
}

const LOOKED_AT = 2000;
/** The largest number of reads for one kind, so that the count takes at most a second. */
const MOST_LOOKS = 50;

/** Counts what would be deleted, without deleting it. Parts and events of messages are not counted. */
export const whatWouldGo = async (
  repository: Pick<RetentionRepository, 'oldRows' | 'ripeAlert'>,
  kind: RetentionKind,
  span: Span,
): Promise<WouldGo> => {
  let rows = 0;
  let looks = 0;
  if (kind === 'alerts') {
    for (let after = 0; looks < MOST_LOOKS; looks++) {
      const ripe = await repository.ripeAlert(span, after);
      if (ripe === undefined) return { rows, more: false };
      rows += ripe.rows;
      after = ripe.id;
    }
    return { rows, more: true };
  }
  for (let place: Place | undefined; looks < MOST_LOOKS; looks++) {
    const found: OldRows = await repository.oldRows(kind, span, place, LOOKED_AT);
    rows += found.keys.length;
    if (found.next === undefined) return { rows, more: false };
    place = found.next;
  }
  return { rows, more: true };
};
