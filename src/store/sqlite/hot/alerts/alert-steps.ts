import { type Actor, type AlertDraft, OVERTAKEN } from '../../../../domain/alerts/alert.ts';
import type { AlertStep, NewWave } from '../../../../domain/alerts/alert-book.ts';
import type { Db } from '../../open.ts';
import { steady } from '../../steady.ts';

interface LogLine {
  readonly at: number;
  readonly actor: Pick<Actor, 'id' | 'name'>;
  readonly action: string;
  readonly detail: string | undefined;
}

/** The steps of an alert, each in one commit with its line in the log and the wave that it begins or cuts. */
export const prepareAlertSteps = (db: Db) => {
  const insert = db.prepare(`
    INSERT INTO alerts (state, draft, created_at, created_by, created_name, updated_at, authors)
    VALUES ('draft', ?, ?, ?, ?, ?, ?)`);
  const addLog = db.prepare(
    'INSERT INTO alert_log (alert_id, at, actor, actor_name, action, detail) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const step = db.prepare(
    'UPDATE alerts SET state = ?, version = version + 1, updated_at = ? WHERE id = ? AND version = ?',
  );
  const setDraft = db.prepare('UPDATE alerts SET draft = ? WHERE id = ?');
  const setSubmitted = db.prepare(
    'UPDATE alerts SET submitted_at = ?, submitted_by = ?, submitted_name = ? WHERE id = ?',
  );
  const setApproved = db.prepare(
    'UPDATE alerts SET approved_at = ?, approved_by = ?, approved_name = ?, approved_hash = ? WHERE id = ?',
  );
  const setLaunched = db.prepare(`
    UPDATE alerts SET launched_at = ?, launched_by = ?, launched_name = ?, launched_hash = ?, launch_key = ? WHERE id = ?`);
  const setFinished = db.prepare('UPDATE alerts SET finished_at = ? WHERE id = ?');
  const setQuestion = db.prepare('UPDATE alerts SET question_until = ? WHERE id = ?');
  const setProposed = db.prepare('UPDATE alerts SET proposed_update = ? WHERE id = ?');
  // Also those that a newer text had ended, while any of their messages may come back: that text does not come any more.
  const cutWaves = db.prepare(`
    UPDATE alert_waves SET cut = ?, swept = 0
    WHERE alert_id = ? AND (cut IS NULL OR (cut = '${OVERTAKEN}' AND swept = 0))`);
  const lastWave = db.prepare<[number], { wave: number | null }>(
    steady('SELECT max(wave) AS wave FROM alert_waves WHERE alert_id = ?'),
  );
  const lastMessage = db.prepare<[number], { id: number | null }>(
    steady('SELECT max(id) AS id FROM messages WHERE alert = ?'),
  );
  const insertWave = db.prepare(`
    INSERT INTO alert_waves (alert_id, wave, kind, target, content, given, started_at, valid_until, mark, expected,
                             meaning, overtaking)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  // Who is in these has no text yet, or none that arrived.
  const replace = db.prepare(`
    UPDATE alert_waves SET content = ?, given = ?, valid_until = ?
    WHERE alert_id = ? AND target IN ('audience', 'undelivered') AND done = 0 AND cut IS NULL`);
  // All whom these are for have an earlier text: the new wave is for them, and must not be followed by an older one.
  const overtake = db.prepare(`
    UPDATE alert_waves SET cut = '${OVERTAKEN}', swept = 0, done = 1, overtaking = 0
    WHERE alert_id = ? AND target IN ('reached', 'silent') AND cut IS NULL`);

  const log = (id: number, { at, actor, action, detail }: LogLine): void => {
    addLog.run(id, at, actor.id, actor.name, action, detail ?? null);
  };
  const addWave = (id: number, one: NewWave, at: number): void => {
    const { kind, target, validUntil, replaces } = one;
    const content = JSON.stringify(one.content);
    const values = JSON.stringify(one.values);
    const wave = (lastWave.get(id)?.wave ?? 0) + 1;
    const mark = lastMessage.get(id)?.id ?? 0;
    if (replaces) {
      replace.run(content, values, validUntil, id);
      overtake.run(id);
    }
    const meaning = one.meaning === undefined ? null : JSON.stringify(one.meaning);
    const shared = [id, wave, kind, target, content, values, at, validUntil, mark, one.expected];
    insertWave.run(...shared, meaning, replaces ? 1 : 0);
  };
  const set = ({ id, at, actor, set: changes }: AlertStep): void => {
    if (changes === undefined) return;
    const { draft, submitted, approvedHash, launched, finished, questionUntil, proposedUpdate } = changes;
    if (draft !== undefined) setDraft.run(JSON.stringify(draft), id);
    if (submitted === true) setSubmitted.run(at, actor.id, actor.name, id);
    if (approvedHash === null) setApproved.run(null, null, null, null, id);
    else if (approvedHash !== undefined) setApproved.run(at, actor.id, actor.name, approvedHash, id);
    if (launched === null) setLaunched.run(null, null, null, null, null, id);
    else if (launched !== undefined) {
      const { hash, key, by = actor } = launched;
      setLaunched.run(at, by.id, by.name, hash, key ?? null, id);
    }
    if (finished !== undefined) setFinished.run(finished ? at : null, id);
    if (questionUntil !== undefined) setQuestion.run(questionUntil, id);
    if (proposedUpdate === null) setProposed.run(null, id);
    else if (proposedUpdate !== undefined) {
      setProposed.run(JSON.stringify({ ...proposedUpdate, id: actor.id, name: actor.name, at }), id);
    }
  };

  return {
    createAlert(
      draft: AlertDraft,
      actor: Pick<Actor, 'id' | 'name'>,
      nowMs: number,
      authors: readonly string[],
    ): number {
      const json = JSON.stringify(draft);
      const by = JSON.stringify(authors);
      const { lastInsertRowid } = insert.run(json, nowMs, actor.id, actor.name, nowMs, by);
      const id = Number(lastInsertRowid);
      log(id, { at: nowMs, actor, action: 'create', detail: undefined });
      return id;
    },
    logAlert: log,
    stepAlert(one: AlertStep): boolean {
      const { id, version, state, at, cut, wave } = one;
      if (step.run(state, at, id, version).changes === 0) return false;
      set(one);
      if (cut !== undefined) cutWaves.run(cut, id);
      if (wave !== undefined) addWave(id, wave, at);
      log(id, one);
      return true;
    },
  };
};
