import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isOnlyForPersons, type Permission, permissions, rolesWith } from '../../src/access/permissions.ts';
import { roles } from '../../src/domain/access/role.ts';

const every = Object.entries(permissions) as [Permission, string][];

/** The cells of the lines of the table that has this head. */
const tableIn = (file: string, head: string): readonly (readonly string[])[] => {
  const lines = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split('\n');
  const first = lines.findIndex((line) => new RegExp(`^\\| ${head}  *\\|`).test(line));
  const after = lines.findIndex((line, index) => index > first && !line.startsWith('|'));
  return lines.slice(first + 2, after).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

test('the table of roles in the README is what the program allows', () => {
  const made = roles.map((role) => [
    `\`${role}\``,
    every
      .filter(([permission]) => rolesWith(permission).includes(role))
      .map(([permission]) => `\`${permission}\``)
      .join(', '),
  ]);
  expect(tableIn('README.md', 'role  *\\| permissions')).toEqual(made);
});

test('the table of permissions in docs/security.md is what the program allows', () => {
  const made = every.map(([permission, words]) => [
    `\`${permission}\``,
    `${words}${isOnlyForPersons(permission) ? ' ¹' : ''}`,
    ...roles.map((role) => (rolesWith(permission).includes(role) ? '✓' : '')),
  ]);
  expect(tableIn('docs/security.md', 'permission')).toEqual(made);
});
