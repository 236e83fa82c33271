import type { Scenario } from '../../../api/alerts/scenarios.ts';
import type { Tone } from '../../../parts/light.tsx';

export type Readiness = 'ready' | 'lapsed' | 'nobody' | 'waits';

/** Whether a scenario can be launched at once; if not, the most serious reason. */
export const readinessOf = ({
  preApproved,
  lapsed,
  audience,
}: Pick<Scenario, 'preApproved' | 'lapsed' | 'audience'>): Readiness => {
  if (audience.include.length === 0) return 'nobody';
  if (lapsed !== null) return 'lapsed';
  return preApproved ? 'ready' : 'waits';
};

export const readinessTones: Readonly<Record<Readiness, Tone>> = {
  ready: 'good',
  lapsed: 'bad',
  nobody: 'bad',
  waits: 'waiting',
};
