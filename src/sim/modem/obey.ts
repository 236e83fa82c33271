import type { SimModem } from './modem.ts';
import { misbehaviourFromJson, objectOf, phoneTextFromJson } from './options/from-json.ts';

type Command = (modem: SimModem, rest: Readonly<Record<string, unknown>>) => object | Promise<object>;

const done = {};

const commands: Readonly<Record<string, Command>> = {
  misbehave(modem, rest) {
    modem.misbehave(misbehaviourFromJson(rest));
    return done;
  },
  calm(modem) {
    modem.calm();
    return done;
  },
  receive(modem, rest) {
    modem.receive(phoneTextFromJson(rest));
    return done;
  },
  ring(modem) {
    modem.ring();
    return done;
  },
  say(modem, { line }) {
    if (typeof line !== 'string') throw new Error('say needs a line');
    modem.say(line);
    return done;
  },
  reset(modem) {
    modem.reset();
    return done;
  },
  unplug(modem) {
    modem.unplug();
    return done;
  },
  async replug(modem) {
    await modem.replug();
    return { path: modem.path };
  },
  stats: (modem) => ({ stats: modem.stats }),
  violations: (modem) => ({ violations: modem.violations }),
  phones: ({ phones }, { number }) =>
    typeof number === 'string'
      ? { shown: phones.shown(number), incomplete: phones.incomplete(number) }
      : { numbers: phones.numbers.length, shown: phones.shownCount, duplicates: phones.duplicates() },
  sent: (modem) => ({ sent: modem.sent }),
  log: (modem) => ({ log: modem.log }),
};

/**
 * Runs the command in a line of JSON, such as {"do":"misbehave","noPrompt":true}.
 *
 * @returns `ok`, with either `error` in words or the requested values
 */
export const obey = async (modem: SimModem, line: string): Promise<object> => {
  try {
    const { do: name, ...rest } = objectOf(JSON.parse(line));
    const command = typeof name === 'string' && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
      const known = Object.keys(commands).join(', ');
      throw new Error(`there is no command ${JSON.stringify(name)}, but ${known}`);
    }
    return { ok: true, ...(await command(modem, rest)) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
};
