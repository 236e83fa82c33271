import type { RetentionRepository } from '../../domain/operation/retention.ts';
import { keepRetentionMark, newestAt, retentionMark, ripeAlert } from '../queries/operation/retention.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

interface Parts {
  readonly db: Queries;
  readonly writer: Channel;
  readonly reader: Channel;
}

/** The repository of retention, which finds and deletes what is old. */
export const retentionRepository = ({ db, writer, reader }: Parts): RetentionRepository => ({
  mark: () => retentionMark(db),
  keepMark: (mark) => keepRetentionMark(db, mark),
  newestAt: () => newestAt(db),
  oldRows: (kind, span, place, limit) => reader.call('oldRows', kind, span, place, limit),
  removeOld: (kind, span, sweep, keys) => writer.call('removeOld', kind, span, sweep, keys),
  ripeAlert: (span, after) => ripeAlert(db, span, after),
  emptyAlert: (alert, figures, nowMs) => writer.call('emptyAlert', alert, figures, nowMs),
});
