import type { AlertActor, AlertDraft, WaveKind } from '../../../domain/alerts/alert.ts';
import type { AlertStep, NewWave, StepTaken } from '../../../domain/alerts/alert-repository.ts';
import {
  newWave,
  stepWave,
  type WaveEffect,
  type WaveEvent,
  type WaveTarget,
} from '../../../domain/alerts/wave-state.ts';
import type { TriggerEventKey } from '../../../domain/triggers/trigger-event-key.ts';
import type { Db } from '../../db.ts';
import { type WaveStateRow, waveStateOfRow } from '../../rows/wave-rows.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { steady } from '../steady.ts';
import { prepareAlertLog } from './alert-log.ts';
import { prepareEndPage } from './approval-pages.ts';
import { againDetail, prepareRecentLaunches } from './recent-launches.ts';
import { prepareKeepEvent } from './trigger-events.ts';
import { prepareWaveState } from './wave-state.ts';

interface WaveRow extends WaveStateRow {
  readonly wave: number;
  readonly kind: WaveKind;
  readonly target: WaveTarget;
}

/** The steps of an alert, each in one commit with its line in the log and the waves that it begins or stops. */
export const prepareAlertSteps = (db: Db, enqueue: Enqueue) => {
  const insert = db
    .prepare<[object], number>(`
    INSERT INTO alerts (state, draft, created_at, created_by, created_name, updated_at, authors)
    VALUES ('draft', :draft, :at, :by, :byName, :at, :authors) RETURNING id`)
    .pluck();
  const keepEvent = prepareKeepEvent(db);
  const log = prepareAlertLog(db);
  const recent = prepareRecentLaunches(db);
  const step = db.prepare(
    'UPDATE alerts SET state = ?, version = version + 1, updated_at = ? WHERE id = ? AND version = ?',
  );
  const setDraft = db.prepare('UPDATE alerts SET draft = ? WHERE id = ?');
  const setSubmitted = db.prepare(
    'UPDATE alerts SET submitted_at = ?, submitted_by = ?, submitted_name = ?, submitted_people = ? WHERE id = ?',
  );
  const setLaunchOnApproval = db.prepare('UPDATE alerts SET launch_on_approval = ? WHERE id = ?');
  const setApproved = db.prepare(
    'UPDATE alerts SET approved_at = ?, approved_by = ?, approved_name = ?, approved_hash = ?, approved_people = ? WHERE id = ?',
  );
  const setLaunched = db.prepare(`
    UPDATE alerts SET launched_at = ?, launched_by = ?, launched_name = ?, launched_hash = ?, launch_key = ? WHERE id = ?`);
  const setFinished = db.prepare('UPDATE alerts SET finished_at = ? WHERE id = ?');
  const setCancelled = db.prepare('UPDATE alerts SET cancelled_at = ? WHERE id = ?');
  const setQuestion = db.prepare('UPDATE alerts SET question_until = ? WHERE id = ?');
  const setEnd = db.prepare(
    'UPDATE alerts SET ends_at = ?, end_offered_at = NULL, end_people = NULL WHERE id = ?',
  );
  const offerEnd = db.prepare('UPDATE alerts SET end_offered_at = ?, end_people = ? WHERE id = ?');
  const setProposed = db.prepare('UPDATE alerts SET proposed_update = ? WHERE id = ?');
  const setEscalation = db.prepare('UPDATE alerts SET escalation = ? WHERE id = ?');
  const wavesOf = db.prepare<[number], WaveRow>(
    steady(`
    SELECT wave, kind, target, done, cut, swept, undecided, overtaking FROM alert_waves WHERE alert_id = ? ORDER BY wave`),
  );
  const endPage = prepareEndPage(db);
  const isEnded = db.prepare<[number], unknown>(
    'SELECT 1 FROM approval_pages WHERE id = ? AND ended_at IS NOT NULL',
  );
  const setWaveState = prepareWaveState(db);
  const lastMessage = db.prepare<[number], { id: number | null }>(
    steady('SELECT max(id) AS id FROM messages WHERE alert = ?'),
  );
  const insertWave = db.prepare(`
    INSERT INTO alert_waves (alert_id, wave, kind, target, content, given, started_at, valid_until, mark, expected,
                             meaning, step)
    VALUES (:alert, :wave, :kind, :target, :content, :given, :startedAt, :validUntil, :mark, :expected, :meaning,
            :step)`);
  const replaceText = db.prepare(
    'UPDATE alert_waves SET content = ?, given = ?, valid_until = ? WHERE alert_id = ? AND wave = ?',
  );

  /** Applies the event to every wave of this kind that the alert has so far, or to every wave. */
  const stepWaves = (
    alert: number,
    event: WaveEvent,
    apply: (effect: WaveEffect, wave: number) => void = () => {},
    only?: WaveKind,
  ): void => {
    for (const { wave, kind, target, ...row } of wavesOf.all(alert)) {
      if (only !== undefined && only !== kind) continue;
      const before = waveStateOfRow(row);
      const { state, effects } = stepWave(before, event, target);
      if (state !== before) setWaveState({ alert, wave }, state);
      for (const effect of effects) apply(effect, wave);
    }
  };
  const addWave = (alert: number, one: NewWave, at: number): void => {
    const { kind, target, validUntil, replaces, step: ofStep = null } = one;
    const content = JSON.stringify(one.content);
    const given = JSON.stringify(one.values);
    const mark = lastMessage.get(alert)?.id ?? 0;
    if (replaces) {
      stepWaves(alert, { kind: 'updated' }, (effect, earlier) => {
        if (effect === 'takeNewText') replaceText.run(content, given, validUntil, alert, earlier);
      });
    }
    const wave = (wavesOf.all(alert).at(-1)?.wave ?? 0) + 1;
    const meaning = one.meaning === undefined ? null : JSON.stringify(one.meaning);
    const { expected } = one;
    insertWave.run({
      alert,
      wave,
      kind,
      target,
      content,
      given,
      startedAt: at,
      validUntil,
      mark,
      expected,
      meaning,
      step: ofStep,
    });
    setWaveState({ alert, wave }, newWave(replaces));
    if (kind === 'cancel') setCancelled.run(at, alert);
  };
  const set = ({ id, at, actor, set: changes }: AlertStep): void => {
    if (changes === undefined) return;
    const { draft, submitted, approvedHash, launched, finished, questionUntil, proposedUpdate } = changes;
    const { endsAt, endOffer, launchOnApproval, escalation, approvedPeople } = changes;
    if (draft !== undefined) setDraft.run(JSON.stringify(draft), id);
    if (submitted !== undefined) setSubmitted.run(at, actor.id, actor.name, submitted.people, id);
    if (launchOnApproval !== undefined) setLaunchOnApproval.run(launchOnApproval ? 1 : 0, id);
    if (approvedHash === null) setApproved.run(null, null, null, null, null, id);
    else if (approvedHash !== undefined)
      setApproved.run(at, actor.id, actor.name, approvedHash, approvedPeople ?? null, id);
    if (launched === null) setLaunched.run(null, null, null, null, null, id);
    else if (launched !== undefined) {
      const { hash, key, by = actor } = launched;
      setLaunched.run(at, by.id, by.name, hash, key ?? null, id);
    }
    if (finished !== undefined) setFinished.run(finished ? at : null, id);
    if (questionUntil !== undefined) setQuestion.run(questionUntil, id);
    if (escalation !== undefined) setEscalation.run(JSON.stringify(escalation), id);
    if (endsAt !== undefined) setEnd.run(endsAt, id);
    if (endOffer !== undefined) offerEnd.run(at, endOffer.people, id);
    if (proposedUpdate === null) setProposed.run(null, id);
    else if (proposedUpdate !== undefined) {
      setProposed.run(JSON.stringify({ ...proposedUpdate, id: actor.id, name: actor.name, at }), id);
    }
  };

  return {
    createAlert(
      draft: AlertDraft,
      actor: Pick<AlertActor, 'id' | 'name'>,
      nowMs: number,
      authors: readonly string[],
      event: TriggerEventKey | undefined,
    ): number {
      const by = { by: actor.id, byName: actor.name, authors: JSON.stringify(authors) };
      const id = Number(insert.get({ draft: JSON.stringify(draft), at: nowMs, ...by }));
      // In the same transaction: an event whose alert is stored must be known when its program posts it again.
      if (event !== undefined) keepEvent(event, id, nowMs);
      log(id, { at: nowMs, actor, action: 'create', detail: undefined });
      return id;
    },
    logAlert: log,
    stepAlert(one: AlertStep): StepTaken {
      const { id, version, state, at, cut, cutOnly, wave, messages, guard, answers } = one;
      if (answers !== undefined && isEnded.get(answers.page) !== undefined) return false;
      const earlier = guard && recent.earlierThan(id, guard);
      if (earlier !== undefined && guard?.again === false) return { earlier };
      if (step.run(state, at, id, version).changes === 0) return false;
      set(one);
      if (cut !== undefined) stepWaves(id, { kind: 'stopped', reason: cut }, undefined, cutOnly);
      if (wave !== undefined) addWave(id, wave, at);
      if (messages !== undefined) enqueue(messages);
      if (guard !== undefined) recent.keep(id, guard, at);
      if (answers !== undefined && endPage(answers, at)) {
        log(id, { at, actor: answers.by, action: 'pageAnswered', detail: answers.detail });
      }
      log(id, guard?.again === true ? { ...one, detail: againDetail(one.detail, earlier) } : one);
      return true;
    },
  };
};
