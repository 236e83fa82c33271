import type { BinKind } from '../../../domain/operation/bin.ts';
import type { InUse, Use } from '../../../kernel/named.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';

/** The rows of one table that use a thing, whose id is `:id`. */
interface User {
  readonly kind: string;
  readonly table: string;
  /** An expression for the name by which people know the row. */
  readonly name: string;
  readonly uses: string;
}

/** States of alerts to whose audience messages may still go. Later waves go to people who are known already. */
const OPEN_ALERTS = "('draft', 'pendingApproval', 'returned', 'approved', 'scheduled', 'sending', 'paused')";

/**
 * Whether the JSON in `column` names the thing, as in `{"list":7}`. Quotes within texts are escaped in JSON, so no text
 * looks like that. The driver binds a number as a real one, which would be written as `7.0`.
 */
const names = (column: string, kind: BinKind): string =>
  `instr(${column}, '{"${kind}":' || CAST(:id AS BIGINT) || '}') > 0`;

const ofAudiences = (kind: BinKind): readonly User[] => [
  {
    kind: 'alert',
    table: 'alerts',
    name: "draft ->> '$.title'",
    uses: `state IN ${OPEN_ALERTS} AND ${names('draft', kind)}`,
  },
  { kind: 'scenario', table: 'scenarios', name: 'name', uses: names('definition', kind) },
];

const ofSegments = (kind: BinKind): User => ({
  kind: 'segment',
  table: 'segments',
  name: 'name',
  uses: names('definition', kind),
});

/**
 * What uses a thing of each kind and would break without it. A new resource that names lists, segments, areas,
 * templates or scenarios adds its line here.
 */
const USERS: Readonly<Record<BinKind, readonly User[]>> = {
  list: [
    ...ofAudiences('list'),
    ofSegments('list'),
    {
      kind: 'import',
      table: 'import_jobs',
      name: "'import ' || id",
      uses: "CAST(options ->> '$.list' AS BIGINT) = :id AND state IN ('receiving', 'waiting', 'running')",
    },
  ],
  segment: ofAudiences('segment'),
  area: [...ofAudiences('area'), ofSegments('area')],
  template: [
    {
      kind: 'scenario',
      table: 'scenarios',
      name: 'name',
      uses: "CAST(definition ->> '$.plan.template.id' AS BIGINT) = :id",
    },
  ],
  scenario: [
    {
      kind: 'schedule',
      table: 'schedules',
      name: 'name',
      uses: "CAST(definition ->> '$.scenario' AS BIGINT) = :id",
    },
  ],
  roster: ofAudiences('roster'),
  schedule: [],
  keyword: [],
  drill: [
    {
      kind: 'drillRun',
      table: 'drill_runs',
      name: 'name',
      uses: 'drill_id = :id AND finished_at IS NULL',
    },
  ],
};

/** How many users an answer lists; `total` counts all. */
const LISTED = 20;

/** Finds what uses a thing. To be called in the commit that removes the thing. */
export const prepareUses = (db: Db) => {
  const prepared = Object.entries(USERS).map(
    ([kind, users]) =>
      [
        kind,
        users.map(({ kind: by, table, name, uses }) => ({
          by,
          count: db
            .prepare<{ id: number }, number>(steady(`SELECT count(*) FROM ${table} WHERE ${uses}`))
            .pluck(),
          first: db.prepare<{ id: number }, Omit<Use, 'kind'>>(
            steady(`SELECT id, ${name} AS name FROM ${table} WHERE ${uses} ORDER BY id DESC LIMIT ${LISTED}`),
          ),
        })),
      ] as const,
  );
  const usersOf = new Map(prepared);
  return (kind: BinKind, id: number, configured: readonly Use[]): InUse | undefined => {
    const by: Use[] = [...configured];
    let total = configured.length;
    for (const user of usersOf.get(kind) ?? []) {
      const some = user.count.get({ id }) ?? 0;
      total += some;
      if (some > 0) by.push(...user.first.all({ id }).map((use) => ({ kind: user.by, ...use })));
    }
    return total === 0 ? undefined : { kind: 'inUse', by: by.slice(0, LISTED), total };
  };
};
