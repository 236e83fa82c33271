import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../../src/domain/people/import-columns.ts';

const targets = (headers: readonly string[], mapped = {}, others: 'attributes' | 'ignore' = 'attributes') => {
  const found = columnsOf(headers, mapped, others);
  if (found.kind === 'wrong') return found.why;
  return found.columns.map((column) =>
    column.kind === 'field' ? column.field : column.kind === 'attribute' ? `attributes.${column.name}` : '-',
  );
};

describe('the columns of an import file', () => {
  test.each([
    [
      ['Numéro', 'Nom', 'Langue', 'Latitude', 'LONGITUDE', 'Code postal'],
      ['number', 'name', 'language', 'lat', 'lon', 'postalCode'],
    ],
    [
      ['Phone number', 'full_name', 'ZIP'],
      ['number', 'name', 'postalCode'],
    ],
    [
      ['tel.', 'Bâtiment', 'Étage n°'],
      ['number', 'attributes.Bâtiment', 'attributes.Étage_n_'],
    ],
    [
      [' number ', '', '__proto__'],
      ['number', '-', 'attributes.proto__'],
    ],
  ])('with the headers %j are recognised by their usual names', (headers, expected) => {
    expect(targets(headers)).toEqual(expected);
  });

  test('are mapped as the request says, whatever their headers are', () => {
    expect(
      targets(['Name', 'Tel', 'Tel 2', 'Site'], {
        'Tel 2': 'number',
        Tel: 'attributes.landline',
        Name: 'ignore',
      }),
    ).toEqual(['-', 'attributes.landline', 'number', 'attributes.Site']);
  });

  test('that are neither mapped nor known are ignored if the request says so', () => {
    expect(targets(['number', 'Site'], {}, 'ignore')).toEqual(['number', '-']);
    expect(targets(['number', 'Site'], { Site: 'attributes.site' }, 'ignore')).toEqual([
      'number',
      'attributes.site',
    ]);
  });

  test.each([
    [['name', 'site'], {}, /no column is the number/],
    [['number', 'phone'], {}, /two columns are both number/],
    [['number', 'a b', 'a_b'], {}, /two columns are both attributes.a_b/],
    [['number'], { Telephone: 'number' }, /no column "Telephone"/],
    [['number', 'x'.repeat(65)], {}, /no attribute can be called/],
    [Array.from({ length: 201 }, (_, n) => `c${n}`), {}, /more than 200 columns/],
  ])('with the headers %j and the mapping %j are refused', (headers, mapped, why) => {
    expect(targets(headers, mapped)).toMatch(why);
  });
});
