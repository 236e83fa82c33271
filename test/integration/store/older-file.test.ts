import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Compared, compareDumps } from '../../../scripts/lib/upgrade/compare.ts';
import { readFixture } from '../../../scripts/lib/upgrade/fixture.ts';
import { ALONE, Stage } from '../../../scripts/lib/upgrade/stage.ts';
import { thisTree } from '../../../scripts/lib/upgrade/tree.ts';
import { show } from '../../../scripts/lib/upgrade/upgrade.ts';
import { states } from '../../../src/domain/messages/state.ts';
import { copyBefore } from '../../../src/store/sqlite/migrating/copy-before.ts';
import { inItsPlace } from '../../support/gateway/notified.ts';

const DIE_IN_MIGRATION = fileURLToPath(new URL('../../support/store/die-in-migration.ts', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../../fixtures/upgrade/', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-older-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const schemaOf = (store: string): unknown => {
  const db = new Database(store, { readonly: true });
  try {
    return db.pragma('user_version', { simple: true });
  } finally {
    db.close();
  }
};
const at = (name: string): string => join(folder, name);

describe.each(readdirSync(FIXTURES))('a file of an older version (%s)', (name) => {
  test('is migrated, and the API shows every resource as the older version did, after kills in the middle too', async () => {
    const stage = new Stage(at('store'));
    const { schema, atMs, token, messages, description, limits } = readFixture(
      join(FIXTURES, name),
      stage.store,
      at('older'),
    );
    stage.useToken(token);
    // The older version had this configuration when it showed its alarms.
    stage.meet({ ...ALONE, routeDownAfter: undefined });
    const tree = thisTree();
    expect(schema).toBeLessThan(tree.schema);

    for (let number = schema + 1; number <= tree.schema; number++) {
      const env = { DIE_IN_MIGRATION: String(number) };
      await expect(stage.start(tree, { atMs, env, preload: DIE_IN_MIGRATION })).rejects.toThrow(
        /ended with null/,
      );
      expect(schemaOf(stage.store)).toBe(schema);
    }

    expect(schemaOf(copyBefore(stage.store, tree.schema))).toBe(schema);
    const notified = inItsPlace(folder);
    const { env } = notified;
    const shown = await show({ stage, tree, file: at('newer'), atMs, env, description, limits });
    const said = shown.log.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const migrated = said.filter(({ msg }) => msg === 'a migration of the store is done');
    expect(migrated.map(({ schema, of }) => [schema, of])).toEqual(
      Array.from({ length: tree.schema - schema }, (_, index) => [schema + index + 1, tree.schema]),
    );
    expect(notified.told()).toContain('EXTEND_TIMEOUT_USEC=60000000');

    expect(shown.dumped.messages).toBe(messages);
    expect(Object.keys(shown.dumped.states).toSorted()).toEqual([...states].toSorted());
    const compared = await compareDumps(at('older'), at('newer'), atMs);
    expect(compared).toMatchObject({ differences: 0, differing: [] } satisfies Partial<Compared>);
    expect(compared.same).toBeGreaterThan(messages);
  });
});
