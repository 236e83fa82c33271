import type { InboundConfig } from '../../config/inbound.ts';
import type { CaseFromInbox, CaseRepository, CaseStepAsked } from '../../domain/inbound/help-case.ts';
import type { CaseService } from '../../http/server/services.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';

/** The cases, as the API needs them: it gives what an officer asks, and the rest comes from here. */
export const composeCases = (
  store: Store,
  { cases: { pageAgain: pageAgainMs } }: InboundConfig,
  clock: Clock,
  stepped: () => void,
): CaseService => {
  const told =
    <Asked>(ask: (asked: Asked) => ReturnType<CaseRepository['stepCase']>) =>
    async (asked: Asked) => {
      const verdict = await ask(asked);
      if (verdict.kind === 'done') stepped();
      return verdict;
    };
  const step = told((asked: CaseStepAsked) => store.stepCase(asked));
  const open = told((asked: CaseFromInbox) => store.openCase(asked));
  return {
    list: (filter, page) => store.cases(filter, page),
    get: (id) => store.getCase(id),
    step: (asked) => step({ ...asked, nowMs: clock.now(), pageAgainMs }),
    open: (asked) => open({ ...asked, nowMs: clock.now(), pageAgainMs }),
  };
};
