import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isOnlyForPersons, type Permission, permissions, rolesWith } from '../../src/access/permissions.ts';
import { roles } from '../../src/domain/access/role.ts';

const README = new URL('../../README.md', import.meta.url);

/** The cells of each line of a table that begins with a permission. */
const tableIn = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => /^\| (`\w+`|permission) /.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test('the table of roles in the README is what the program allows', () => {
  const made = (Object.entries(permissions) as [Permission, string][]).map(([permission, words]) => [
    `\`${permission}\``,
    `${words}${isOnlyForPersons(permission) ? ' ¹' : ''}`,
    ...roles.map((role) => (rolesWith(permission).includes(role) ? '✓' : '')),
  ]);
  expect(tableIn(readFileSync(README, 'utf8'))).toEqual([['permission', 'allows to', ...roles], ...made]);
});
