import { describe, expect, test } from 'vitest';
import { headOf, MOST_OCTETS, readHead } from '../../../../src/console/rooms/people/import/file-head.ts';
import { fileSize } from '../../../../src/console/rooms/people/import/file-size.ts';
import {
  faultOfMapping,
  mapOf,
  targetOfHeader,
} from '../../../../src/console/rooms/people/import/mapping.ts';
import { saidInFrench } from '../../../../src/console/rooms/people/import/said-in-french.ts';

const octets = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding);

describe('the head of a file', () => {
  test('has its columns and first values, in UTF-8, Latin-1 and UTF-16', () => {
    const text = 'numéro;nom\r\n+33639980001;"Élan; ""d\'hiver"""\r\n\r\n+33639980002;Zoé\r\n';
    const table = {
      kind: 'table',
      headers: ['numéro', 'nom'],
      samples: [
        ['+33639980001', 'Élan; "d\'hiver"'],
        ['+33639980002', 'Zoé'],
      ],
    };
    expect(headOf(octets(text))).toEqual(table);
    expect(headOf(octets(text, 'latin1'))).toEqual(table);
    expect(headOf(octets(`\ufeff${text}`, 'utf16le'))).toEqual(table);
    expect(headOf(octets(`sep=;\r\n${text}`))).toEqual(table);
  });

  test('says what a file is that is no table of text', () => {
    expect(headOf(octets('PK\u0003\u0004xxxx'))).toEqual({ kind: 'wrong', why: 'excel' });
    expect(headOf(octets('%PDF-1.7'))).toEqual({ kind: 'wrong', why: 'pdf' });
    expect(headOf(octets('BEGIN:VCARD\nVERSION:4.0'))).toEqual({ kind: 'wrong', why: 'vcard' });
    expect(headOf(octets('a\u0000b'))).toEqual({ kind: 'wrong', why: 'binary' });
    expect(headOf(octets('\n\n'))).toEqual({ kind: 'wrong', why: 'empty' });
  });

  test('reads 64 KiB of a large file, and nothing of one that is too large', async () => {
    const slices: number[] = [];
    const file = {
      size: MOST_OCTETS,
      slice: (from: number, to: number) => {
        slices.push(to - from);
        return new Blob(['number\n+33639980001\n']);
      },
    } as unknown as Blob;
    expect((await readHead(file)).kind).toBe('table');
    expect(slices).toEqual([65_536]);
    expect(await readHead({ ...file, size: MOST_OCTETS + 1 } as Blob)).toEqual({
      kind: 'wrong',
      why: 'tooLarge',
    });
    expect(await readHead(new Blob([]))).toEqual({ kind: 'wrong', why: 'empty' });
  });
});

test('columns are what the gateway would make of them', () => {
  expect(['Portable', 'Nom complet', 'Code postal', 'Bâtiment', ''].map(targetOfHeader)).toEqual([
    'number',
    'name',
    'postalCode',
    'attributes.Bâtiment',
    'ignore',
  ]);
});

test('a mapping that the gateway would take for another one is refused here', () => {
  // It is told what a header is: the second answer would hold for both columns, and the first one be lost.
  const twins = ['tel', 'Remarque', 'Remarque'];
  expect(faultOfMapping(twins, ['number', 'attributes.Remarque', 'ignore'])).toEqual({ alike: 'Remarque' });
  expect(faultOfMapping(twins, ['number', 'ignore', 'ignore'])).toBeUndefined();
  expect(faultOfMapping(['tel', ''], ['number', 'name'])).toBe('noHeader');
  expect(faultOfMapping(['tel', '', ''], ['number', 'ignore', 'ignore'])).toBeUndefined();
});

test('only columns that a person has given another meaning are sent', () => {
  expect(mapOf(['Portable', 'Site', 'qui'], ['number', 'ignore', 'name'])).toEqual([
    'Site=ignore',
    'qui=name',
  ]);
  const headers = ['tel', 'a', 'b'];
  expect(faultOfMapping(headers, ['ignore', 'name', 'ignore'])).toBe('noNumber');
  expect(faultOfMapping(headers, ['number', 'name', 'name'])).toEqual({ twice: 'name' });
  expect(faultOfMapping(headers, ['number', 'ignore', 'ignore'])).toBeUndefined();
});

test('reasons of the gateway are said in French, and stay as they are if none is known', () => {
  expect(saidInFrench('is longer than 200 characters')).toBe('est plus long que 200 caractères');
  expect(saidInFrench('has 5 cells, the header 4')).toBe("a 5 cellules, l'en-tête 4");
  expect(saidInFrench('is something new')).toBe('is something new');
});

test('sizes are said in the units of the language', () => {
  expect(fileSize(412, 'en')).toBe('412 octets');
  expect(fileSize(1126, 'fr')).toBe('1,1 Kio');
  expect(fileSize(256 * 1024 * 1024, 'en')).toBe('256 MiB');
});
