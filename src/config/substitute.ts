import { readFileSync } from 'node:fs';

type Complain = (path: readonly (string | number)[], message: string) => void;

const PLACE = /\$\{([^}]*)\}/g;

/**
 * Replaces `${NAME}` by an environment variable and `${file:PATH}` by the content of a file without its last line end,
 * so that the configuration file itself contains no secrets.
 */
export const substitute = (
  value: unknown,
  env: Readonly<Record<string, string | undefined>>,
  complain: Complain,
  path: readonly (string | number)[] = [],
): unknown => {
  if (typeof value === 'string') {
    return value.replaceAll(PLACE, (_, name: string) =>
      fill(name, env, (message) => complain(path, message)),
    );
  }
  if (Array.isArray(value))
    return value.map((one, index) => substitute(one, env, complain, [...path, index]));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, substitute(one, env, complain, [...path, key])]),
    );
  }
  return value;
};

const fill = (
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  complain: (message: string) => void,
): string => {
  if (name.startsWith('file:')) {
    const file = name.slice('file:'.length);
    try {
      return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      complain(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
      return '';
    }
  }
  const found = env[name];
  if (found === undefined) complain(`the environment has no ${name}`);
  return found ?? '';
};
