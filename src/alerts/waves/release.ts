import type { Alert } from '../../domain/alerts/alert.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { isKeptFromSending } from '../../domain/alerts/wave-state.ts';
import { turnOf } from './turn.ts';

interface Deps {
  readonly repository: Pick<AlertRepository, 'waves' | 'getAlert'>;
  readonly traffic: Pick<AlertTraffic, 'release'>;
}

/**
 * Releases what nothing keeps from sending any more. A step that came while the waves were read, such as another pause,
 * may hold some of them: then both are read again. Each step holds its waves after two reads that follow its commit, so
 * it holds them after this release.
 */
export const releaseFree = async ({ repository, traffic }: Deps, seen: Alert): Promise<void> => {
  for (let alert: Alert | undefined = seen; alert !== undefined; ) {
    const waves = await repository.waves(alert.id);
    const now: Alert | undefined = await repository.getAlert(alert.id);
    if (now !== undefined && now.version === alert.version) {
      for (const wave of waves) if (!isKeptFromSending(wave, waves, now.state)) traffic.release(turnOf(wave));
      return;
    }
    alert = now;
  }
};
