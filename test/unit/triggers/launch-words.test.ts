import { describe, expect, test } from 'vitest';
import { septetCount } from '../../../src/domain/text/gsm7.ts';
import { newCode, readCode } from '../../../src/triggers/sms/launch-code.ts';
import { type LaunchAnswer, launchReply, readLaunch } from '../../../src/triggers/sms/launch-words.ts';

const WORDS = ['launch', 'lancer'];

describe('the text of a launch SMS', () => {
  test.each([
    ['LAUNCH 7 7K2M-9QXT', { scenario: '7', code: '7K2M-9QXT', rest: '' }],
    ['lancer crue vallee 7k2m 9qxt', { scenario: 'crue vallee', code: '7k2m9qxt', rest: '' }],
    ['  Launch\n7\t7k2m9qxt ', { scenario: '7', code: '7k2m9qxt', rest: '' }],
    ['LANCER crue 7K2M-9QXT quartier nord', { scenario: 'crue', code: '7K2M-9QXT', rest: 'quartier nord' }],
    ['lancer crue 7k2m 9qxt: lieu=nord', { scenario: 'crue', code: '7k2m9qxt', rest: 'lieu=nord' }],
    ['launch 7 nonsense', { scenario: '7', code: 'nonsense', rest: '' }],
  ])('%j is read as a launch', (text, read) => {
    expect(readLaunch(text, WORDS)?.[0]).toEqual(read);
  });

  test.each([
    ['launch', 'incomplete'],
    ['launch 7', 'incomplete'],
    ['relaunch 7 7K2M-9QXT', undefined],
    ['7 launch 7K2M-9QXT', undefined],
    ['1', undefined],
    ['', undefined],
  ])('%j is read as incomplete, or as another text', (text, read) => {
    expect(readLaunch(text, WORDS)).toEqual(read);
  });

  test('is read in several ways if a word of the name or of a value looks like a code', () => {
    const readings = readLaunch('LANCER personne 7k2m9qxt secteurs', WORDS);
    expect(readings).toContainEqual({ scenario: 'personne', code: '7k2m9qxt', rest: 'secteurs' });
    expect(readLaunch('lancer x abcdefgh jkmnpqrs tvwxyzab 12345678 9abcdefg', WORDS)?.length).toBe(3);
  });

  test('may have its code in upper or lower case, with blanks and hyphens', () => {
    expect(readCode('7k2m-9qxt')).toBe('7K2M9QXT');
    expect(readCode('oil0 ABCD')).toBe('0110ABCD');
    expect(readCode('7K2M-9QX')).toBeUndefined();
    expect(readCode('7K2M-9QX€')).toBeUndefined();
    expect(readCode(newCode())).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(new Set(Array.from({ length: 1000 }, newCode)).size).toBe(1000);
  });

  test('has a reply that fits in one GSM 7-bit part', () => {
    const name = 'crue vallee basse, ecoles';
    const answers: readonly LaunchAnswer[] = [
      { kind: 'launched', name, alert: 12_345 },
      { kind: 'waiting', name, alert: 12_345 },
      { kind: 'awaiting', name, alert: 12_345 },
      { kind: 'outside', name },
      { kind: 'repeats', name, alert: 12_345, repeats: 12_344 },
      ...(['unknownScenario', 'unapproved', 'lapsed'] as const).map((kind) => ({ kind, name })),
      ...(['missing', 'tooMuch', 'unfit'] as const).map((kind) => ({ kind, name, said: 'x'.repeat(200) })),
      ...(['incomplete', 'wrongCode', 'locked', 'usedCode', 'held', 'disabled'] as const).map((kind) => ({
        kind,
      })),
    ];
    for (const answer of answers) {
      for (const language of ['fr', 'en'] as const) {
        expect(septetCount(launchReply(answer, language)), launchReply(answer, language)).toBeLessThanOrEqual(
          160,
        );
      }
    }
  });
});
