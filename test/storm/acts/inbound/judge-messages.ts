import type { FinalView, Submit } from '../../../chaos/history.ts';
import type { Stage } from '../../stage.ts';
import { handedOver } from '../excuses.ts';
import type { InboundLog, Posted, PostedBatch } from './log.ts';
import { postIn } from './plan.ts';
import type { Told } from './told.ts';

const FINAL_OR_SENT = ['queued', 'sending'];

const time = (at: number): string => new Date(at).toISOString();

/** What is wrong with the messages to this act's people: scheduled, short-lived, cancelled, in batches. */
export const judgeMessages = (
  { posted, batches }: InboundLog,
  told: Told,
  submits: readonly Submit[],
  stage: Stage,
): readonly string[] => {
  const wrong: string[] = [];
  for (const one of posted) {
    const views = told.views.filter(({ text }) => postIn(text) === one.post.index);
    const own = submits.filter(({ text }) => postIn(text) === one.post.index);
    const [view] = views;
    if (view === undefined || views.length > 1) {
      wrong.push(
        `message ${one.post.index} of ${one.reference}, posted at ${time(one.askedAt)}, ` +
          `is there ${views.length} times: ${views.map(({ id }) => id).join(', ')}`,
      );
      continue;
    }
    const name = `message ${one.post.index} (${view.id}), posted at ${time(one.askedAt)},`;
    for (const complaint of [
      ...faultsOf(one, view),
      ...timesOf(one, view, own, stage),
      ...cancelOf(one, view, own),
    ])
      wrong.push(`${name} ${complaint}`);
  }
  return [...wrong, ...batches.flatMap((one) => judgeBatch(one, told))];
};

const faultsOf = ({ post, reference }: Posted, view: FinalView): readonly string[] => [
  ...(view.text === post.text && view.to === post.to && view.reference === reference
    ? []
    : ['is not as it was posted']),
  ...(FINAL_OR_SENT.includes(view.state) ? [`is ${view.state} though all is well again`] : []),
];

function* timesOf(
  { sendAt, askedAt }: Posted,
  view: FinalView,
  own: readonly Submit[],
  stage: Stage,
): Generator<string> {
  const until = Date.parse(view.validUntil);
  for (const { at, route, part } of own) {
    const { from } = handedOver(stage, at, route);
    // What was due once goes on when it is sent again, also if somebody has set the clock back since.
    if (sendAt !== undefined && stage.world.wall.latestShown({ from: askedAt, to: at }) < sendAt)
      yield `was to be sent at ${time(sendAt)}, and ${route} got part ${part} at ${time(at)}`;
    if (from > until) yield `was valid until ${time(until)}, and ${route} got part ${part} at ${time(at)}`;
  }
}

function* cancelOf({ cancel }: Posted, view: FinalView, own: readonly Submit[]): Generator<string> {
  if (cancel === undefined) {
    if (view.state === 'cancelled') yield 'is cancelled, and nobody cancelled it';
    return;
  }
  const { answeredAt, status, body } = cancel;
  // The process may have died between the cancel and its answer: the second request finds it cancelled.
  const isDone = status === 200 || body.includes('The message is cancelled.');
  if (!isDone && status !== 409) yield `was to be cancelled, and the answer was ${status} ${body}`;
  if (isDone !== (view.state === 'cancelled'))
    yield `is ${view.state}, and the answer to its cancel at ${time(answeredAt)} was ${status} ${body}`;
  if (!isDone) return;
  for (const { at, route, part, answer } of own) {
    if (at > answeredAt)
      yield `was cancelled at ${time(answeredAt)}, and ${route} got part ${part} at ${time(at)}`;
    if (answer === undefined || answer.status === 0)
      yield `was cancelled at ${time(answeredAt)}, and ${route} may have part ${part} since ${time(at)}`;
  }
}

const judgeBatch = (
  { batch, answers, otherReference }: PostedBatch,
  { messages }: Told,
): readonly string[] => {
  const wrong: string[] = [];
  for (const { at, isOther, status, body } of answers) {
    if (isOther) {
      if (status !== 422) wrong.push(`${batch.name} with other lines got ${status} at ${time(at)}: ${body}`);
      continue;
    }
    const { accepted, refused }: { accepted?: number; refused?: readonly { line: number }[] } =
      JSON.parse(body);
    const lines = refused?.map(({ line }) => line).join();
    if (status !== 202 || accepted !== batch.lines.length || lines !== String(batch.bad.line))
      wrong.push(
        `${batch.name} has ${batch.lines.length} good lines, and line ${batch.bad.line} is bad; ` +
          `at ${time(at)} the answer was ${status} ${body}`,
      );
  }
  const stored = messages.filter(({ reference }) => reference === batch.name).length;
  if (stored !== batch.lines.length)
    wrong.push(`${batch.name} has ${batch.lines.length} good lines, and ${stored} messages`);
  if (messages.some(({ reference }) => reference === otherReference))
    wrong.push(`a line that ${batch.name} did not have at first is stored`);
  return wrong;
};
