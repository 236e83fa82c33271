import { describe, expect, it } from 'vitest';
import { afterAt, parseCommands } from '../../../src/sim/modem/at-command.ts';

const run = (name: string, ...args: readonly string[]) => ({ name, form: 'run', args });

describe('parsing an AT command line', () => {
  it.each([
    ['', []],
    ['E0', [run('E', '0')]],
    ['e0v1Q0', [run('E', '0'), run('V', '1'), run('Q', '0')]],
    ['&F', [run('&F', '')]],
    ['S0=0', [{ name: 'S0', form: 'set', args: ['0'] }]],
    ['+CSQ', [run('+CSQ')]],
    ['+cpin?', [{ name: '+CPIN', form: 'read', args: [] }]],
    ['+CNMI=?', [{ name: '+CNMI', form: 'test', args: [] }]],
    ['+CNMI=2,1,0,1,0', [{ name: '+CNMI', form: 'set', args: ['2', '1', '0', '1', '0'] }]],
    ['^CURC=0', [{ name: '^CURC', form: 'set', args: ['0'] }]],
    ['+CUSD=1,"*100#;,",15', [{ name: '+CUSD', form: 'set', args: ['1', '*100#;,', '15'] }]],
    ['+CPMS="SM","ME"', [{ name: '+CPMS', form: 'set', args: ['SM', 'ME'] }]],
    [
      'E0+CMEE=1;+CREG?',
      [run('E', '0'), { name: '+CMEE', form: 'set', args: ['1'] }, { name: '+CREG', form: 'read', args: [] }],
    ],
  ])('AT%s is split into its commands', (line, commands) => {
    expect(parseCommands(line)).toEqual(commands);
  });

  it.each(['+', '0011000B91', '+CPIN="12', '=1'])('AT%s is refused as a command line', (line) => {
    expect(parseCommands(line)).toBeUndefined();
  });

  it('the command line starts at AT, whatever noise comes before', () => {
    expect(afterAt('at+CSQ')).toBe('+CSQ');
    expect(afterAt('\x00\xffAT+CSQ ')).toBe('+CSQ');
    expect(afterAt('OK')).toBeUndefined();
  });
});
