import type { ShortTexts, ShortTextsStored } from '../../../domain/alerts/short-texts.ts';
import { goesOut, type WaveTarget } from '../../../domain/alerts/wave-state.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { encodingCode } from '../../rows/codes.ts';
import { type WaveStateRow, waveStateOfRow } from '../../rows/wave-rows.ts';
import { MAY_BE_THERE } from '../queue/may-be-there.ts';
import { prepareTransition } from '../queue/transition.ts';
import { steady } from '../steady.ts';
import { prepareAlertLog } from './alert-log.ts';

interface Row extends WaveStateRow {
  readonly version: number;
  readonly target: WaveTarget;
  readonly short: number;
}

/**
 * Gives queued messages of a wave the short text, in one commit with the line in the alert's log. A message that a
 * route has, or of which a part may have left, keeps its text: the parts of two texts would arrive mixed.
 */
export const prepareShorten = (db: Db) => {
  const waveOf = db.prepare<[number, number], Row>(
    steady(`
    SELECT a.version, w.target, w.short, w.done, w.cut, w.swept, w.undecided, w.overtaking
    FROM alert_waves w JOIN alerts a ON a.id = w.alert_id WHERE w.alert_id = ? AND w.wave = ?`),
  );
  const find = db.prepare<[number, string, number, number], { parts: number }>(`
    SELECT parts FROM messages
    WHERE id = ? AND recipient = ? AND alert = ? AND wave = ? AND state = ${stateCode('queued')} AND short = 0
      AND NOT ${MAY_BE_THERE}`);
  const replace = db.prepare(`
    UPDATE messages SET text = ?, encoding = ?, parts = ?, short = 1, concat_reference = NULL WHERE id = ?`);
  const goOver = db.prepare('UPDATE alert_waves SET short = 1 WHERE alert_id = ? AND wave = ?');
  const { note } = prepareTransition(db);
  const log = prepareAlertLog(db);

  return {
    storeShortTexts({ alert, wave, version, at, actor, reason, texts }: ShortTexts): ShortTextsStored {
      const now = waveOf.get(alert, wave);
      if (now === undefined || now.version !== version || !goesOut(waveStateOfRow(now)))
        return { kind: 'stale' };
      const sum = { messages: 0, parts: 0, before: 0 };
      for (const { id, to, text, encoding, parts } of texts) {
        const queued = find.get(id, to, alert, wave);
        if (queued === undefined || queued.parts <= parts) continue;
        replace.run(text, encodingCode(encoding), parts, id);
        const why = `the short text takes the place of the long one: ${reason}`;
        note(id, { at, route: undefined, part: undefined, reason: why, evidence: undefined });
        sum.messages++;
        sum.parts += parts;
        sum.before += queued.parts;
      }
      const isNew = now.short === 0;
      if (isNew) goOver.run(alert, wave);
      if (isNew || sum.messages > 0) {
        const made = `${sum.messages} messages that no route had have the short text: ${sum.parts} parts instead of ${sum.before}`;
        const detail = `wave ${wave}: ${reason}; ${made}${isNew ? '; the messages that follow have it too' : ''}`;
        log(alert, { at, actor, action: 'shorten', detail });
      }
      return { kind: 'stored', messages: sum.messages, isLogged: isNew || sum.messages > 0 };
    },
  };
};
