import { describe, expect, test } from 'vitest';
import { usageOf } from '../../../src/commands/usage/usage.ts';

const commandsIn = (usage: string): readonly string[] =>
  [
    ...usage.matchAll(
      /node src\/main\.ts (\w+(?: (?:create|revoke|list|disable|enable|reset|verify|export)\b)?)/g,
    ),
  ].map(([, command]) => command ?? '');

describe('the usage that is shown', () => {
  test('is only that of the command, so that an error above it stays on the screen', () => {
    expect(commandsIn(usageOf(['token', 'create', '--name', 'web']))).toEqual(['token create']);
    expect(commandsIn(usageOf(['backup', '--too', 'file']))).toEqual(['backup']);
    expect(commandsIn(usageOf(['probe', '/dev/ttyUSB0', '--radio']))).toEqual(['probe', 'probe', 'probe']);
  });

  test('is that of all commands of a subject if the second word is missing or misspelt', () => {
    const token = ['token create', 'token revoke', 'token list'];
    expect(commandsIn(usageOf(['token']))).toEqual(token);
    expect(commandsIn(usageOf(['token', 'creat']))).toEqual(token);
  });

  test('is that of the whole program if no command is given or it is unknown', () => {
    for (const argv of [[], ['--help'], ['tokn', 'create'], ['tok']])
      expect(commandsIn(usageOf(argv))).toEqual(
        expect.arrayContaining(['serve', 'check', 'token create', 'release']),
      );
  });
});
