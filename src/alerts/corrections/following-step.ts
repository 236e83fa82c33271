import type { AlertsConfig } from '../../config/alerts.ts';
import type { HoldOf } from '../../domain/access/hold.ts';
import type { Alert, Correction } from '../../domain/alerts/alert.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { isKeptFromSending } from '../../domain/alerts/wave-state.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Decision, Step, Stepper } from '../desk/stepper.ts';
import type { StepVerdict } from '../desk/verdict.ts';
import { expectedIn } from '../waves/expected.ts';
import { turnOf } from '../waves/turn.ts';
import { whyNoFollowUp, whyOver } from './following.ts';

export interface FollowingDeps {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'waves' | 'alertLog'>;
  readonly holdOf: HoldOf;
  readonly traffic: Pick<AlertTraffic, 'hold'>;
  readonly policy: AlertsConfig;
  readonly clock: Pick<Clock, 'now'>;
  /** The clocks by which texts give times: an IANA name. */
  readonly timeZone: string;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
  /** Called when messages wait to be stored or withdrawn. */
  readonly moved: () => void;
}

/** The reasons that messages withdrawn by these steps get. */
export const WHY_CUT = { cancel: 'the alert was cancelled', end: 'the alert is over' } as const;

/**
 * Takes a step that begins or ends waves. Waves that must not go out any more are held at once, and withdrawn later.
 */
export const follow = async (
  { repository, traffic, moved }: FollowingDeps,
  stepper: Stepper,
  id: number,
  step: Step,
  decide: (alert: Alert, nowMs: number) => Decision | Promise<Decision>,
): Promise<StepVerdict> => {
  const verdict = await stepper.take(id, step, decide);
  if (verdict.kind !== 'done') return verdict;
  const waves = await repository.waves(id);
  for (const wave of waves)
    if (isKeptFromSending(wave, waves, verdict.alert.state)) traffic.hold(turnOf(wave));
  moved();
  return verdict;
};

/** What a wave to exactly the people who have the alert, or may have it, changes. */
export const correct = async (
  { repository, progress }: FollowingDeps,
  alert: Alert,
  kind: 'update' | 'cancel' | 'end',
  correction: Correction,
  nowMs: number,
): Promise<Decision> => {
  const { id, draft } = alert;
  const { content, values, validForMs = draft.validForMs, expiresAt = draft.expiresAt } = correction;
  const waves = await repository.waves(id);
  const isUpdate = kind === 'update';
  const refused =
    whyNoFollowUp(alert, waves, content, values) ?? (isUpdate ? whyOver(expiresAt, nowMs) : undefined);
  if (refused !== undefined) return { refused };
  const target = 'reached';
  // A cancel goes out even after `expiresAt`: people must learn that the alert is taken back.
  const lastsUntil = (isUpdate ? expiresAt : undefined) ?? Number.POSITIVE_INFINITY;
  const validUntil = Math.min(nowMs + validForMs, lastsUntil);
  return {
    set: {
      finished: false,
      // An update that waits for approval is dropped: its author did not know this correction.
      proposedUpdate: null,
      endsAt: isUpdate ? (expiresAt ?? Math.max(validUntil, alert.questionUntil ?? 0)) : null,
      ...(isUpdate && { draft: { ...draft, content, values, expiresAt } }),
    },
    ...(!isUpdate && { cut: WHY_CUT[kind] }),
    wave: {
      kind,
      target,
      content,
      values,
      expected: expectedIn(kind, target, waves, await progress(id)),
      replaces: isUpdate,
      validUntil,
    },
  };
};
