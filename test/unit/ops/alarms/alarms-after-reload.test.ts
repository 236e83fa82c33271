import { expect, test } from 'vitest';
import { alarmSources } from '../../../../src/compose/alarms/alarm-sources.ts';
import { parseConfig } from '../../../../src/config/load.ts';
import type { RouteView } from '../../../../src/domain/routes/routes-control.ts';

const configOf = (text: string) => {
  const loaded = parseConfig(text, {});
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors));
  return loaded.ok;
};

test('a route that a reload ends is not down while its last answers are waited for', async () => {
  const down: Partial<RouteView> = { id: 'orange', type: 'smpp', state: 'down' };
  let configured = [{ id: 'orange' }];
  const around = {
    dispatcher: { list: () => [down] },
    routes: {
      get configured() {
        return configured;
      },
    },
    routeAlarms: { standing: () => [] },
  } as unknown as Parameters<typeof alarmSources>[1];
  const source = alarmSources(configOf('routes: []'), around).find(({ name }) => name === 'routes');
  expect(await source?.look(0)).toMatchObject([{ kind: 'noWayOut' }, { kind: 'routeDown' }]);
  configured = [];
  expect(await source?.look(0)).toEqual([]);
});
