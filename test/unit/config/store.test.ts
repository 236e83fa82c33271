import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { storeAddressOf } from '../../../src/config/store/store-address.ts';
import { nameOf, placeOf } from '../../../src/store/place.ts';
import { commandHere } from '../../support/gateway/command-here.ts';

const errorsOf = (store: string, env: Record<string, string> = {}): readonly string[] => {
  const loaded = parseConfig(`store: ${store}\nroutes: []\n`, env);
  return 'errors' in loaded ? loaded.errors.map(({ path, message }) => `${path}: ${message}`) : [];
};

describe('the configuration of the store', () => {
  test('names a file, or a database of a PostgreSQL, whose password a variable gives', () => {
    expect(errorsOf('{ sqlite: a.db, openToOthers: true }')).toEqual([]);
    const text = `store: { postgres: 'postgres://tocsin:\${SECRET}@db.example:6432/town?sslmode=verify-full' }\n`;
    const loaded = parseConfig(text, { SECRET: 'hunter22' });
    if ('errors' in loaded) throw new Error('not valid');
    const place = placeOf(loaded.ok.store);
    expect(place).toEqual({
      kind: 'postgres',
      url: 'postgres://tocsin:hunter22@db.example:6432/town?sslmode=verify-full',
    });
    expect(nameOf(place)).toBe('postgres://db.example:6432/town');
  });

  test('says whether a copy of the file is kept before its migration', () => {
    const placeIn = (store: string): unknown => {
      const loaded = parseConfig(`store: ${store}\nroutes: []\n`, {});
      return 'errors' in loaded ? loaded.errors : placeOf(loaded.ok.store);
    };
    expect(placeIn('{ sqlite: a.db }')).toEqual({ kind: 'sqlite', path: 'a.db' });
    expect(placeIn('{ sqlite: a.db, copyBeforeMigration: false }')).toMatchObject({ keepsCopy: false });
  });

  test('names not both of them, nor neither', () => {
    expect(errorsOf("{ sqlite: a.db, postgres: 'postgres://db/town' }")).toEqual([
      expect.stringMatching(/^store\.postgres: .*name one of them/),
    ]);
    expect(errorsOf('{}')).toEqual([expect.stringMatching(/^store\.sqlite: name the file of the store, or/)]);
  });

  test('says nothing about files of a store that has none', () => {
    expect(errorsOf("{ postgres: 'postgres://db/town', openToOthers: true }")).toEqual([
      expect.stringMatching(/^store\.openToOthers: is about the files of SQLite/),
    ]);
    expect(errorsOf("{ postgres: 'postgres://db/town', copyBeforeMigration: false }")).toEqual([
      expect.stringMatching(/^store\.copyBeforeMigration: is about the file of SQLite/),
    ]);
  });

  test.each([
    'db/town',
    'mysql://db/town',
    'postgres://db',
    'postgres://db/',
    'postgres:///town',
    'postgres://u:p@db:x/t',
  ])('takes no address such as %s', (address) => {
    expect(errorsOf(`{ postgres: '${address}' }`)).toEqual([
      expect.stringMatching(/^store\.postgres: an address has a host and a database/),
    ]);
  });

  test.each(['postgres://db1,db2/town', 'postgres://db/town?host=db1,db2'])(
    'takes no list of hosts such as %s, of which only one would ever be asked',
    (address) => {
      expect(errorsOf(`{ postgres: '${address}' }`)).toEqual([
        expect.stringMatching(/^store\.postgres: names one server, and a list of hosts is not understood/),
      ]);
    },
  );

  test('takes no host that can not be read, nor a mode of TLS that needs a file without it', () => {
    expect(errorsOf("{ postgres: 'postgres://u@db%zz/town' }")).toEqual([
      expect.stringMatching(/^store\.postgres: the host has a sign %/),
    ]);
    const address = 'postgres://db/town?uselibpqcompat=true&sslmode=verify-ca';
    expect(errorsOf(`{ postgres: '${address}' }`)).toEqual([
      expect.stringMatching(/^store\.postgres: sslmode=verify-ca needs the authority/),
    ]);
    expect(() => new pg.Client({ connectionString: address })).toThrow('sslrootcert');
    expect(errorsOf(`{ postgres: '${address}&sslrootcert=ca.pem' }`)).toEqual([]);
  });

  test('does not show a password that makes the address invalid', () => {
    const said = errorsOf(`{ postgres: 'postgres://u:\${SECRET}@db/town' }`, {
      SECRET: 'hunter/22#1',
    }).join();
    expect(said).toContain('in a password the signs');
    expect(said).not.toContain('hunter');
  });
});

