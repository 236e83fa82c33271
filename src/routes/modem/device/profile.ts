import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TocsinError } from '../../../kernel/errors.ts';

/** A setting in which families of modems differ, with the reason for its value. */
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
/** How to ask for the temperature: the command, and a pattern whose first group is a number, which is divided. */
const temperature = z.strictObject({
  command,
  numbers: pattern.transform(({ source }) => new RegExp(source, 'gi')),
  divideBy: z.int().min(1).max(1000).default(1),
});
/** How to choose a SIM: the command that reads the slot, the pattern that finds it, and the command that selects {}. */
const simSlots = z.strictObject({
  read: command,
  slot: pattern,
  select: command.regex(/\{\}/, 'contains {}'),
});
/** A setting of the radio: what the modem says when it is set, and commands to set it, the first that is accepted. */
const radioSetting = z.strictObject({ shows: pattern, set: z.array(command).min(1) });
const milliseconds = z.int().min(100).max(600_000);

const quirks = z.strictObject({
  /** Commands to run once the modem answers, before the SIM is used; errors are ignored. */
  start: quirk(z.array(command)),
  /** Commands that ask for the SIM's ICCID, tried in order until one answers. */
  iccid: quirk(z.array(command).min(1)),
  /** Whether a +CPIN line ends the answer to AT+CPIN?, since the modem sends no OK after it. */
  pinWithoutOk: quirk(z.boolean()),
  /** The memory that receives messages: `keep` leaves the modem's own setting. */
  storage: quirk(z.enum(['keep', 'SM', 'ME', 'MT'])),
  /** The number of arguments that AT+CPMS takes. */
  storageArguments: quirk(z.int().min(1).max(3)),
  /** Arguments of AT+CNMI to try, the best first; if none is accepted, the memory is polled. */
  cnmi: quirk(z.array(z.string().regex(/^\d(,\d){1,4}$/, 'such as 2,1,0,1,0')).min(1)),
  /** Whether +CMT (messages) and +CDS (reports) are acknowledged with AT+CNMA, if AT+CSMS=1 was accepted. */
  acknowledgeMessages: quirk(z.boolean()),
  acknowledgeReports: quirk(z.boolean()),
  /** Whether they are acknowledged even though the modem doesn't know AT+CSMS, and the command that does it. */
  acknowledgeAlways: quirk(z.boolean()),
  acknowledgeCommand: quirk(z.enum(['AT+CNMA', 'AT+CNMA=1'])),
  /** Whether to keep the radio link open between messages with AT+CMMS=2. */
  keepLink: quirk(z.boolean()),
  /** Lines that the modem sends when it has restarted. Its settings are then lost. */
  bootLines: quirk(z.array(z.string().min(2))),
  /** Whether only a restart brings the modem back after a message had no result in time. */
  resetWhenSilent: quirk(z.boolean()),
  /** Time until the modem is back after AT+CFUN=1,1, in ms. */
  restartMs: quirk(milliseconds),
  /** The largest number of octets to write at once (0 for no limit), and the pause in ms before the next write. */
  writeOctets: quirk(z.int().min(0).max(1024)),
  writeGapMs: quirk(z.int().min(0).max(1000)),
  /** Whether the modem sends a prompt after AT+CMGS. Otherwise command and PDU are written together. */
  prompted: quirk(z.boolean()),
  /** The longest waits for the prompt of AT+CMGS and for its result, in ms. */
  promptMs: quirk(milliseconds),
  resultMs: quirk(milliseconds),
  /** The command that tells to which technology the radio is limited, and what to set for each. */
  networkModes: quirk(
    z.strictObject({
      ask: command,
      modes: z.partialRecord(z.enum(['auto', '2g', '3g', '4g', '5g']), radioSetting),
    }),
  ),
  /** How to switch IMS on and off, which takes effect at the next start; null if it can't be switched. */
  ims: quirk(z.strictObject({ ask: command, on: radioSetting, off: radioSetting }).nullable()),
  /** The index of the first place in the modem's memory for messages. */
  firstIndex: quirk(z.int().min(0).max(1)),
  /**
   * Commands that ask for RSRP and RSRQ, tried in order; `src/routes/modem/bring-up/readings.ts` reads their answers.
   */
  quality: quirk(z.array(command)),
  /** How to ask for the temperature; null: the modem doesn't tell it. */
  temperature: quirk(temperature.nullable()),
  /** How to choose between the SIMs of a modem with several slots; null: it has one. */
  simSlots: quirk(simSlots.nullable()),
  /** Whether USSD codes and texts are packed septets in hexadecimal. */
  ussdPacked: quirk(z.boolean()),
});

/**
 * Regular expressions, case-insensitive, for the answers of AT+CGMI and AT+CGMM, and for the USB ids as `vvvv:pppp`.
 */
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

/** The JSON Schema of a profile, for editors; `hardware/profile.schema.json` must equal it. */
export const profileJsonSchema = (): object => z.toJSONSchema(file, { io: 'input' });

/** The settings of a family of modems; each profile's file has the reason for every value. */
export type ModemSettings = Readonly<z.output<typeof quirks>>;

export interface ModemProfile {
  /** The name of the profile's file without `.json`. */
  readonly id: string;
  readonly name: string;
  readonly match: z.output<typeof match>;
  /** The generic profile's settings, overridden by those of this family. */
  readonly settings: ModemSettings;
}

/** The id of the profile that has a value for every setting. The other profiles only override some of its values. */
export const GENERIC = 'generic';

/**
 * Reads all profiles of a directory.
 *
 * @param directory of JSON files; `generic.json` must be among them
 * @throws TocsinError configInvalid, naming the file and its fault
 */
export const loadProfiles = async (directory: string): Promise<readonly ModemProfile[]> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  const generic = await read(join(directory, `${GENERIC}.json`), genericFile);
  return Promise.all(
    names.map(async (name) => {
      const profile = await read(join(directory, name), file);
      // A key that exists has a value, since JSON has no undefined; so the type is right.
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
