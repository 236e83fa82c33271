import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { templateService } from '../../../../src/alerts/templates/template-service.ts';
import type { TemplateService } from '../../../../src/domain/templates/template-service.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';
import { flood, says } from './contents.ts';

let disk: StoreOnDisk;
let service: TemplateService;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
  service = templateService(disk.store, disk.clock);
});
afterAll(() => disk.remove());

let names = 0;
const kept = async () => {
  const made = await service.create(`template ${names++}`, flood);
  if (made === 'taken' || 'kind' in made) throw new Error('not kept');
  return made;
};

describe('a template', () => {
  test('is stored as it was given, and survives a restart', async () => {
    const { id, name } = await kept();
    service = templateService(await disk.reopen(), disk.clock);
    expect(await service.get(id)).toEqual({
      id,
      name,
      definition: flood,
      createdAt: disk.clock.now(),
      version: 1,
    });
  });

  test('with an error is not stored', async () => {
    const name = `template ${names++}`;
    expect(await service.create(name, says('{open'))).toMatchObject({
      kind: 'unfit',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'badBraces' })]),
    });
    expect(
      (await service.list({ limit: 1000, cursor: undefined })).items.map((one) => one.name),
    ).not.toContain(name);
  });

  test('has a unique name', async () => {
    const { name } = await kept();
    expect(await service.create(name, flood)).toBe('taken');
    const other = await kept();
    expect(await service.replace(other.id, name, flood, undefined)).toEqual({ kind: 'taken' });
  });

  test('is replaced only if the request names its last version, and never by a content with an error', async () => {
    const { id, name } = await kept();
    expect(await service.replace(id, name, says('}'), 1)).toMatchObject({ kind: 'unfit' });
    expect(await service.replace(id, name, says('Crue. Montez.'), 1)).toMatchObject({
      kind: 'done',
      value: { version: 2, definition: says('Crue. Montez.') },
    });
    expect(await service.replace(id, name, flood, 1)).toEqual({ kind: 'changed' });
    expect((await service.get(id))?.definition).toEqual(says('Crue. Montez.'));
  });

  test('that is removed is not found, and its id is not used again', async () => {
    const { id } = await kept();
    expect(await service.remove(id, 2, { id: 'cli', name: 'cli', at: 0 })).toBe('changed');
    expect(await service.remove(id, 1, { id: 'cli', name: 'cli', at: 0 })).toBe('removed');
    expect(await service.get(id)).toBeUndefined();
    expect(await service.replace(id, 'x', flood, undefined)).toEqual({ kind: 'unknown' });
    expect((await kept()).id).toBeGreaterThan(id);
  });
});

test('templates are listed page by page, oldest first', async () => {
  const made = [await kept(), await kept(), await kept()].map(({ id }) => id);
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await service.list({ limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(seen.slice(-3)).toEqual(made);
  expect([...seen].sort((a, b) => a - b)).toEqual(seen);
});
