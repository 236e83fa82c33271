import type { AlertActor } from '../../domain/alerts/alert.ts';
import { stepAlert } from '../../domain/alerts/alert-state.ts';
import type { AlertServiceDeps } from '../desk/alert-service-deps.ts';
import { otherVersion, type StepVerdict, wrongState } from '../desk/verdict.ts';
import { wavesWithShort } from '../waves/shortener.ts';

/** Gives the messages of an alert that no route has the short text, since somebody asks for it. */
export const shortenAlert = async (
  { repository, shorts, policy }: Pick<AlertServiceDeps, 'repository' | 'shorts' | 'policy'>,
  id: number,
  actor: Pick<AlertActor, 'id' | 'name'>,
  version?: number,
): Promise<StepVerdict> => {
  const alert = await repository.getAlert(id);
  if (alert === undefined) return { kind: 'unknown' };
  if (version !== undefined && version !== alert.version) return otherVersion(alert);
  if (stepAlert(alert.state, 'shorten') === undefined) return wrongState(alert, 'shorten');
  if (policy.shortWhenDegraded === 'never')
    return {
      kind: 'wrongState',
      detail: 'shorten: the configuration forbids it (alerts.shortWhenDegraded: never)',
    };
  if (wavesWithShort(await repository.waves(id)).length === 0)
    return { kind: 'wrongState', detail: 'shorten: no text that goes out has a short variant' };
  await shorts.shortener.shorten(id, actor, 'an operator decided so');
  return { kind: 'done', alert: (await repository.getAlert(id)) ?? alert };
};
