import { Gauge, type Registry } from 'prom-client';
import { type Alarm, alarmKinds } from '../../domain/operation/alarm.ts';
import { kindRules } from './kind-rules.ts';

/** The alarms that have not ended, counted when the metrics are scraped. */
export const observeAlarms = (registry: Registry, standing: () => readonly Alarm[]): void => {
  new Gauge({
    name: 'tocsin_alarms_open',
    help: 'Alarms of the gateway about itself that have not ended, by kind and severity.',
    labelNames: ['kind', 'severity'],
    registers: [registry],
    collect() {
      this.reset();
      for (const kind of alarmKinds) this.set({ kind, severity: kindRules[kind].severity }, 0);
      for (const { kind, severity } of standing()) this.inc({ kind, severity });
    },
  });
};
