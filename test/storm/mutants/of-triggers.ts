import type { Mutant } from './mutant.ts';

/** Rules about alerts that other programs and schedules launch. */
export const mutantsOfTriggers: readonly Mutant[] = [
  {
    name: 'an event that a program posts again launches nothing more',
    file: 'src/triggers/trigger-service.ts',
    from: "if (!before.open) return { result: 'known', alert: before.alert, reason: undefined };",
    to: '',
  },
  {
    name: 'an event is known after a restart',
    file: 'src/store/rules/alerts/alert-steps.ts',
    from: 'if (event !== undefined) keepEvent(event, id, nowMs);',
    to: '',
  },
  {
    name: 'a planned time is launched',
    file: 'src/alerts/schedule/scheduler.ts',
    from: 'fire: (plannedAt) => this.#fire({ id, name, definition }, plannedAt),',
    to: 'fire: async () => {},',
  },
];