describe('the way to a PostgreSQL', () => {
  const kindOf = (ssl: unknown): string => {
    if (ssl === false || ssl === undefined) return 'none';
    return (ssl as { rejectUnauthorized?: boolean }).rejectUnauthorized === false ? 'unverified' : 'verified';
  };

  test.each([
    '',
    '?sslmode=disable',
    '?sslmode=no-verify',
    '?sslmode=prefer',
    '?sslmode=require',
    '?sslmode=verify-full',
    '?sslmode=require&uselibpqcompat=true',
    '?sslmode=prefer&uselibpqcompat=true',
    '?sslmode=verify-full&uselibpqcompat=true',
    '?ssl=true',
    '?ssl=1',
    '?ssl=0',
    '?ssl=no-verify',
    '?sslnegotiation=direct',
    '?sslmode=verify-full&sslmode=disable',
    '?sslmode=no-verify&uselibpqcompat=true',
    '?sslmode=allow',
    '?host=',
  ])('with %s is what the package pg makes of it', (query) => {
    const url = `postgres://u:p@db.example/town${query}`;
    const { ssl, host } = new pg.Client({ connectionString: url });
    expect(storeAddressOf(url)).toEqual({ host, tls: kindOf(ssl) });
  });

  test.each(['postgres://u@%2Fvar%2Frun/town', 'postgres://u@x/town?host=/tmp', 'postgres://u@[::1]/town'])(
    'goes for %s to the host that the package pg takes',
    (url) => {
      expect(storeAddressOf(url).host).toBe(new pg.Client({ connectionString: url }).host);
    },
  );
});

describe('the command "check" of a store on PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'tocsin.yaml');
  const check = async (address: string): Promise<string> => {
    writeFileSync(file, `store:\n  postgres: '${address}'\nroutes: []\n`, { mode: 0o600 });
    process.env['TOCSIN_TEST_SECRET'] = 'hunter22';
    try {
      const { code, stdout } = await commandHere('check', '--config', file);
      expect(code).toBe(0);
      return stdout;
    } finally {
      delete process.env['TOCSIN_TEST_SECRET'];
    }
  };

  test('says where messages are kept, without the password', async () => {
    const said = await check(`postgres://tocsin:\${TOCSIN_TEST_SECRET}@192.0.2.1/town?sslmode=verify-full`);
    expect(said).toContain('keeps its messages in postgres://192.0.2.1/town.');
    expect(said).not.toContain('hunter22');
    expect(said).not.toContain('store.');
    expect(said).not.toContain('no backup');
    expect(said).toContain('no free space is reserved');
  });

  test('warns of files of TLS that are not there, and of a server whose name has no address', async () => {
    const said = await check(
      'postgres://tocsin@db.invalid/town?sslmode=verify-full&sslrootcert=/nowhere/ca.pem&sslcert=/nowhere/own.pem&sslkey=/nowhere/own.key',
    );
    for (const [name, missing] of [
      ['sslrootcert', '/nowhere/ca.pem'],
      ['sslcert', '/nowhere/own.pem'],
      ['sslkey', '/nowhere/own.key'],
    ])
      expect(said).toContain(`store.postgres: ${name} names ${missing}, which is not on this machine`);
    expect(said).toContain('the host db.invalid of store.postgres has no address');
  });

  test.each(['verify', 'allow', 'VERIFY-FULL'])('warns of sslmode=%s', async (mode) => {
    expect(await check(`postgres://tocsin@localhost/town?sslmode=${mode}`)).toContain(
      `store.postgres: sslmode=${mode} is taken for verify-full, which is what to write`,
    );
  });

  test('warns of a certificate of TLS that is none', async () => {
    const said = await check(`postgres://tocsin@localhost/town?sslmode=verify-full&sslrootcert=${file}`);
    expect(said).toContain(`store.postgres: sslrootcert: there is no PEM certificate in ${file}`);
  });

  test('warns of a password that is written out, and only of that', async () => {
    const written = 'store.postgres has its password written out';
    expect(await check('postgres://tocsin:hunter22@localhost/town')).toContain(written);
    expect(await check('postgresql://tocsin@localhost/town?password=hunter22')).toContain(written);
    expect(await check('postgres://tocsin@localhost/town')).not.toContain(written);
    expect(await check(`postgres://tocsin:\${TOCSIN_TEST_SECRET}@localhost/town`)).not.toContain(written);
  });

  test('warns of a way over the network without TLS, or without a certificate that is verified', async () => {
    const warnings = ['asks for no TLS', 'verifies no certificate'] as const;
    const warned = async (address: string) => {
      const said = await check(address);
      return warnings.filter((one) => said.includes(one));
    };
    expect(await warned('postgres://tocsin@192.0.2.1/town')).toEqual(['asks for no TLS']);
    expect(await warned('postgres://tocsin@192.0.2.1/town?sslmode=disable')).toEqual(['asks for no TLS']);
    expect(await warned('postgres://tocsin@192.0.2.1/town?sslmode=no-verify')).toEqual([
      'verifies no certificate',
    ]);
    for (const quiet of [
      '192.0.2.1/town?sslmode=verify-full',
      '127.0.0.1/town',
      '%2Fvar%2Frun/town',
      '[::1]/town',
    ])
      expect(await warned(`postgres://tocsin@${quiet}`), quiet).toEqual([]);
  });
});
