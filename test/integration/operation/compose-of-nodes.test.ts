import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { nodeWarnings } from '../../../src/commands/check/nodes/node-warnings.ts';
import { parseConfig } from '../../../src/config/load.ts';

const FOLDER = fileURLToPath(new URL('../../../packaging/nodes/', import.meta.url));
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, null>>;
}
const compose = parse(read('compose.yaml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const gateways = services.filter(([, { image }]) => image === 'tocsin');

/** From where to where a service has its files and volumes. */
const mountsOf = ({ volumes = [] }: Service) =>
  volumes.map((volume) => {
    const [from = '', to = '', mode] = volume.split(':');
    return { from, to, mode };
  });
const mountOf = (service: string, file: string): string | undefined =>
  compose.services[service] && mountsOf(compose.services[service]).find(({ from }) => from === file)?.to;

const secrets = mkdtempSync(join(tmpdir(), 'tocsin-secrets-'));
afterAll(() => rmSync(secrets, { recursive: true, force: true }));
for (const name of Object.keys(compose.secrets)) writeFileSync(join(secrets, name), `${name.slice(0, 8)}\n`);

/** A default stands for a variable that the environment lacks: `${NAME:-default}`. */
const byDefault = (value: string): string => value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

describe('the Docker compose file of several nodes', () => {
  test('has three gateways, a PostgreSQL, Prometheus and Grafana, each with a check of its health and a major version', () => {
    expect(services.map(([name]) => name)).toEqual([
      ...gateways.map(([name]) => name),
      'postgres',
      'prometheus',
      'grafana',
    ]);
    expect(gateways).toHaveLength(3);
    for (const [name, { image, healthcheck, build }] of services) {
      expect(healthcheck?.test[0], name).toBe('CMD');
      expect(build === undefined ? image : `${image}:1`, name).toMatch(/^[a-z/]+:v?\d+$/);
    }
  });

  test('names only files that are there and volumes that it declares, and gives files read-only', () => {
    for (const [name, service] of services) {
      for (const { from, mode } of mountsOf(service)) {
        if (from.startsWith('.'))
          expect([existsSync(join(FOLDER, from)), mode], `${name} ${from}`).toEqual([true, 'ro']);
        else expect(Object.keys(compose.volumes), name).toContain(from);
      }
    }
  });

  test('has no secret in it: passwords and tokens are files, each of which is declared', () => {
    for (const [name, { environment = {}, secrets: named = [] }] of services) {
      for (const secret of named) expect(Object.keys(compose.secrets), name).toContain(secret);
      for (const [key, value] of Object.entries(environment)) {
        if (!/PASSWORD|TOKEN|SECRET/.test(key)) continue;
        expect(key, name).toMatch(/_FILE$/);
        expect(
          named.map((secret) => `/run/secrets/${secret}`),
          name,
        ).toContain(value);
      }
    }
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\.\/secrets\//);
    expect(readFileSync(join(FOLDER, '../../.gitignore'), 'utf8')).toContain('packaging/nodes/secrets/\n');
  });

  test('lets only this machine reach its ports, each of which is another one', () => {
    const ports = services.flatMap(([, { ports: own = [] }]) => own);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length);
  });

  test.each(gateways)(
    'gives the gateway %s a valid configuration, in which it is the node of that name',
    (name, service) => {
      expect(mountOf(name, './tocsin.yaml')).toBe('/etc/tocsin/tocsin.yaml');
      const environment = Object.entries(service.environment ?? {});
      const env = Object.fromEntries(environment.map(([key, value]) => [key, byDefault(value)]));
      const named = [...read('tocsin.yaml').matchAll(/\/run\/secrets\/(\w+)/g)].map(([, secret]) => secret);
      expect(service.secrets).toEqual(named);
      const loaded = parseConfig(read('tocsin.yaml').replaceAll('/run/secrets/', `${secrets}/`), env);
      if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors));
      const { node, http, store } = loaded.ok;
      expect(node).toEqual({ name, url: `http://${name}:${http.listen.split(':')[1]}` });
      expect(nodeWarnings(loaded.ok)).toEqual([]);
      const { username, password, hostname, pathname } = new URL(store.postgres ?? '');
      const { POSTGRES_USER, POSTGRES_DB } = compose.services[hostname]?.environment ?? {};
      expect({ username, password, pathname }).toEqual({
        username: POSTGRES_USER,
        password: 'db_passw',
        pathname: `/${POSTGRES_DB}`,
      });
    },
  );

  test('lets Prometheus read the metrics of each gateway and the alerting rules, and Grafana show them', () => {
    const prometheus = parse(read('prometheus.yml'));
    expect(mountOf('prometheus', './prometheus.yml')).toBe('/etc/prometheus/prometheus.yml');
    const rules = mountOf('prometheus', '../prometheus/tocsin.rules.yaml');
    expect(prometheus.rule_files).toEqual([rules]);
    const [scraped] = prometheus.scrape_configs;
    expect(scraped.job_name).toBe('tocsin');
    expect(scraped.static_configs[0].targets).toEqual(gateways.map(([name]) => `${name}:8080`));
    const [secret] = compose.services['prometheus']?.secrets ?? [];
    expect(scraped.authorization.credentials_file).toBe(`/run/secrets/${secret}`);
    const [source] = parse(read('grafana/datasource.yaml')).datasources;
    expect(source).toMatchObject({ type: 'prometheus', url: 'http://prometheus:9090', isDefault: true });
    const [provider] = parse(read('grafana/dashboards.yaml')).providers;
    expect(mountOf('grafana', '../grafana/tocsin.json')).toBe(`${provider.options.path}/tocsin.json`);
    expect(mountOf('grafana', './grafana/dashboards.yaml')).toMatch(
      /^\/etc\/grafana\/provisioning\/dashboards\//,
    );
    expect(mountOf('grafana', './grafana/datasource.yaml')).toMatch(
      /^\/etc\/grafana\/provisioning\/datasources\//,
    );
  });
});
