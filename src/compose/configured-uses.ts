import type { Config } from '../config/schema.ts';
import type { ConfiguredUse } from '../domain/operation/bin.ts';
import { CELL_BROADCAST } from '../triggers/cell-broadcast.ts';

/** The scenarios that triggers of the configuration launch: while they are named there, they are not removed. */
export const usesOf = ({ triggers }: Pick<Config, 'triggers'>): readonly ConfiguredUse[] => {
  const { alertmanager, webhooks, cellBroadcast } = triggers;
  const of = (trigger: string, scenarios: readonly string[]): readonly ConfiguredUse[] =>
    [...new Set(scenarios)].map((scenario) => ({
      scenario,
      use: { kind: 'trigger', id: trigger, name: trigger },
    }));
  return [
    ...of(
      'alertmanager',
      alertmanager.map(({ scenario }) => scenario),
    ),
    ...webhooks.flatMap(({ name, rules }) =>
      of(
        name,
        rules.map(({ scenario }) => scenario),
      ),
    ),
    ...of(
      CELL_BROADCAST,
      cellBroadcast.map(({ scenario }) => scenario),
    ),
  ];
};
