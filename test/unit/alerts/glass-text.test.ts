import { expect, test } from 'vitest';
import { GlassNews, type Watcher } from '../../../src/alerts/glass/glass-news.ts';
import { glassText } from '../../../src/alerts/glass/glass-text.ts';
import type { Alert } from '../../../src/domain/alerts/alert.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { analyse } from '../../../src/domain/text/analyse.ts';
import { draftOf } from '../../support/alerts/alerts.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { newMessage, numberOf } from '../../support/store/messages.ts';

const alert = { id: 412, draft: draftOf({ kind: 'live' }) } as Alert;
const step = { action: 'breakGlass', reason: 'nobody answers the phone' } as const;
const watcher = (index: number, language: 'fr' | 'en' = 'fr'): Watcher => ({
  name: `Officer ${index}`,
  phone: numberOf(index) as Msisdn,
  language,
});

const newsFor = (named: readonly Watcher[], everybody: readonly Watcher[] = []) => {
  const log = recordingLog();
  const texts = new Map<string, string>();
  const news = new GlassNews({
    named: async () => named,
    everybody: async () => everybody,
    prepare: async ({ to, text }) => {
      texts.set(to, text);
      return newMessage({ to: to as Msisdn, text });
    },
    from: undefined,
    stored: () => {},
    log,
  });
  return { news, texts, log };
};
const by = { id: 'user:1', name: 'Anna', also: [`phone:${numberOf(1)}`] };

test.each(['fr', 'en'] as const)(
  'the SMS in %s fits one part, whatever the reason and the name',
  (language) => {
    for (const action of ['breakGlass', 'breakGlassUpdate', 'breakGlassCancel'] as const)
      for (const kind of ['live', 'exercise'] as const) {
        const long = { id: 412_412, draft: draftOf({ kind }) } as Alert;
        const text = glassText(language, long, 'A'.repeat(64), { action, reason: '漢字 «»\n'.repeat(60) });
        expect(analyse(text), text).toMatchObject({ encoding: 'gsm7', parts: 1 });
      }
  },
);

test('a text says who sends what, and an exercise begins with its word', () => {
  expect(glassText('en', alert, 'Anna', step)).toBe(
    'TOCSIN: Anna sends alert 412 WITHOUT a second person. Reason: nobody answers the phone',
  );
  const exercise = { ...alert, draft: draftOf({ kind: 'exercise' }) };
  expect(glassText('fr', exercise, 'Anna', step)).toMatch(
    /^EXERCICE - TOCSIN : Anna envoie l'alerte 412 SANS /,
  );
});

test('those who are named are told, each phone once, in their language, and never who breaks the glass', async () => {
  const { news, texts } = newsFor([watcher(1), watcher(2), watcher(2), watcher(3, 'en')], [watcher(4)]);
  const told = await news.messages(alert, by, step, 0);
  expect(told.names).toEqual(['Officer 2', 'Officer 3']);
  expect([...texts.keys()]).toEqual([numberOf(2), numberOf(3)]);
  expect(texts.get(numberOf(3))).toContain('WITHOUT');
});

test('if nobody who is named can be reached but who breaks the glass, all approvers and admins are told', async () => {
  const { news } = newsFor([watcher(1)], [watcher(1), watcher(4)]);
  expect((await news.messages(alert, by, step, 0)).names).toEqual(['Officer 4']);
});

test('a roster of a thousand people does not make the alert wait: fifty are told', async () => {
  const { news } = newsFor(Array.from({ length: 1000 }, (_, index) => watcher(index)));
  expect((await news.messages(alert, by, step, 0)).messages).toHaveLength(50);
});

test('if nobody can be told, the glass is broken all the same, and the log says it', async () => {
  const { news, log } = newsFor([]);
  expect(await news.messages(alert, by, step, 0)).toEqual({ messages: [], names: [] });
  expect(log.lines.map(({ level }) => level)).toContain('error');
});
