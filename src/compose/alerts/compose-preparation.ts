import { holdsOf } from '../../access/holds.ts';
import { standing } from '../../access/standing.ts';
import type { AlertService } from '../../alerts/desk/alert-service.ts';
import { currentScenarios } from '../../alerts/scenarios/current-scenarios.ts';
import { scenarioLauncher } from '../../alerts/scenarios/launch-scenario.ts';
import { scenarioService } from '../../alerts/scenarios/scenario-service.ts';
import { templateService } from '../../alerts/templates/template-service.ts';
import type { LaneRegistry } from '../../dispatch/plan/lane-registry.ts';
import type { HttpServices } from '../../http/server/services.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';

/** Templates and scenarios, as the API needs them. */
export const composePreparation = (
  store: Store,
  lanes: Pick<LaneRegistry, 'has'>,
  alerts: AlertService,
  clock: Clock,
): Pick<HttpServices, 'templates' | 'scenarios' | 'launcher'> => {
  const current = currentScenarios(store.scenarios, store, standing(store));
  return {
    launcher: scenarioLauncher({ scenarios: current, alerts }),
    templates: templateService(store, clock),
    scenarios: scenarioService({
      templates: store.templates,
      scenarios: store.scenarios,
      current,
      audiences: store,
      hasRoute: (id) => lanes.has(id),
      holdOf: holdsOf(store),
      clock,
    }),
  };
};
