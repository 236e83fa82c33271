import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TocsinError } from '../../../kernel/errors.ts';

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
  /** Said at a restart of the modem's own: what was agreed is forgotten then. */
  bootLines: quirk(z.array(z.string().min(2))),
  /** Without a result in time, only a restart brings the modem back. */
  resetWhenSilent: quirk(z.boolean()),
  /** How long it takes to be back after AT+CFUN=1,1. */
  restartMs: quirk(milliseconds),
  /** Octets to write at once, and how long to wait before the next; 0: all at once. */
  writeOctets: quirk(z.int().min(0).max(1024)),
  writeGapMs: quirk(z.int().min(0).max(1000)),
  /** How long the prompt of AT+CMGS, and then its result, may take. */
  promptMs: quirk(milliseconds),
  resultMs: quirk(milliseconds),
  /** The index of the first place of a memory. */
  firstIndex: quirk(z.int().min(0).max(1)),
  /** USSD codes and texts go as the hexadecimal of packed septets. */
  ussdPacked: quirk(z.boolean()),
});

/** Regular expressions, whatever the case: for AT+CGMI, AT+CGMM, and the USB ids as `vvvv:pppp`. */
const match = z.strictObject({
  manufacturer: pattern.optional(),
  model: pattern.optional(),
  usb: pattern.optional(),
});

const file = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1),
  match,
  quirks: quirks.partial(),
});
const genericFile = file.extend({ quirks });

/** The JSON Schema of a profile, for editors; `hardware/profile.schema.json` is this. */
export const profileJsonSchema = (): object => z.toJSONSchema(file, { io: 'input' });

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

/** The profile that gives every setting which a family doesn't. */
export const GENERIC = 'generic';

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
