import { error, ok } from '../answer.ts';
import { settingsAtStart } from '../settings.ts';
import type { Handler, Handlers } from './handler.ts';
import { numberIn } from './handler.ts';

/** A command that accepts only these values, and has no effect. */
const only =
  (...values: readonly number[]): Handler =>
  ({ args }) =>
    numberIn(values, args[0] === '' ? '0' : args[0]) === undefined ? error : ok();

const restore: Handler = (_command, device) => {
  device.settings = settingsAtStart(device.family);
  return ok();
};

/** Commands of ITU-T V.250. */
export const basic: Handlers = {
  E: ({ args }, device) => {
    const echo = numberIn([0, 1], args[0] === '' ? '0' : args[0]);
    if (echo === undefined) return error;
    device.settings.echo = echo === 1;
    return ok();
  },
  Z: restore,
  '&F': restore,
  '&W': only(0, 1),
  '&C': only(0, 1),
  '&D': only(0, 1, 2),
  '&K': only(0, 3),
  H: only(0),
  // Results are only written as words: the numbers of V0 aren't simulated.
  V: only(1),
  Q: only(0),
  X: only(0, 1, 2, 3, 4),
  S0: ({ form }) => (form === 'read' ? ok('000') : ok()),
};
