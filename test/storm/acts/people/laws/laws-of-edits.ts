import type { Asked } from '../desk.ts';
import { clock, type Evidence } from '../evidence.ts';
import { mayBeDone } from './asks-of-alert.ts';

const CHANGED = 412;

/** Of two who change the same version one at most does. */
export const changeOneVersionOnce = ({ desk }: Evidence): readonly string[] =>
  [
    ...Map.groupBy(
      desk.asked.filter(({ ifMatch }) => ifMatch !== undefined),
      ({ path, ifMatch }) => `${path} ${ifMatch}`,
    ),
  ]
    .filter(([, same]) => same.filter(({ isDone }) => isDone).length > 1)
    .map(
      ([what, same]) =>
        `${what} was changed twice: ${same.map(({ who, endedAt }) => `${who} was told so at ${clock(endedAt)}`).join(', ')}`,
    );

/** What was changed last is there, and the version has grown by one with each change. */
export const keepTheLastChange = ({ edits, things }: Evidence): readonly string[] =>
  [...things].flatMap(([kind, found]) => {
    const puts = edits.filter((edit) => edit.kind === kind).flatMap((edit) => edit.puts);
    const done = puts.filter(({ isDone }) => isDone).toSorted((a, b) => a.endedAt - b.endedAt);
    const open = puts.filter(({ isInDoubt }) => isInDoubt);
    const refused = puts.filter((asked) => !mayBeDone(asked));
    const last = done.at(-1);
    const name = found.answer['name'];
    const wanted = [last?.body['name'] ?? `people ${kind}`, ...open.map(({ body }) => body['name'])];
    const version = Number(found.answer['version']);
    const least = 1 + done.length;
    return [
      ...(found.isDone ? [] : [`${found.path} was made, and is answered with ${found.status}`]),
      ...(wanted.includes(name)
        ? []
        : [`${found.path} is named ${String(name)}, and not ${wanted.join(' or ')}`]),
      ...(version >= least && version <= least + open.length
        ? []
        : [`${found.path} has the version ${version} after ${done.length} changes`]),
      ...refused.filter(({ status, who }) => status !== CHANGED && who !== 'vera').map(told),
    ];
  });

const told = ({ who, path, status, answer }: Asked): string =>
  `${who} was refused a change of ${path}: ${status} ${JSON.stringify(answer)}`;

/** A repeated request gets the first answer, and another one with its key is refused. */
export const answerTheSame = ({ desk }: Evidence): readonly string[] =>
  desk.repeats.flatMap(({ first, again, other }) => [
    ...(again.status === first.status && again.answer['id'] === first.answer['id']
      ? []
      : [
          `${first.who} ${first.path} with the key ${first.key} was ${first.status} of ${String(first.answer['id'])}, ` +
            `and is ${again.status} of ${String(again.answer['id'])}: ${JSON.stringify(again.answer['detail'])}`,
        ]),
    ...(other.status === 422
      ? []
      : [
          `${other.who} ${other.path}: another request with the key ${first.key} is answered with ${other.status}`,
        ]),
  ]);
