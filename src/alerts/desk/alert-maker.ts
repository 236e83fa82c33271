import {
  type Alert,
  type AlertActor,
  type AlertLogEntry,
  isTakenBack,
  type Wave,
} from '../../domain/alerts/alert.ts';
import { isNote } from '../../domain/alerts/alert-log.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertState } from '../../domain/alerts/alert-state.ts';
import type { ScenarioApproval } from '../../domain/alerts/scenario.ts';
import type { AudienceMeaning } from '../../domain/people/audience.ts';
import type { Advance, Advanced, AlertMaker, TriggeredAlert } from '../../domain/triggers/alert-maker.ts';
import { lapseOf } from '../scenarios/current-scenarios.ts';
import type { AlertService } from './alert-service.ts';
import { reasonOf, type StepVerdict } from './verdict.ts';

const BEFORE: ReadonlySet<AlertState> = new Set([
  'draft',
  'pendingApproval',
  'returned',
  'approved',
  'scheduled',
]);

const WAITS = {
  update: 'the update waits for the approval of a second person',
  cancel: 'the cancel waits for the approval of a second person',
} as const;

const TOUCHED = 'somebody else has taken steps with the alert: it is for people to decide what becomes of it';

/** Makes, launches and corrects alerts for triggers, by the steps of the alert service. */
export const alertMaker = (
  service: AlertService,
  repository: Pick<AlertRepository, 'waves' | 'alertLog'>,
): AlertMaker => {
  /**
   * Submits and approves the alert. Each step names the version that the step before it left, so that it is refused if
   * somebody else has changed the alert.
   */
  const approve = async (
    alert: Alert,
    actor: AlertActor,
    approval: ScenarioApproval,
  ): Promise<StepVerdict> => {
    if (alert.state === 'approved') return { kind: 'done', alert };
    const submitted: StepVerdict =
      alert.state === 'draft'
        ? await service.submit(alert.id, actor, alert.version)
        : { kind: 'done', alert };
    if (submitted.kind !== 'done') return submitted;
    const name = `${approval.name}, who approved the scenario`;
    const by = { id: approval.id, name, role: 'approver' } as const;
    const whyNot = (meant: AudienceMeaning) => lapseOf(approval, meant)?.detail;
    return service.approveBeforehand(alert.id, by, submitted.alert.version, whyNot, approval.at);
  };

  const advance = async (
    id: number,
    to: Advance,
    actor: AlertActor,
    approval: ScenarioApproval | undefined,
  ): Promise<Advanced> => {
    const alert = await service.get(id);
    if (alert === undefined) return { kind: 'refused', state: 'unknown', reason: 'the alert is gone' };
    if (to === 'draft' || !BEFORE.has(alert.state) || alert.state === 'scheduled') return done(alert);
    // The log is read after the alert: if somebody else takes a later step, the version differs and the next step
    // fails.
    if (isTouched(alert, await repository.alertLog(id), approval)) {
      return { kind: 'refused', state: alert.state, reason: TOUCHED };
    }
    if (to === 'approve' || to === 'request') {
      return alert.state === 'draft'
        ? said(await service.submit(id, actor, alert.version, to === 'request'), alert)
        : done(alert);
    }
    // Who approved the scenario can't be the second person of a launch of their own, whichever way they ask for it.
    const isOwn =
      approval !== undefined && [...alert.authors, alert.created.id, actor.id].includes(approval.id);
    const ready: StepVerdict =
      approval === undefined || isOwn ? { kind: 'done', alert } : await approve(alert, actor, approval);
    if (ready.kind !== 'done') return said(ready, (await service.get(id)) ?? alert);
    const { version } = ready.alert;
    const verdict = await service.launch(id, { hash: undefined, actor, version });
    if (verdict.kind !== 'needsApproval') return said(verdict, ready.alert);
    // The alert is submitted at once, so that approvers find it. The trigger was to launch it, so the approval does:
    // otherwise nobody would at night.
    const submitted = await service.submit(id, actor, version, true);
    const { state, launchOnApproval } = submitted.kind === 'done' ? submitted.alert : ready.alert;
    const refused = { kind: 'refused', state, reason: verdict.detail } as const;
    return launchOnApproval === true ? { ...refused, awaitsApproval: true } : refused;
  };

  return {
    create: async (draft, actor, authors, event) => (await service.create(draft, actor, authors, event)).id,
    advance,
    overview: async (id): Promise<TriggeredAlert | undefined> => {
      const alert = await service.get(id);
      if (alert === undefined) return undefined;
      const waves = await repository.waves(id);
      return { state: alert.state, phase: phaseOf(alert, waves), draft: alert.draft, waves };
    },
    correct: async (id, kind, says, { actor, authors, isByHand }) => {
      const correction = says && { ...says, values: {}, authors };
      const verdict =
        kind === 'cancel' || correction === undefined
          ? await service.cancel(id, correction, { actor, isOfTrigger: !isByHand })
          : await service.update(id, correction, actor);
      return verdict.kind === 'done' && verdict.alert.proposedUpdate !== undefined
        ? { kind: 'refused', state: verdict.alert.state, reason: WAITS[kind] }
        : said(verdict);
    },
    note: (id, actor, action, detail) => service.note(id, actor, action, detail),
    withdraw: async (id, actor, reason) => {
      const alert = await service.get(id);
      if (alert?.state === 'scheduled') return said(await service.stop(id, actor, reason), alert);
      if (alert?.state === 'approved') return said(await service.reject(id, actor, reason), alert);
      return said(await service.discard(id, actor, reason), alert);
    },
  };
};

/**
 * Whether anybody has taken a step with the alert, apart from its creator and the approval by the scenario's approver.
 */
const isTouched = (
  { created }: Alert,
  log: readonly AlertLogEntry[],
  approval: ScenarioApproval | undefined,
): boolean =>
  log.some(
    ({ actor, action }) =>
      actor !== created.id && !isNote(action) && !(action === 'approve' && actor === approval?.id),
  );

const phaseOf = ({ state }: Alert, waves: readonly Wave[]): TriggeredAlert['phase'] => {
  // An alert that was cancelled or ended takes no further correction.
  if (isTakenBack(waves)) return 'over';
  if (waves.length > 0) return 'out';
  return BEFORE.has(state) ? 'before' : 'over';
};

const done = ({ state }: Alert): Advanced => ({ kind: 'done', state });

const said = (verdict: StepVerdict, before?: Alert): Advanced => {
  if (verdict.kind === 'done') return done(verdict.alert);
  const refused = { kind: 'refused', state: before?.state ?? 'unknown', reason: reasonOf(verdict) } as const;
  return verdict.kind === 'recentlyAlerted' ? { ...refused, repeats: verdict.earlier.id } : refused;
};
