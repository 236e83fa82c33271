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
  waitsForStandby: false,
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

  test.each([
    ['a, b', 0, 'a commit waits for 1, and none is connected'],
    ['*', 0, 'a commit waits for 1, and none is connected'],
    ['ANY 1 (a, b)', 0, 'a commit waits for 1, and none is connected'],
    ['FIRST 2 (a, b, c)', 1, 'a commit waits for 2, and only 1 is connected'],
    ['3 (*)', 2, 'a commit waits for 3, and only 2 are connected'],
  ])('broken if too few standbys are connected for commits that wait for %s', (names, standbys, said) => {
    expect(wrongWith({ synchronousStandbys: names, standbys })).toEqual([`broken standbys: ${said}`]);
  });

  test('not fine whose standbys confirm what they have not on disk', () => {
    const facts = { synchronousStandbys: 'a', standbys: 1, synchronousCommit: 'remote_write' };
    expect(wrongWith(facts)).toEqual(['warning durability: synchronous_commit is remote_write']);
  });

  test('that waits for any of the standbys names how many, whatever their names', () => {
    const said = (synchronousStandbys: string): readonly string[] =>
      serverFindings({ ...good, synchronousStandbys, standbys: 2 })
        .filter(({ about }) => about === 'standbys')
        .map(({ what }) => what.replace(/:.*/, ''));
    expect(said('ANY 1 ("a, in Lyon", "b ""2""")')).toEqual(['a commit waits for any 1 of 2']);
    expect(said('ANY 1 (a, *)')).toEqual(['a commit waits for any 1']);
    expect(said('FIRST 1 ("a, in Lyon", b)')).toEqual([]);
  });

  test('broken while a commit waits, though something is connected, such as a backup', () => {
    expect(wrongWith({ synchronousStandbys: 'a', standbys: 1, waitsForStandby: true })).toEqual([
      'broken standbys: a commit has waited for a standby for more than 5 s',
    ]);
  });

  test('fine if enough standbys are connected, which it may not know of a standby itself', () => {
    expect(wrongWith({ synchronousStandbys: 'FIRST 2 (a, b, c)', standbys: 2 })).toEqual([]);
    expect(wrongWith({ synchronousStandbys: 'a', synchronousCommit: 'local' })).toEqual([]);
    const ofStandby = wrongWith({ synchronousStandbys: 'a', isStandby: true });
    expect(ofStandby).toEqual(['broken server: it is a standby, which copies another server']);
  });

  test('says that before a failover the standbys must be compared, where a commit waits for any of them', () => {
    const said = (names: string) =>
      serverFindings({ ...good, synchronousStandbys: names, standbys: 2 })
        .filter(({ about }) => about === 'standbys')
        .map(({ level, what }) => `${level}: ${what}`);
    const compare = (those: string) => [
      expect.stringContaining(
        `fine: a commit waits for any ${those}: before a failover compare which has the most`,
      ),
    ];
    expect(said('ANY 1 (a, b, c)')).toEqual(compare('1 of 3'));
    expect(said('any 1 (*)')).toEqual(compare('1'));
    expect(said('ANY 2 (a, b)')).toEqual([]);
    expect(said('FIRST 2 (a, b)')).toEqual([]);
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
