import type { Mapping, MappingRule } from './mapping.ts';

export interface AlertmanagerRule {
  /** By label: it is one of these. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly scenario: string;
  /** By placeholder: `labels.site`, `annotations.summary`, or a JSON pointer into the alert, or the value itself. */
  readonly values: Readonly<Record<string, string>>;
}

const token = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const valueFrom = (written: string): string => {
  const [, kind, name] = /^(labels|annotations)\.(.+)$/.exec(written) ?? [];
  return kind === undefined || name === undefined ? written : `/${kind}/${token(name)}`;
};

/**
 * The webhook of Prometheus' Alertmanager, version 4 of its payload: `alerts` in it, each `firing` or `resolved`. An
 * alert that fires on is sent again and again with the same fingerprint and start: it is one event.
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
