import { join } from 'node:path';
import { writeFixture } from './fixture.ts';
import type { Stage } from './stage.ts';
import type { Tree } from './tree.ts';
import { copyOf, LATER_MS, show } from './upgrade.ts';

/** All messages of a small store are asked for singly. */
const LIMITS = { single: 1000, filteredPages: 3 };

/** Lets the older version show its store, and keeps both for tests, which have no older version. */
export const makeFixture = async (of: {
  readonly stage: Stage;
  readonly older: Tree;
  readonly into: string;
  /** For a copy of the store, and for what is shown before it is compressed. */
  readonly folder: string;
}): Promise<void> => {
  const { stage, older, into, folder } = of;
  const file = join(folder, 'shown.jsonl');
  const atMs = Date.now() + LATER_MS;
  const copy = copyOf(stage, join(folder, 'shown'));
  const { dumped, description } = await show({ stage: copy, tree: older, file, atMs, limits: LIMITS });
  const { name: madeBy, schema } = older;
  writeFixture(
    into,
    stage.store,
    { file, description },
    {
      schema,
      madeBy,
      messages: dumped.messages,
      atMs,
      limits: LIMITS,
      token: stage.token,
    },
  );
};
