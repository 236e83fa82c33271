import { expect, test } from 'vitest';
import { MigrationTeller } from '../../../../src/ops/supervisor/migration-teller.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const rig = () => {
  const clock = new VirtualClock(0);
  const lines: string[] = [];
  const prolonged: number[] = [];
  const write = (fields: object, message: string): void => {
    lines.push(`${clock.now() / 1000} ${message} ${JSON.stringify(fields)}`);
  };
  const teller = new MigrationTeller({
    writtenBytes: () => 5_000_000,
    prolong: async () => void prolonged.push(clock.now() / 1000),
    clock,
    log: { debug: write, info: write, warn: write, error: write },
  });
  return { clock, lines, prolonged, teller };
};

test('the log says of each migration of how many that it begins, every five seconds that it goes on, and how long it took', async () => {
  const { clock, lines, prolonged, teller } = rig();
  teller.tell({ kind: 'copy', file: 'tocsin.db.before-schema-74', octets: 9_000_000 });
  await clock.advance(2000);
  teller.tell({ kind: 'migration', number: 74, last: 74, name: 'ofParts', octets: 9_000_000 });
  await clock.advance(13_000);
  teller.tell({ kind: 'commit' });
  await clock.advance(1000);
  await teller.end(true);
  await clock.advance(60_000);
  const copy = '"file":"tocsin.db.before-schema-74","bytes":9000000';
  const last = '"schema":74,"of":74,"name":"ofParts","bytes":9000000';
  expect(lines).toEqual([
    `0 keeping a copy of the store from before its migration {${copy}}`,
    `2 a copy of the store from before its migration is kept {${copy},"tookMs":2000}`,
    `2 migrating the store; a large one takes minutes, and no message is sent meanwhile {${last}}`,
    `10 the store is still being migrated {${last},"passedMs":8000,"writtenBytes":5000000}`,
    `15 the store is still being migrated {${last},"passedMs":13000,"writtenBytes":5000000}`,
    `15 a migration of the store is done {${last},"tookMs":13000}`,
    '15 writing the migrated store to the disk {}',
    '16 the migrated store is on the disk {"tookMs":1000}',
    '16 the store is migrated {"tookMs":16000}',
  ]);
  expect(prolonged).toEqual([0, 5, 10, 15]);
});

test('a store that needs no migration is opened without a word', async () => {
  const { lines, prolonged, teller } = rig();
  await teller.end(true);
  expect(lines).toEqual([]);
  expect(prolonged).toEqual([]);
});

test('a migration that fails is not said to be done, and nobody is told to wait any longer', async () => {
  const { clock, lines, prolonged, teller } = rig();
  teller.tell({ kind: 'migration', number: 74, last: 74, name: 'ofParts', octets: undefined });
  await clock.advance(0);
  await teller.end(false);
  await clock.advance(60_000);
  expect(lines).toHaveLength(1);
  expect(prolonged).toEqual([0]);
});
