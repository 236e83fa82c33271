import { describe, expect, test } from 'vitest';
import { serverFindings } from '../../../../src/commands/doctor/postgres/server-findings.ts';
import type { ServerFacts } from '../../../../src/store/postgres/look.ts';

const good: ServerFacts = {
  version: '18.2',
  versionNumber: 18,
  encoding: 'UTF8',
  isStandby: false,
  isReadOnly: false,
  mayCreate: true,
  synchronousCommit: 'on',
  fsync: 'on',
  fullPageWrites: 'on',
  synchronousStandbys: '',
  standbys: 0,
  connectionsLeft: 90,
  isGatewayOn: false,
  isBehindPooler: false,
  hasSchema: true,
  hasNodes: true,
};

/** What is not fine about a server that differs so from a good one. */
const wrongWith = (facts: Partial<ServerFacts>): readonly string[] =>
  serverFindings({ ...good, ...facts })
    .filter(({ level }) => level !== 'fine')
    .map(({ about, level, what }) => `${level} ${about}: ${what}`);

describe('doctor finds a PostgreSQL server', () => {
  test('fine that keeps what it acknowledges', () => {
    expect(wrongWith({})).toEqual([]);
    expect(
      wrongWith({ synchronousCommit: 'remote_apply', synchronousStandbys: 'ANY 1 (*)', standbys: 2 }),
    ).toEqual([]);
  });

  test.each([
    [{ versionNumber: 17, version: '17.9' }, 'broken server: it is PostgreSQL 17.9'],
    [{ encoding: 'LATIN1' }, 'broken server: the database has the encoding LATIN1'],
    [{ isStandby: true, mayCreate: false }, 'broken server: it is a standby, which copies another server'],
    [{ isReadOnly: true }, 'broken server: default_transaction_read_only is on'],
    [{ mayCreate: false }, 'broken server: the user may make no tables in the database'],
    [{ synchronousCommit: 'off' }, 'broken durability: synchronous_commit is off'],
    [{ fsync: 'off' }, 'broken durability: fsync is off'],
    [{ fullPageWrites: 'off' }, 'broken durability: full_page_writes is off'],
    [{ standbys: 1 }, 'warning standbys: a standby copies this server, and no commit waits for one'],
    [
      { isBehindPooler: true },
      'warning pooler: another program, such as PgBouncer, stands between here and the server',
    ],
  ])('with %o not fine', (facts, said) => {
    expect(wrongWith(facts)).toEqual([said]);
  });

  test('not fine whose standbys no commit waits for, since synchronous_commit is local', () => {
    expect(wrongWith({ standbys: 2, synchronousStandbys: '*', synchronousCommit: 'local' })).toEqual([
      'warning standbys: 2 standbys copy this server, and no commit waits for one',
    ]);
  });

  test('short of connections if the gateway and a command do not fit, counting what the gateway has already', () => {
    expect(wrongWith({ connectionsLeft: 0 })).toEqual([expect.stringContaining('broken connections: ')]);
    expect(wrongWith({ connectionsLeft: 2 })).toEqual([expect.stringContaining('warning connections: ')]);
    expect(wrongWith({ connectionsLeft: 3 })).toEqual([]);
    expect(wrongWith({ connectionsLeft: 0, isGatewayOn: true })).toEqual([
      expect.stringContaining('warning'),
    ]);
    expect(wrongWith({ connectionsLeft: 1, isGatewayOn: true })).toEqual([]);
  });
});
