import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { library } from '../../../../src/alerts/templates/library.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { anyText } from '../../domain/text/arbitraries.ts';
import { flood, says } from './contents.ts';

let rig: PreparationRig;
beforeAll(async () => {
  rig = await PreparationRig.open();
});
afterAll(() => rig.close());

let names = 0;
const fresh = () => `template ${names++}`;
const URL = '/v1/templates';

const errorsOf = (response: { json(): { errors?: { path: string; message: string }[] } }) =>
  response.json().errors?.map(({ path }) => path);

describe('templates', () => {
  test('are created, read, replaced and removed, and a change that names an old version is answered 412', async () => {
    const name = fresh();
    const made = await rig.ask('operator', 'POST', URL, { name, content: flood });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ name, content: flood, version: 1 });
    expect(made.headers['etag']).toBe('"1"');
    expect(made.json().findings).toContainEqual(
      expect.objectContaining({ level: 'warning', code: 'missingShort', variant: 'en' }),
    );
    const url = String(made.headers['location']);
    const read = await rig.ask('viewer', 'GET', url);
    expect(read.json()).toEqual(made.json());
    expect(read.headers['etag']).toBe('"1"');
    const body = { name, content: says('Crue. Montez.') };
    const replaced = await rig.ask('operator', 'PUT', url, body, { 'if-match': '"1"' });
    expect(replaced.json()).toMatchObject({ content: says('Crue. Montez.'), version: 2 });
    const stale = await rig.ask('operator', 'PUT', url, body, { 'if-match': '"1"' });
    expect(stale.statusCode).toBe(412);
    expect((await rig.ask('operator', 'DELETE', url, undefined, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await rig.ask('operator', 'DELETE', url, undefined, { 'if-match': '"2"' })).statusCode).toBe(204);
    expect((await rig.ask('viewer', 'GET', url)).statusCode).toBe(404);
    expect((await rig.ask('operator', 'PUT', url, body)).statusCode).toBe(404);
    expect((await rig.ask('operator', 'DELETE', url)).statusCode).toBe(404);
  });

  test('have unique names', async () => {
    const body = { name: fresh(), content: flood };
    await rig.make(URL, body);
    const again = await rig.ask('operator', 'POST', URL, body);
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ type: 'urn:tocsin:problem:name-taken' });
    const other = await rig.make(URL, { ...body, name: fresh() });
    expect((await rig.ask('operator', 'PUT', `${URL}/${other}`, body)).statusCode).toBe(409);
  });

  test('are created once per Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'made-once' };
    const body = { name: fresh(), content: flood };
    const first = await rig.ask('operator', 'POST', URL, body, key);
    const again = await rig.ask('operator', 'POST', URL, body, key);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual(first.json());
  });

  test('have each creation, change and removal in the audit log', async () => {
    const name = fresh();
    const begun = rig.audit.length;
    const id = await rig.make(URL, { name, content: flood });
    await rig.ask('operator', 'PUT', `${URL}/${id}`, { name, content: flood });
    await rig.ask('operator', 'DELETE', `${URL}/${id}`);
    const done = { actor: 'the operator', subject: `template:${id}` };
    expect(rig.audit.slice(begun)).toEqual([
      { ...done, action: 'template.create', detail: { name } },
      { ...done, action: 'template.change', detail: { name, version: 2 } },
      { ...done, action: 'template.remove', detail: {} },
    ]);
  });

  test('with errors are refused, and the answer names the field of each error', async () => {
    const content = {
      ...flood,
      variants: [
        { language: 'fr', text: 'Bonjour {nom}', short: '{' },
        { language: 'en', text: 'This is not a drill' },
      ],
    };
    const refused = await rig.ask('operator', 'POST', URL, { name: fresh(), content });
    expect(refused.statusCode).toBe(422);
    expect(errorsOf(refused)).toEqual([
      'content.variants[0].text',
      'content.variants[0].short',
      'content.variants[1].text',
    ]);
  });

  test('are listed page by page', async () => {
    const id = await rig.make(URL, { name: fresh(), content: flood });
    const page = await rig.ask('viewer', 'GET', `${URL}?limit=1&cursor=${id - 1}`);
    expect(page.json()).toMatchObject({ items: [{ id }], next: null });
    expect((await rig.ask('viewer', 'GET', `${URL}?cursor=x`)).statusCode).toBe(422);
  });

  test('come with a library, whose templates can each be stored unchanged', async () => {
    const response = await rig.ask('viewer', 'GET', `${URL}/library`);
    const { items } = response.json();
    expect(items).toEqual(library);
    expect(response.json().next).toBeNull();
    for (const { title, content } of items) {
      const made = await rig.ask('operator', 'POST', URL, { name: title.fr, content });
      expect(made.statusCode).toBe(201);
      expect(made.json().findings).toEqual([]);
    }
  });
});

