import type { Mapping, MappingRule } from './mapping.ts';

export interface AlertmanagerRule {
  /** By label, the values that match; all labels must match. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly scenario: string;
  /**
   * By placeholder of the scenario: `labels.site`, `annotations.summary`, a JSON pointer into the alert, or a fixed
   * value.
   */
  readonly values: Readonly<Record<string, string>>;
}

const token = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const valueFrom = (written: string): string => {
  const [, kind, name] = /^(labels|annotations)\.(.+)$/.exec(written) ?? [];
  return kind === undefined || name === undefined ? written : `/${kind}/${token(name)}`;
};

/**
 * The mapping for the webhook of Prometheus' Alertmanager, version 4 of its payload: a list `alerts`, each `firing`
 * or `resolved`. An alert that keeps firing is sent again with the same fingerprint and start, so the two identify
 * one event.
 */
export const alertmanagerMapping = (rules: readonly AlertmanagerRule[]): Mapping => ({
  each: '/alerts',
  identity: ['/fingerprint', '/startsAt'],
  rules: rules.map(
    ({ labels, scenario, values }): MappingRule => ({
      when: {
        '/status': ['firing'],
        ...Object.fromEntries(
          Object.entries(labels).map(([name, wanted]) => [`/labels/${token(name)}`, wanted]),
        ),
      },
      scenario,
      values: Object.fromEntries(Object.entries(values).map(([name, from]) => [name, valueFrom(from)])),
    }),
  ),
});
