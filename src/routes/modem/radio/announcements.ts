import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { TocsinError } from '../../../kernel/errors.ts';

const NETWORKS = fileURLToPath(new URL('../../../../hardware/networks', import.meta.url));

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written 2026-12-31');

const switchOff = z.strictObject({
  technology: z.enum(['2G', '3G']),
  /** When the first places lose the network, and when the last ones do. */
  from: day,
  until: day,
  /** What was announced, in a sentence. */
  words: z.string().min(10),
  source: z.strictObject({ url: z.url(), published: z.string().regex(/^\d{4}(-\d{2}){0,2}$/) }),
});

const country = z.strictObject({
  $schema: z.string().optional(),
  country: z.string().regex(/^[A-Z]{2}$/),
  name: z.string().min(1),
  operators: z.array(
    z.strictObject({
      name: z.string().min(1),
      /** Codes of the network: country and operator, as an IMSI begins. */
      networks: z.array(z.string().regex(/^\d{5,6}$/)).min(1),
      switchOff: z.array(switchOff),
    }),
  ),
});

export type Country = z.output<typeof country>;
export type SwitchOff = z.output<typeof switchOff>;

/**
 * Reads what the operators announced about the end of their old networks: one file for each country.
 *
 * @throws TocsinError configInvalid, naming the file and its fault
 */
export const loadNetworks = async (directory = NETWORKS): Promise<readonly Country[]> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const result = country.safeParse(JSON.parse(await readFile(path, 'utf8')));
      if (result.success) return result.data;
      throw new TocsinError('configInvalid', `networks ${path}: ${z.prettifyError(result.error)}`);
    }),
  );
};

/** What the operator of this SIM announced; undefined if there is no data about it. */
export const announcedFor = (
  countries: readonly Country[],
  imsi: string | undefined,
): { readonly operator: string; readonly switchOff: readonly SwitchOff[] } | undefined => {
  if (imsi === undefined) return undefined;
  for (const { operators } of countries) {
    for (const { name, networks, switchOff: announced } of operators) {
      if (networks.some((code) => imsi.startsWith(code))) return { operator: name, switchOff: announced };
    }
  }
  return undefined;
};
