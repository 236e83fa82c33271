import { createHash } from 'node:crypto';

/** The fixture with a line for each released migration: number, name, SHA-256 of its normalised SQL. */
export const FIXTURE = 'test/fixtures/released-migrations.txt';

const INSTEAD =
  'The files of users have had this migration, and never run it again. Restore it, and add a new migration at the end ' +
  'of src/store/schema/migrations.ts instead.';

const BACK =
  'Move it back: a file knows only how many migrations it has had, and would skip one or repeat one.';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly digest: string;
}

/** A literal or a quoted name, which is kept as it is, or what SQLite skips between two tokens. */
const LITERAL_OR_BLANK = /('(?:[^']|'')*'|"(?:[^"]|"")*")|(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/)+/g;
const BLANK_AT_PUNCTUATION = /('(?:[^']|'')*'|"(?:[^"]|"")*")|\s*([(),;])\s*/g;

/** SQL without comments, line ends and indentation, so that only a change of what SQLite does changes the digest. */
export const normalised = (sql: string): string =>
  sql
    .replace(LITERAL_OR_BLANK, (_, literal?: string) => literal ?? ' ')
    .replace(
      BLANK_AT_PUNCTUATION,
      (_, literal?: string, punctuation?: string) => literal ?? punctuation ?? '',
    )
    .trim();

const numbered = (migrations: Readonly<Record<string, string>>): readonly Migration[] =>
  Object.entries(migrations).map(([name, sql], index) => ({
    number: index + 1,
    name,
    digest: createHash('sha256').update(normalised(sql)).digest('hex'),
  }));

const lineOf = ({ number, name, digest }: Migration): string => `${number} ${name} ${digest}`;

const read = (fixture: string): readonly Migration[] =>
  fixture
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [number, name = '', digest = ''] = line.split(' ');
      return { number: Number(number), name, digest };
    });

/** The lines of the fixture for these migrations. */
export const fixtureOf = (migrations: Readonly<Record<string, string>>): string =>
  numbered(migrations).map(lineOf).join('\n');

/** What is wrong with a released migration as the program has it now; undefined: nothing. */
const faultOfReleased = (released: Migration, now: readonly Migration[]): string | undefined => {
  const { number, name, digest } = released;
  const title = `the released migration ${number} (${name})`;
  const found = now.find((one) => one.name === name);
  if (found === undefined) {
    const renamed = now[number - 1]?.digest === digest ? now[number - 1]?.name : undefined;
    return renamed === undefined
      ? `${title} was removed. ${INSTEAD}`
      : `${title} has the name ${renamed} now. Give it its name back.`;
  }
  if (found.digest !== digest) return `${title} was changed. ${INSTEAD}`;
  if (found.number === number) return undefined;
  return `${title} was moved, and is number ${found.number} now. ${BACK}`;
};

const faultOfNew = (added: Migration, releasedCount: number): string =>
  added.number > releasedCount
    ? `the new migration ${added.number} (${added.name}) has no line in ${FIXTURE}. ` +
      `Once its SQL is as it will be released, add this line at the end:\n${lineOf(added)}`
    : `the new migration ${added.number} (${added.name}) stands before released ones. Move it to the end.`;

/** How the migrations differ from those that were released, in sentences that say what to do. */
export const faultsOf = (
  fixture: string,
  migrations: Readonly<Record<string, string>>,
): readonly string[] => {
  const released = read(fixture);
  const now = numbered(migrations);
  const known = new Set(released.map(({ name }) => name));
  const renamed = new Set(
    released.filter(({ number, digest }) => now[number - 1]?.digest === digest).map(({ number }) => number),
  );
  return [
    ...released
      .filter(({ number }, index) => number !== index + 1)
      .map(({ number, name }) => `${FIXTURE}: the line ${number} ${name} is not at its place`),
    ...released.flatMap((one) => faultOfReleased(one, now) ?? []),
    ...now
      .filter(({ name, number }) => !known.has(name) && !renamed.has(number))
      .map((one) => faultOfNew(one, released.length)),
  ];
};
