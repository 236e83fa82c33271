import { scenarioDesk } from '../alerts/scenarios/scenario-desk.ts';
import { templateDesk } from '../alerts/templates/template-desk.ts';
import type { Plan } from '../dispatch/plan.ts';
import type { Clock } from '../domain/clock.ts';
import type { Store } from '../domain/store.ts';
import type { HttpServices } from '../http/services.ts';

/** Templates and scenarios, as the edge asks for them. */
export const composePreparation = (
  store: Store,
  plan: Plan,
  clock: Clock,
): Pick<HttpServices, 'templates' | 'scenarios'> => ({
  templates: templateDesk(store, clock),
  scenarios: scenarioDesk({
    templates: store.templates,
    scenarios: store.scenarios,
    audiences: store,
    hasRoute: (id) => plan.has(id),
    clock,
  }),
});
