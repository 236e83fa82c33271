import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TocsinError } from '../../domain/errors.ts';

/** A way in which a family differs, and why it is set so. */
const quirk = <V>(value: z.ZodType<V>) =>
  z.strictObject({ value, why: z.string().min(10) }).transform((own) => own.value);

const command = z.string().regex(/^AT[ -~]*$/, 'a command begins with AT and is printable ASCII');
const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'i');
  } catch {
    context.addIssue({ code: 'custom', message: `"${text}" is no regular expression` });
    return z.NEVER;
  }
});
const milliseconds = z.int().min(100).max(600_000);

const quirks = z.strictObject({
  /** Run once the modem answers, before the SIM is looked at; errors are tolerated. */
  start: quirk(z.array(command)),
  /** Ask for the SIM's ICCID, in order, until one answers. */
  iccid: quirk(z.array(command).min(1)),
  /** A +CPIN line without the OK that should follow ends AT+CPIN?. */
  pinWithoutOk: quirk(z.boolean()),
  /** Which memory messages are received into: the one that the modem has, or this. */
  storage: quirk(z.enum(['keep', 'SM', 'ME', 'MT'])),
  /** How many memories AT+CPMS takes. */
  storageArguments: quirk(z.int().min(1).max(3)),
  /** Arguments of AT+CNMI to try, best first; when none is taken, the memory is polled. */
  cnmi: quirk(z.array(z.string().regex(/^\d(,\d){1,4}$/, 'such as 2,1,0,1,0')).min(1)),
  /** Whether +CMT and +CDS are acknowledged with AT+CNMA where AT+CSMS=1 took. */
  acknowledgeMessages: quirk(z.boolean()),
  acknowledgeReports: quirk(z.boolean()),
  /** Keep the radio link between messages with AT+CMMS=2. */
  keepLink: quirk(z.boolean()),
  /** How long the prompt of AT+CMGS, and then its result, may take. */
  promptMs: quirk(milliseconds),
  resultMs: quirk(milliseconds),
  /** The index of the first place of a memory. */
  firstIndex: quirk(z.int().min(0).max(1)),
});

const match = z.strictObject({ manufacturer: pattern.optional(), model: pattern.optional() });

const file = z.strictObject({ name: z.string().min(1), match, quirks: quirks.partial() });
const genericFile = file.extend({ quirks });

/** What a family of modems wants; every value has its reason in the file. */
export type ModemSettings = Readonly<z.output<typeof quirks>>;

export interface ModemProfile {
  /** The file's name without its ending. */
  readonly id: string;
  readonly name: string;
  readonly match: z.output<typeof match>;
  /** The generic profile's, with this family's own over them. */
  readonly settings: ModemSettings;
}

const GENERIC = 'generic';

/**
 * Reads every profile of a directory.
 *
 * @param directory of JSON files, `generic.json` among them, which gives every setting that a family doesn't
 * @throws TocsinError configInvalid, naming the file and what is wrong with it
 */
export const loadProfiles = async (directory: string): Promise<readonly ModemProfile[]> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  const generic = await read(join(directory, `${GENERIC}.json`), genericFile);
  return Promise.all(
    names.map(async (name) => {
      const profile = await read(join(directory, name), file);
      // A key that is there has a value: JSON has no undefined.
      const settings = { ...generic.quirks, ...(profile.quirks as Partial<ModemSettings>) };
      return { id: name.slice(0, -'.json'.length), name: profile.name, match: profile.match, settings };
    }),
  );
};

const read = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> => {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new TocsinError('configInvalid', `modem profile ${path} can't be read`, { cause });
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new TocsinError('configInvalid', `modem profile ${path}: ${z.prettifyError(result.error)}`);
};

export interface ProfileChoice {
  readonly profile: ModemProfile;
  /** Why this one, for people. */
  readonly why: string;
}

/**
 * The profile that fits best: a model's pattern counts more than a manufacturer's, a longer match more than a
 * shorter; a pattern that doesn't match rules a profile out. Generic fits everything, worst.
 *
 * @param wanted the configuration's: a profile's id, or `auto`
 */
export const chooseProfile = (
  profiles: readonly ModemProfile[],
  identity: { readonly manufacturer: string; readonly model: string },
  wanted: string,
): ProfileChoice => {
  const asked = profiles.find((profile) => profile.id === wanted);
  if (asked !== undefined) return { profile: asked, why: 'set in the configuration' };
  const scored = profiles
    .map((profile) => ({ profile, score: scoreOf(profile, identity) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score);
  const best = scored[0];
  if (best === undefined) throw new TocsinError('configInvalid', 'there is no generic modem profile');
  const described = `${identity.manufacturer} ${identity.model}`.trim();
  const fits = best.score > 0 ? `matches "${described}"` : `no family matches "${described}"`;
  return { profile: best.profile, why: wanted === 'auto' ? fits : `no profile "${wanted}"; ${fits}` };
};

const MODEL_WEIGHT = 100;

const scoreOf = (
  { match: { manufacturer, model } }: ModemProfile,
  identity: { readonly manufacturer: string; readonly model: string },
): number => {
  const maker = lengthOf(manufacturer, identity.manufacturer);
  const type = lengthOf(model, identity.model);
  return maker === undefined || type === undefined ? -1 : maker + MODEL_WEIGHT * type;
};

/** Characters that the pattern matches; 0 without a pattern, undefined if it doesn't match. */
const lengthOf = (pattern: RegExp | undefined, text: string): number | undefined =>
  pattern === undefined ? 0 : pattern.exec(text)?.[0].length;
