import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdsOf } from '../../../../src/access/holds.ts';
import { standing } from '../../../../src/access/standing.ts';
import { currentScenarios } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import { scenarioService } from '../../../../src/alerts/scenarios/scenario-service.ts';
import type { AlertActor } from '../../../../src/domain/alerts/alert.ts';
import {
  draftOfScenario,
  type Scenario,
  type ScenarioInput,
  type ScenarioService,
} from '../../../../src/domain/alerts/scenario.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';
import { flood, says } from '../templates/contents.ts';

let disk: StoreOnDisk;
let service: ScenarioService;
const open = () => {
  const { store, clock } = disk;
  const current = currentScenarios(store.scenarios, store, standing(store));
  service = scenarioService({
    ...store,
    current,
    audiences: store,
    hasRoute: (id) => id === 'orange',
    holdOf: holdsOf(store),
    clock,
  });
};
beforeAll(async () => {
  disk = await StoreOnDisk.open();
  open();
});
afterAll(() => disk.remove());

const actor = (id: string): AlertActor => ({ id, name: `the ${id}`, role: 'operator' });
const author = actor('author');
const officer = actor('officer');

let names = 0;
const input = (more: Partial<ScenarioInput> = {}): ScenarioInput => ({
  title: undefined,
  kind: 'live',
  severity: 'severe',
  priority: 'critical',
  content: flood,
  values: {},
  audience: { include: [{ list: 1 }] },
  from: undefined,
  validForMs: 3_600_000,
  routes: undefined,
  question: undefined,
  overrideOptOut: false,
  ...more,
});

const kept = async (more: Partial<ScenarioInput> = {}): Promise<Scenario> => {
  const made = await service.create(`scenario ${names++}`, input(more), author);
  if (made === 'taken' || 'kind' in made) throw new Error(JSON.stringify(made));
  return made;
};

const edit = async ({ id, name }: Scenario, by: AlertActor, version?: number) =>
  service.replace(id, name, input({ severity: 'extreme' }), version, by);

const list = async (): Promise<number> => {
  const made = await disk.store.lists.create(`list ${names++}`, { kind: 'emergency' }, disk.clock.now());
  if (made === 'taken') throw new Error('taken');
  return made.id;
};

describe('a scenario', () => {
  test('is stored as it was given, and survives a restart', async () => {
    const made = await kept();
    await disk.reopen();
    open();
    expect(await service.get(made.id)).toEqual(made);
    expect(made).toMatchObject({ version: 1, approved: undefined, definition: { editors: ['author'] } });
  });

  test('copies the content of its template, and keeps this content when the template changes', async () => {
    const { templates } = disk.store;
    const template = await templates.create(`template ${names++}`, flood, disk.clock.now());
    if (template === 'taken') throw new Error('taken');
    const made = await kept({ content: { template: template.id } });
    await templates.replace(template.id, template.name, says('Autre chose.'), 1);
    expect((await service.get(made.id))?.definition.plan).toMatchObject({
      content: flood,
      template: { id: template.id, version: 1 },
    });
  });

  test.each([
    ['a content with an error', { content: says('{open') }, 'badBraces'],
    ['a value that has braces', { values: { place: '{x}' } }, 'badValue'],
    [
      'a value that says "this is no exercise"',
      { values: { place: 'Ceci n’est pas un exercice' } },
      'deniesExercise',
    ],
  ])('with %s is not stored', async (_what, more, code) => {
    expect(await service.create(`scenario ${names++}`, input(more), author)).toMatchObject({
      kind: 'unfit',
      findings: expect.arrayContaining([expect.objectContaining({ level: 'error', code })]),
    });
  });

  test('with unknown routes or an unknown template is not stored', async () => {
    const name = `scenario ${names++}`;
    expect(await service.create(name, input({ routes: ['orange', 'sfr'] }), author)).toMatchObject({
      kind: 'unfit',
      unknownRoutes: ['sfr'],
    });
    expect(await service.create(name, input({ content: { template: 99 } }), author)).toMatchObject({
      kind: 'unfit',
      content: undefined,
    });
  });

  test('says which values a launch must give', async () => {
    expect(service.stateOf(await kept())).toMatchObject({ needs: ['place'] });
    expect(service.stateOf(await kept({ values: { place: 'Aix' } }))).toMatchObject({ needs: [] });
    const onlyInFrench = await kept({ values: { 'place.fr': 'Aix' } });
    expect(service.stateOf(onlyInFrench)).toMatchObject({ needs: ['place'] });
  });
});