describe('the linter', () => {
  const lint = (body: object) => rig.ask('viewer', 'POST', `${URL}/lint`, body);

  test('lists errors and warnings, and stores nothing', async () => {
    const response = await lint({ content: says('Crue {place') });
    expect(response.statusCode).toBe(200);
    expect(response.json().findings[0]).toEqual({
      level: 'error',
      code: 'badBraces',
      variant: 'fr',
      message: 'opens a brace at index 5 that is not closed',
    });
  });

  test('checks values and languages if they are given', async () => {
    const codes = (await lint({ content: flood, values: {}, languages: ['fr', 'uk'] }))
      .json()
      .findings.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(expect.arrayContaining(['missingValue', 'missingTranslation']));
  });
});

describe('a request to create a template', () => {
  test.each([
    ['an empty body', undefined, ['']],
    [
      'a text that is a number',
      { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 1 }] },
      ['content.variants[0].text'],
    ],
    ['no variants', { defaultLanguage: 'fr', variants: [] }, ['content.variants']],
    [
      'too many variants',
      { defaultLanguage: 'fr', variants: Array(21).fill({ language: 'fr', text: 'x' }) },
      ['content.variants'],
    ],
    ['a text that is too long', says('x'.repeat(2001)), ['content.variants[0].text']],
    ['an unknown key', { ...flood, colour: 'red' }, ['content.colour']],
    ['an invalid default language', says('x', { defaultLanguage: 'French' }), ['content.defaultLanguage']],
    [
      'a placeholder with a maxLength of 1000',
      says('x', { placeholders: { place: { maxLength: 1000 } } }),
      ['content.placeholders.place.maxLength'],
    ],
    [
      'a fallback with a NUL',
      says('x', { placeholders: { place: { fallback: 'a\0' } } }),
      ['content.placeholders.place.fallback'],
    ],
    ['a text with a NUL', says('a\0b'), ['content.variants[0].text']],
    ['a text with half a surrogate pair', says('a\ud83d'), ['content.variants[0].text']],
    ['nested braces', says('{a{b}c}'), ['content.variants[0].text']],
  ])('with %s is refused', async (_what, content, paths) => {
    const body = content === undefined ? {} : { name: fresh(), content };
    const response = await rig.ask('operator', 'POST', URL, body);
    expect(response.statusCode).toBe(422);
    expect(errorsOf(response)).toEqual(content === undefined ? ['name', 'content'] : paths);
  });

  test('with a placeholder called __proto__ or constructor is refused', async () => {
    const body = `{"name":"${fresh()}","content":{"defaultLanguage":"fr","placeholders":{"__proto__":{"fallback":"x"}},
      "variants":[{"language":"fr","text":"{constructor}"}]}}`;
    const response = await rig.ask('operator', 'POST', URL, body, { 'content-type': 'application/json' });
    expect(response.statusCode).toBe(422);
    expect(errorsOf(response)).toContain('content.variants[0].text');
  });

  test('is answered 201 or 422 for any text, and a stored text comes back unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(anyText(60), async (text) => {
        const response = await rig.ask('operator', 'POST', URL, { name: fresh(), content: says(text) });
        expect([201, 422]).toContain(response.statusCode);
        if (response.statusCode === 201) expect(response.json().content.variants[0].text).toBe(text);
        else expect(response.json().errors.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
