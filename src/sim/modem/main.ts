import { createInterface } from 'node:readline';
import { SimModem } from './modem.ts';
import { obey } from './obey.ts';
import { optionsFromJson } from './options/from-json.ts';

// Usage: node src/sim/modem/main.ts '{"link":"/tmp/modem"}'. Prints {"path":…}, then answers each line of standard
// input with one line, in order. Ends with its input, or at SIGTERM.

const say = (answer: object): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
};

const modem = await SimModem.start(optionsFromJson(JSON.parse(process.argv[2] ?? '{}')));
const lines = createInterface({ input: process.stdin });
process.once('SIGTERM', () => lines.close());
say({ path: modem.path });

for await (const line of lines) say(await obey(modem, line));
process.stdin.destroy();
await modem.close();
