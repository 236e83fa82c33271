import { describe, expect, test } from 'vitest';
import { whyRecent } from '../../../../src/alerts/desk/verdict.ts';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { inWords } from '../../../../src/domain/text/french/in-words.ts';
import { toFrench } from '../../../../src/domain/text/french/translate.ts';
import { launchReply } from '../../../../src/triggers/sms/launch-words.ts';
import { requestReply } from '../../../../src/triggers/sms/request-words.ts';

const earlier = { id: 3, title: 'Crue', launchedAt: Date.UTC(2026, 10, 26, 23, 12), launchedBy: 'Anna' };

describe('what the gateway says to a phone', () => {
  test('has French words, and times by the clocks of the place, not UTC', () => {
    const said = whyRecent(earlier);
    expect(inWords(said, 'fr', 'Europe/Paris')).toBe(
      'la même est partie le 27/11 à 00:12, alerte 3 (« Crue »), lancée par Anna',
    );
    expect(inWords(said, 'en', 'Europe/Paris')).toContain('at 00:12 on 27 Nov, launched by Anna');
  });

  test('says a fault of a value in French, in letters that take one part', () => {
    const why = 'the value of lieu holds a line end or a control character';
    const replies = [
      launchReply({ kind: 'unfit', name: 'crue', said: why }, 'fr'),
      requestReply({ kind: 'unfit', name: 'crue', why }, 'fr'),
    ];
    for (const reply of replies) {
      expect(reply).toContain('la valeur de lieu contient une fin de ligne');
      expect(reply).not.toMatch(/holds|value/);
      expect(analyse(reply)).toMatchObject({ encoding: 'gsm7', parts: 1 });
    }
  });

  test.each([
    'escalation.steps[1].audience is nobody',
    'escalation.steps[0].audience names what is gone: list 7',
    'escalation.whenFulfilled {x} has no value',
    'cancelContent fr: is empty',
    'content.fr/short is empty',
    'routes no route is called "modem-2"; did you mean "modem-1"?',
  ])('has French words for the blocker %j', (said) => {
    expect(toFrench(said)).toBeDefined();
    expect(toFrench(said)).not.toMatch(/\b(?:is|no|names|has|did|what)\b/);
  });
});
