import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { namedMigrations } from '../../../../src/store/schema/migrations.ts';
import { FIXTURE, faultsOf, fixtureOf, normalised } from '../../../support/store/released-migrations.ts';

const root = new URL('../../../../', import.meta.url);

test('every released migration is as it was released, and every new one is at the end with its line in the fixture', () => {
  const faults = faultsOf(readFileSync(fileURLToPath(new URL(FIXTURE, root)), 'utf8'), namedMigrations);
  expect(faults, faults.join('\n\n')).toEqual([]);
});

describe('the check of released migrations', () => {
  const first = 'CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;';
  const second = "UPDATE a SET text = 'x -- y';";
  const third = 'CREATE INDEX a_by_text ON a (text);';
  const fixture = `# A comment.\n${fixtureOf({ first, second, third })}\n`;

  test('finds nothing when nothing has changed', () => {
    expect(faultsOf(fixture, { first, second, third })).toEqual([]);
  });

  test('finds nothing when only comments, line ends and indentation have changed', () => {
    const laidOut =
      'CREATE TABLE a ( -- Why.\n  id INTEGER /* the\n rowid */ PRIMARY KEY\n)\n  STRICT;\n-- The end.';
    expect(faultsOf(fixture, { first: laidOut, second, third })).toEqual([]);
  });

  test('finds a migration whose SQL was changed, and says to add a new one', () => {
    const faults = faultsOf(fixture, { first: first.replace('INTEGER', 'INT'), second, third });
    expect(faults).toEqual([
      expect.stringMatching(
        /^the released migration 1 \(first\) was changed\..* add a new migration at the end /,
      ),
    ]);
  });

  test('finds a change of blanks or of a comment sign inside a literal', () => {
    expect(faultsOf(fixture, { first, second: second.replace('x --', 'x  --'), third })).toHaveLength(1);
    expect(faultsOf(fixture, { first, second: second.replace('-- y', '-- z'), third })).toHaveLength(1);
  });

  test('finds a migration that was removed, and those that took its place', () => {
    expect(faultsOf(fixture, { first, third })).toEqual([
      expect.stringContaining('the released migration 2 (second) was removed.'),
      expect.stringContaining('the released migration 3 (third) was moved, and is number 2 now.'),
    ]);
    expect(faultsOf(fixture, { first, second })).toEqual([
      expect.stringContaining('the released migration 3 (third) was removed.'),
    ]);
  });

  test('finds two migrations that changed places', () => {
    expect(faultsOf(fixture, { first, third, second })).toEqual([
      expect.stringContaining('the released migration 2 (second) was moved, and is number 3 now.'),
      expect.stringContaining('the released migration 3 (third) was moved, and is number 2 now.'),
    ]);
  });

  test('finds a migration that has another name', () => {
    expect(faultsOf(fixture, { first, other: second, third })).toEqual([
      'the released migration 2 (second) has the name other now. Give it its name back.',
    ]);
  });

  test('finds a new migration that stands before released ones', () => {
    expect(faultsOf(fixture, { first, added: 'SELECT 1;', second, third })).toEqual([
      expect.stringContaining('(second) was moved, and is number 3 now.'),
      expect.stringContaining('(third) was moved, and is number 4 now.'),
      'the new migration 2 (added) stands before released ones. Move it to the end.',
    ]);
  });

  test('finds a new migration at the end without a line in the fixture, prints the line, and is content with it', () => {
    const added = { first, second, third, added: 'ALTER TABLE a ADD COLUMN tags TEXT;' };
    const [fault = '', ...others] = faultsOf(fixture, added);
    expect(others).toEqual([]);
    const line = fault.split('\n')[1] ?? '';
    expect(line).toMatch(/^4 added [0-9a-f]{64}$/);
    expect(faultsOf(`${fixture}${line}\n`, added)).toEqual([]);
  });

  test('finds lines of the fixture that changed places, and a line that is left out', () => {
    const [one, two, three] = fixtureOf({ first, second, third }).split('\n');
    expect(faultsOf([one, three, two].join('\n'), { first, second, third })).toHaveLength(2);
    expect(faultsOf([one, three].join('\n'), { first, second, third })).not.toEqual([]);
  });

  test('keeps literals and the blanks between words when it normalises SQL', () => {
    expect(normalised("\n  SELECT  a , 'it''s ( 1 ) -- x'\n FROM ( b ) -- c\n;")).toBe(
      "SELECT a,'it''s ( 1 ) -- x' FROM(b);",
    );
  });
});
