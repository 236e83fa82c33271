import type { RouteReceipt } from '../../../domain/routes/route.ts';
import type { Columns } from './columns.ts';

export const packReceipts = (rows: readonly RouteReceipt[]): Columns<RouteReceipt> => ({
  route: rows.map((row) => row.route),
  carrier: rows.map((row) => row.carrier),
  refs: rows.map((row) => row.refs),
  id: rows.map((row) => row.id),
  to: rows.map((row) => row.to),
  state: rows.map((row) => row.state),
  reason: rows.map((row) => row.reason),
  evidence: rows.map((row) => row.evidence),
  unmarked: rows.map((row) => row.unmarked),
});

export const unpackReceipts = (columns: Columns<RouteReceipt>): readonly RouteReceipt[] =>
  columns.route.map((route, at) => {
    const row: { [K in keyof Columns<RouteReceipt>]: unknown } = {
      route,
      carrier: columns.carrier[at],
      refs: columns.refs[at],
      id: columns.id[at],
      to: columns.to[at],
      state: columns.state[at],
      reason: columns.reason[at],
      evidence: columns.evidence[at],
      unmarked: columns.unmarked[at],
    };
    return row as RouteReceipt;
  });
