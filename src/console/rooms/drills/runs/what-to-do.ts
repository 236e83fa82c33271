/** The words for what to do. */
type Todo = 'todo_optedOut' | 'todo_disabled' | 'todo_trust' | 'todo_nothing' | 'todo_late' | 'todo_refused';

const SIGNS: readonly (readonly [RegExp, Todo])[] = [
  [/opted out/, 'todo_optedOut'],
  [/is disabled|not configured/, 'todo_disabled'],
  [/can't be trusted/, 'todo_trust'],
  [/nothing to measure/, 'todo_nothing'],
  [
    /only after|not delivered within|not sent within|not heard|did not arrive|expired|unconfirmed/,
    'todo_late',
  ],
  [/failed:|undelivered:/, 'todo_refused'],
];

/** What a person can do about the reason of a failed run, each step once, in the order of need. */
export const whatToDo = (reason: string): readonly Todo[] => {
  const steps = SIGNS.filter(([sign]) => sign.test(reason)).map(([, step]) => step);
  return steps.length === 0 ? ['todo_late'] : steps;
};
