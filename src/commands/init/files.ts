import { dirname } from 'node:path';
import type { Answers } from './answers.ts';

const ROUTE = 'carrier-a';

/** A string of YAML: one of JSON is one. */
const text = (value: string): string => JSON.stringify(value);

/** Where the carrier's password is kept, since the configuration holds no secrets. */
export const passwordFileOf = ({ config }: Pick<Answers, 'config'>): string =>
  `${dirname(config)}/${ROUTE}.password`;

export const configurationOf = (answers: Answers): string => {
  const { store, listen, country, sender, timeZone, carrier } = answers;
  const routes =
    carrier === undefined
      ? ['# No way out yet: messages wait until there is one. Add a carrier or a modem.', 'routes: []']
      : [
          'routes:',
          `  - id: ${ROUTE}`,
          '    type: smpp',
          `    host: ${text(carrier.host)}`,
          `    port: ${carrier.port}`,
          `    systemId: ${text(carrier.systemId)}`,
          ...(carrier.password === undefined
            ? []
            : [`    password: ${text(`\${file:${passwordFileOf(answers)}}`)}`]),
        ];
  return [
    '# Made by "init". config/tocsin.example.yaml of the program explains every setting; "check" says what this does.',
    'http:',
    `  listen: ${text(listen)}`,
    'store:',
    `  sqlite: ${text(store)}`,
    `timeZone: ${text(timeZone)}`,
    ...(country === undefined ? [] : [`country: ${text(country)}`]),
    ...(sender === undefined ? [] : [`sender: ${text(sender)}`]),
    ...routes,
    '',
  ].join('\n');
};

export interface UnitPlace {
  readonly node: string;
  readonly main: string;
  readonly user: string;
  readonly config: string;
  /** The folder of the store, the only one that the service may write in. */
  readonly data: string;
}

/** A path in a unit, where % begins a specifier and spaces separate words (systemd.syntax(7)). */
const word = (path: string): string => text(path.replaceAll('%', '%%'));
/** In these settings systemd takes the whole line as one path. */
const line = (path: string): string => path.replaceAll('%', '%%');

const HOMES = /^\/(?:home|root|run\/user)\//;

/** The unit that comes with Tocsin, with the paths and the user of this installation. */
export const unitOf = (packaged: string, { node, main, user, config, data }: UnitPlace): string => {
  const isInHome = [node, main, config, data].some((path) => HOMES.test(path));
  const replaced: Readonly<Record<string, string | undefined>> = {
    Documentation: undefined,
    User: `User=${user}`,
    EnvironmentFile: undefined,
    StateDirectory: `ReadWritePaths=${word(data)}`,
    StateDirectoryMode: undefined,
    WorkingDirectory: `WorkingDirectory=${line(data)}`,
    ExecStart: `ExecStart=${word(node)} ${word(main)} serve --config ${word(config)}`,
    ProtectHome: isInHome ? 'ProtectHome=read-only' : 'ProtectHome=yes',
  };
  const body = packaged.slice(packaged.indexOf('[Unit]'));
  const lines = body.split('\n').flatMap((one) => {
    const [key = ''] = one.split('=', 1);
    if (!(key in replaced)) return /^# (?:The passwords|Where a relative)/.test(one) ? [] : [one];
    return replaced[key] ?? [];
  });
  return `# Made by "init" of Tocsin. packaging/tocsin.service says why each setting is there.\n\n${lines.join('\n')}`;
};
