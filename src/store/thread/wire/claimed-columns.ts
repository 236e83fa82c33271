import type { Claimed } from '../../../domain/messages/queue.ts';
import type { Columns } from './columns.ts';

export const packClaimed = (rows: readonly Claimed[]): Columns<Claimed> => ({
  id: rows.map((row) => row.id),
  to: rows.map((row) => row.to),
  from: rows.map((row) => row.from),
  text: rows.map((row) => row.text),
  priority: rows.map((row) => row.priority),
  encoding: rows.map((row) => row.encoding),
  flash: rows.map((row) => row.flash),
  parts: rows.map((row) => row.parts),
  lane: rows.map((row) => row.lane),
  attempt: rows.map((row) => row.attempt),
  validUntil: rows.map((row) => row.validUntil),
  onUncertain: rows.map((row) => row.onUncertain),
  concatReference: rows.map((row) => row.concatReference),
  rest: rows.map((row) => row.rest),
});

export const unpackClaimed = (columns: Columns<Claimed>): readonly Claimed[] =>
  columns.id.map((id, at) => {
    const rest = columns.rest[at];
    const row: { [K in keyof Omit<Columns<Claimed>, 'rest'>]: unknown } = {
      id,
      to: columns.to[at],
      from: columns.from[at],
      text: columns.text[at],
      priority: columns.priority[at],
      encoding: columns.encoding[at],
      flash: columns.flash[at],
      parts: columns.parts[at],
      lane: columns.lane[at],
      attempt: columns.attempt[at],
      validUntil: columns.validUntil[at],
      onUncertain: columns.onUncertain[at],
      concatReference: columns.concatReference[at],
    };
    return (rest === undefined ? row : { ...row, rest }) as Claimed;
  });
