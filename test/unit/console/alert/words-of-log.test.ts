import { describe, expect, it } from 'vitest';
import { logLineOf } from '../../../../src/console/rooms/alert/live/log-line.ts';
import { logEn, logFr } from '../../../../src/console/rooms/alert/words/log-texts.ts';
import { eventOfAction } from '../../../../src/domain/alerts/alert-log.ts';

const entry = (action: string, detail: string | null = null, by = { id: 'user:1', name: 'Anna' }) => ({
  at: '2026-11-26T02:12:00.000Z',
  by: { kind: 'user' as const, ...by },
  action,
  detail,
});

describe('the log of an alert in words', () => {
  it.each(Object.keys(eventOfAction))('says %s as a sentence in both languages', (action) => {
    const { word } = logLineOf(entry(action));
    expect(word).toBe(action);
    for (const texts of [logEn, logFr])
      expect(texts[action as keyof typeof logEn]).toMatch(/^(?:\{\{who\}\} |\p{Lu}).+[.:]$/u);
  });

  it('shows an action that it does not know as it is', () => {
    expect(logLineOf(entry('teleport'))).toMatchObject({ word: undefined, action: 'teleport', who: 'Anna' });
    expect(logLineOf(entry('toString')).word).toBeUndefined();
  });

  it('leaves out digests, which say nothing to a person', () => {
    expect(logLineOf(entry('approve', 'a3'.repeat(32))).detail).toBeUndefined();
    const seen = '2.9YpSzEmgggGO_yZsn07c6fMfztCT4-YvKfGU39Zpn2A.Nj7QkjU8pufQICm0xZbCzBO2q4b5OI8zzCaHeRVOXwE';
    expect(logLineOf(entry('approve', seen)).detail).toBeUndefined();
    expect(logLineOf(entry('resend', 'silent')).detail).toBe('silent');
  });

  it('says in words that the approval was given beforehand, with the scenario', () => {
    const by = { id: 'user:2', name: 'Bruno, beforehand (scenario 1, version 1)' };
    expect(logLineOf(entry('approve', null, by))).toMatchObject({ word: 'approveBeforehand', who: 'Bruno' });
    expect(logLineOf(entry('note', 'x', by)).who).toBe(by.name);
  });

  it('never takes the text of a person for one of the gateway', () => {
    expect(logLineOf(entry('note', 'silent')).isOwnText).toBe(true);
    expect(logLineOf(entry('resend', 'silent')).isOwnText).toBe(false);
  });

  it('tells who got an SMS about a launch without a second person apart from the reason', () => {
    const alone = entry('breakGlass', 'nobody answers [SMS: Bruno, Ada]');
    expect(logLineOf(alone)).toMatchObject({ detail: 'nobody answers', told: 'Bruno, Ada' });
    const note = entry('note', 'he wrote [SMS: Bruno, Ada]');
    expect(logLineOf(note)).toMatchObject({ detail: note.detail, told: undefined });
  });

  it('names nobody where the gateway acted', () => {
    expect(logLineOf(entry('complete', null, { id: 'tocsin', name: 'the gateway' })).who).toBeUndefined();
  });
});
