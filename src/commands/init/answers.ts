import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stdin } from 'node:process';
import { isUserName } from '../../domain/access/user.ts';
import { ask, askHidden } from '../ask.ts';

/** What the command line gives. */
export interface InitOptions {
  readonly config?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly store?: string | undefined;
  readonly listen?: string | undefined;
  readonly country?: string | undefined;
  readonly sender?: string | undefined;
  readonly 'time-zone'?: string | undefined;
  readonly carrier?: string | undefined;
  readonly 'system-id'?: string | undefined;
  readonly 'password-file'?: string | undefined;
  readonly name?: string | undefined;
  readonly language?: string | undefined;
}

interface Carrier {
  readonly host: string;
  readonly port: number;
  readonly systemId: string;
  /** Undefined: the carrier asks for none. */
  readonly password: string | undefined;
}

/** All that is needed to set a gateway up; paths are absolute. */
export interface Answers {
  readonly config: string;
  readonly store: string;
  readonly listen: string;
  readonly country: string | undefined;
  readonly sender: string | undefined;
  readonly timeZone: string;
  readonly carrier: Carrier | undefined;
  readonly admin: string;
  readonly language: string;
}

type Ask = (question: string, preset: string) => Promise<string>;

const takePresets: Ask = async (_, preset) => preset;

const askOnTerminal: Ask = async (question, preset) =>
  (await ask(`${question}${preset === '' ? ' (empty: none)' : ` [${preset}]`}`)).trim() || preset;

const HOST_PORT = /^(?<host>\[[\da-f:]+\]|[^\s:/]+):(?<port>\d{1,5})$/i;

/** Takes what is given, and asks for the rest unless `--yes` is. @returns the answers, or what is wrong */
export const answersOf = async (given: InitOptions): Promise<Answers | { readonly wrong: string }> => {
  if (given.yes !== true && !stdin.isTTY)
    return {
      wrong: 'there is no terminal to ask on: use --yes, and options for what differs from the defaults',
    };
  const answer = given.yes === true ? takePresets : askOnTerminal;
  const of = async (option: string | undefined, question: string, preset: string): Promise<string> =>
    option ?? (await answer(question, preset));
  const config = resolve(await of(given.config, 'Configuration file', 'tocsin.yaml'));
  const store = await of(given.store, 'Store (SQLite file)', join(dirname(config), 'data', 'tocsin.db'));
  const listen = await of(given.listen, 'Address of the API', '127.0.0.1:8080');
  const timeZone = await of(
    given['time-zone'],
    'Time zone',
    Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const country = await of(given.country, 'Country of national numbers, such as FR', '');
  const sender = await of(given.sender, 'Sender that phones show', '');
  const carrier = await carrierOf(given, of);
  if (typeof carrier === 'string') return { wrong: carrier };
  const admin = await of(given.name, 'Name of the first administrator', 'admin');
  if (!isUserName(admin)) return { wrong: "--name is 1 to 64 letters, digits, spaces and . _ - '" };
  return {
    config,
    store: resolve(store),
    listen,
    country: country || undefined,
    sender: sender || undefined,
    timeZone,
    carrier,
    admin,
    language: given.language ?? 'fr',
  };
};

/** @returns what is wrong as a text; undefined: there is no carrier */
const carrierOf = async (
  given: InitOptions,
  of: (option: string | undefined, question: string, preset: string) => Promise<string>,
): Promise<Carrier | string | undefined> => {
  const address = await of(given.carrier, 'Carrier, SMPP HOST:PORT', '');
  if (address === '') return undefined;
  const { host, port } = HOST_PORT.exec(address)?.groups ?? {};
  if (host === undefined || Number(port) > 65_535)
    return '--carrier is HOST:PORT, such as smpp.example.org:2775';
  const systemId = await of(given['system-id'], 'system_id of the carrier', '');
  if (systemId === '') return '--carrier needs --system-id ID';
  const password = await passwordOf(given);
  if (password instanceof Error) return `cannot read --password-file: ${password.message}`;
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port), systemId, password };
};

const passwordOf = async ({
  'password-file': file,
  yes,
}: InitOptions): Promise<string | undefined | Error> => {
  try {
    if (file !== undefined) return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
  return yes === true ? undefined : (await askHidden('Password of the carrier')) || undefined;
};
