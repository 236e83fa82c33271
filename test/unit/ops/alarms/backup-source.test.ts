import { expect, test } from 'vitest';
import { type AlarmSourcesAround, alarmSources } from '../../../../src/compose/alarms/alarm-sources.ts';
import { configSchema } from '../../../../src/config/schema.ts';

/** What the alarms are about, by their sources. Nothing is looked at. */
const sourcesOf = (store: object): readonly string[] =>
  alarmSources(configSchema.parse({ store }), {} as AlarmSourcesAround).map(({ name }) => name);

test('that there is no backup is an alarm of a store in a file, and none on PostgreSQL, whose own tools make them', () => {
  const inFile = sourcesOf({ sqlite: 'a.db' });
  expect(inFile).toContain('backup');
  expect(sourcesOf({ postgres: 'postgres://db/town' })).toEqual(inFile.filter((name) => name !== 'backup'));
});