describe('an approval of a scenario', () => {
  const ready = async (): Promise<Scenario> => kept({ audience: { include: [{ list: await list() }] } });

  test('is given by a person who is not the author, and survives a restart', async () => {
    const made = await ready();
    expect(await service.approve(made.id, 1, author)).toMatchObject({ kind: 'own' });
    const approved = { id: 'officer', name: 'the officer', at: disk.clock.now(), meaning: expect.anything() };
    expect(await service.approve(made.id, 1, officer)).toMatchObject({ kind: 'done', value: { approved } });
    await disk.reopen();
    open();
    expect((await service.get(made.id))?.approved).toEqual(approved);
    const { items } = await service.list({ limit: 1000, cursor: undefined });
    expect(items.find(({ id }) => id === made.id)?.approved).toEqual(approved);
  });

  test('is lost when anybody changes the scenario', async () => {
    const made = await ready();
    await service.approve(made.id, 1, officer);
    expect(await edit(made, author, 1)).toMatchObject({
      kind: 'done',
      value: { version: 2, approved: undefined },
    });
    expect((await service.get(made.id))?.approved).toBeUndefined();
  });

  test('can not be given by people who changed the scenario since the last approval', async () => {
    const made = await ready();
    await edit(made, actor('second'));
    for (const editor of ['author', 'second']) {
      expect(await service.approve(made.id, 2, actor(editor))).toMatchObject({ kind: 'own' });
    }
  });

  test('can be given by a former author who changed nothing since the last approval, but not by the last editor', async () => {
    const id = await list();
    const made = await kept({ audience: { include: [{ list: id }] } });
    await service.approve(made.id, 1, officer);
    await service.replace(made.id, made.name, input({ audience: { include: [{ list: id }] } }), 1, officer);
    expect(await service.approve(made.id, 2, officer)).toMatchObject({ kind: 'own' });
    expect(await service.approve(made.id, 2, author)).toMatchObject({ kind: 'done' });
  });

  test('is refused when the scenario has another version than the request names', async () => {
    const made = await ready();
    await service.replace(made.id, made.name, input(), 1, author);
    expect(await service.approve(made.id, 1, officer)).toEqual({ kind: 'changed' });
    expect(await disk.store.scenarios.approve(made.id, 1, { ...officer, at: 0, meaning: {} })).toBe(false);
    expect((await service.get(made.id))?.approved).toBeUndefined();
  });

  test('keeps its first approver when another person approves too', async () => {
    const made = await ready();
    await service.approve(made.id, 1, officer);
    expect(await service.approve(made.id, 1, actor('third'))).toMatchObject({
      kind: 'done',
      value: { approved: { id: 'officer' } },
    });
  });

  test('is refused when the audience is empty, or names a list that does not exist', async () => {
    const nobody = await kept({ audience: { include: [] } });
    expect(await service.approve(nobody.id, 1, officer)).toMatchObject({ kind: 'unfit' });
    const gone = await kept({ audience: { include: [{ list: 999 }] } });
    expect(await service.approve(gone.id, 1, officer)).toEqual({
      kind: 'unfit',
      detail: 'the audience names what is gone: list 999',
    });
  });

  test('is refused for an unknown scenario', async () => {
    expect(await service.approve(999, undefined, officer)).toEqual({ kind: 'unknown' });
    const made = await ready();
    await service.remove(made.id, 1, { id: 'cli', name: 'cli', at: 0 });
    expect(await service.approve(made.id, 1, officer)).toEqual({ kind: 'unknown' });
  });
});

test('two simultaneous changes of a scenario record both editors', async () => {
  const made = await kept();
  const { replace } = disk.store.scenarios;
  let first = true;
  const slow = scenarioService({
    ...disk.store,
    scenarios: {
      ...disk.store.scenarios,
      replace: async (...asked) => {
        if (first) {
          first = false;
          await edit(made, actor('second'));
        }
        return replace(...asked);
      },
    },
    current: currentScenarios(disk.store.scenarios, disk.store, standing(disk.store)),
    audiences: disk.store,
    hasRoute: () => true,
    holdOf: holdsOf(disk.store),
    clock: disk.clock,
  });
  await slow.replace(made.id, made.name, input(), undefined, actor('third'));
  expect((await service.get(made.id))?.definition.editors).toEqual(['author', 'second', 'third']);
  expect(await slow.replace(made.id, made.name, input(), 1, actor('third'))).toEqual({ kind: 'changed' });
});

describe('a search for a scenario', () => {
  test('finds the scenario by its id, or by its name in upper or lower case', async () => {
    const made = await service.create('Évacuation du Port', input(), author);
    if (made === 'taken' || 'kind' in made) throw new Error('not kept');
    for (const named of [String(made.id), 'Évacuation du Port', ' évacuation DU port ']) {
      expect((await service.find(named))?.id, named).toBe(made.id);
    }
    expect(await service.find('évacuation')).toBeUndefined();
    expect(await service.find('99999')).toBeUndefined();
  });

  test('finds nothing if the name fits two scenarios in another case, unless one has exactly this name', async () => {
    await service.create('Feu', input(), author);
    await service.create('FEU', input(), author);
    expect(await service.find('feu')).toBeUndefined();
    expect((await service.find('FEU'))?.name).toBe('FEU');
  });
});

test('the alert of a scenario without a title has the name of the scenario as title, and the approved values', async () => {
  const made = await kept({ values: { place: 'Aix' } });
  expect(draftOfScenario(made, { place: 'Nice', time: 'ce soir' }, 'webhook')).toMatchObject({
    title: made.name,
    values: { place: 'Aix', time: 'ce soir' },
    content: flood,
    source: 'webhook',
  });
});
