import { createInterface } from 'node:readline';
import { obey } from './commands.ts';
import { optionsFromJson } from './from-json.ts';
import { Smsc } from './smsc.ts';

// Usage: node src/sim/smsc/main.ts '{"port":0}'. Prints {"port":…}, then answers each line of standard input with one
// line, in order. Ends with its input, or at SIGTERM.

const say = (answer: object): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
};

const smsc = await Smsc.start(optionsFromJson(JSON.parse(process.argv[2] ?? '{}')));
const lines = createInterface({ input: process.stdin });
process.once('SIGTERM', () => lines.close());
say({ port: smsc.port });

for await (const line of lines) say(await obey(smsc, line));
process.stdin.destroy();
await smsc.close();
