import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFlags, wholeNumber } from './lib/read-flags.ts';
import { fill } from './lib/upgrade/fill.ts';
import { makeFixture } from './lib/upgrade/make-fixture.ts';
import { multiply } from './lib/upgrade/multiply.ts';
import { Stage } from './lib/upgrade/stage.ts';
import { commitBeforeLastMigration, thisTree, treeAt } from './lib/upgrade/tree.ts';
import { type Found, upgradeAndCompare } from './lib/upgrade/upgrade.ts';

const USAGE = `Usage: scripts/upgrade-check [--from COMMIT] [--messages N] [--people N] [--kills N] [--folder FOLDER]
                             [--fixture FOLDER] [--json]
Fills the store of an older version, upgrades it, and compares what the API shows before and after.
  --from      the older version; left out: the newest commit that knows fewer migrations
  --messages  (1000000), --people (3000)
  --kills     how often the new version is killed while it migrates (6)
  --folder    where the stores and what they show are left; left out: they are removed at the end
  --fixture   writes the store of the older version, and what it shows, into this folder, for tests; nothing is upgraded
`;
const flags = readFlags(
  USAGE,
  {
    options: {
      from: { type: 'string' },
      messages: { type: 'string', default: '1000000' },
      people: { type: 'string', default: '3000' },
      kills: { type: 'string', default: '6' },
      folder: { type: 'string' },
      fixture: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  },
  ({ values }) => ({
    ...values,
    messages: wholeNumber('messages', values.messages, 1),
    people: wholeNumber('people', values.people, 1),
    kills: wholeNumber('kills', values.kills, 0),
  }),
);
/** So many messages are played through the rules of the older version; the others are copies of them. */
const MOST_PLAYED = 2000;

const from = performance.now();
const say = (text: string): void => {
  if (!flags.json)
    process.stdout.write(`${((performance.now() - from) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
};

const folder = flags.folder ?? mkdtempSync(join(tmpdir(), 'tocsin-upgrade-'));
let found: Found | undefined;
try {
  const { messages } = flags;
  const older = treeAt(flags.from ?? commitBeforeLastMigration(), join(folder, 'older'));
  const newer = thisTree();
  say(`from ${older.name} (schema ${older.schema}) to ${newer.name} (schema ${newer.schema})`);
  const stage = new Stage(join(folder, 'filled'));
  await fill(stage, older, { people: flags.people, messages: Math.min(MOST_PLAYED, messages) }, say);
  say('copies of the messages');
  multiply(stage.store, messages);
  if (flags.fixture === undefined)
    found = await upgradeAndCompare({ stage, older, newer, folder, kills: flags.kills, say });
  else await makeFixture({ stage, older, into: flags.fixture, folder });
} finally {
  if (flags.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
if (flags.json) process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
process.exitCode = found === undefined || found.isEqual ? 0 : 1;
