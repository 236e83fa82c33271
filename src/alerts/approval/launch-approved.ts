import type { Alert } from '../../domain/alerts/alert.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import { reasonOf } from '../desk/verdict.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { whyHeldBack } from './waiting.ts';

type Deps = Pick<ApprovalDeps, 'service' | 'repository' | 'alerts' | 'clock' | 'log' | 'announce'>;

/** What became of an alert that is launched by its approval. */
export type Launched =
  | { readonly kind: 'launched' | 'scheduled' }
  /** It stays approved, and a person has to decide. */
  | { readonly kind: 'held'; readonly reason: string }
  /** It is not launched by its approval any more, or not yet. */
  | { readonly kind: 'open' };

/** Launches an approved alert in the name of the person who submitted it. If it can't go, a person has to decide. */
export const launchApproved = async (deps: Deps, alert: Alert): Promise<Launched> => {
  const { service, repository, clock, log } = deps;
  if (alert.state === 'approved' && alert.launchOnApproval === true) {
    const actor = alert.submitted ?? alert.created;
    const verdict = await service.launch(alert.id, { hash: undefined, actor, version: alert.version });
    if (verdict.kind !== 'done' && verdict.kind !== 'unknown') {
      const detail = reasonOf(verdict);
      if (await repository.holdBack(alert.id, alert.version, clock.now(), { by: GATEWAY, detail })) {
        log.warn({ alert: alert.id, reason: detail }, 'an approved alert cannot be launched by its approval');
        deps.announce();
      }
    }
  }
  return launchOf(deps, alert.id);
};

/** What has become of it so far, as the alert and its log say. */
const launchOf = async ({ alerts }: Pick<Deps, 'alerts'>, id: number): Promise<Launched> => {
  const alert = await alerts.getAlert(id);
  if (alert === undefined) return { kind: 'open' };
  if (alert.state === 'scheduled') return { kind: 'scheduled' };
  if (alert.launched !== undefined) return { kind: 'launched' };
  if (alert.state !== 'approved' || alert.launchOnApproval === true) return { kind: 'open' };
  const reason = whyHeldBack(await alerts.alertLog(id));
  return reason === undefined ? { kind: 'open' } : { kind: 'held', reason };
};
