import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fill } from './lib/upgrade/fill.ts';
import { makeFixture } from './lib/upgrade/make-fixture.ts';
import { multiply } from './lib/upgrade/multiply.ts';
import { Stage } from './lib/upgrade/stage.ts';
import { commitBeforeLastMigration, thisTree, treeAt } from './lib/upgrade/tree.ts';
import { type Found, upgradeAndCompare } from './lib/upgrade/upgrade.ts';

const { values } = parseArgs({
  options: {
    /** The commit of the older version; left out: the newest that knows fewer migrations. */
    from: { type: 'string' },
    messages: { type: 'string', default: '1000000' },
    people: { type: 'string', default: '3000' },
    /** How often the new version is killed while it migrates. */
    kills: { type: 'string', default: '6' },
    /** Where the stores and dumps are left; left out: they are removed at the end. */
    folder: { type: 'string' },
    /** Writes the store of the older version, and what it shows, into this folder, for tests; nothing is upgraded. */
    fixture: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
/** So many messages are played through the rules of the older version; the others are copies of them. */
const MOST_PLAYED = 2000;

const from = performance.now();
const say = (text: string): void => {
  if (!values.json)
    process.stdout.write(`${((performance.now() - from) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
};

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'tocsin-upgrade-'));
let found: Found | undefined;
try {
  const messages = Number(values.messages);
  const older = treeAt(values.from ?? commitBeforeLastMigration(), join(folder, 'older'));
  const newer = thisTree();
  say(`from ${older.name} (schema ${older.schema}) to ${newer.name} (schema ${newer.schema})`);
  const stage = new Stage(join(folder, 'filled'));
  await fill(stage, older, { people: Number(values.people), messages: Math.min(MOST_PLAYED, messages) }, say);
  say('copies of the messages');
  multiply(stage.store, messages);
  if (values.fixture === undefined)
    found = await upgradeAndCompare({ stage, older, newer, folder, kills: Number(values.kills), say });
  else await makeFixture({ stage, older, into: values.fixture, folder });
} finally {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
if (values.json) process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
process.exitCode = found === undefined || found.isEqual ? 0 : 1;
