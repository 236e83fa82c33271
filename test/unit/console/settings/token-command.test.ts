import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { expect, test } from 'vitest';
import { TERM_OPTIONS, termsIn } from '../../../../src/commands/token-terms.ts';
import {
  commandOf,
  emptyDraft,
  isLimited,
  type TokenDraft,
} from '../../../../src/console/rooms/settings/tokens/token-command.ts';

/** What a shell hands to the program, read as the program reads it. */
const readByShell = (draft: TokenDraft) => {
  const said = execFileSync('sh', ['-c', `printf '%s\\0' ${commandOf(draft).replace(/^node /, '')}`]);
  const [, ...args] = said.toString().split('\0').slice(0, -1);
  const string = { type: 'string' } as const;
  const options = { config: string, name: string, role: string, user: string, ...TERM_OPTIONS };
  return parseArgs({ args, options, allowPositionals: true });
};

test('the command that is shown gives the token what was picked, as the program itself reads it', () => {
  const draft: TokenDraft = {
    name: 'Weather station',
    role: 'operator',
    user: 'Anna',
    expires: 'P90D',
    perMinute: '60',
    perDay: '2 000',
    maxPriority: 'normal',
    countries: 'fr, de',
    addresses: '10.1.0.0/16',
  };
  const { values, positionals } = readByShell(draft);
  expect(positionals).toEqual(['token', 'create']);
  expect(values).toMatchObject({ name: 'Weather station', role: 'operator', user: 'Anna' });
  expect(termsIn(values, 0)).toMatchObject({
    expiresAt: 90 * 86_400_000,
    limits: {
      sending: { perMinute: 60, perDay: 2000, maxPriority: 'normal', countries: ['FR', 'DE'] },
      addresses: ['10.1.0.0/16'],
    },
  });
  expect(isLimited(draft)).toBe(true);
});

test('a name never becomes another command or another option', () => {
  for (const name of [`L'eau; reboot`, '$(reboot) `id`', '--withdraw', '"', '-x', "'; id #"]) {
    const { values, positionals } = readByShell({ ...emptyDraft, name });
    expect(positionals, name).toEqual(['token', 'create']);
    expect(values.name).toBe(name);
  }
  expect(isLimited(emptyDraft)).toBe(false);
});
