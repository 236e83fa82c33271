import { expect, it } from 'vitest';
import type { Priority } from '../../../../../src/domain/messages/priority.ts';
import type { OutgoingPart } from '../../../../../src/domain/routes/route.ts';
import { PartQueue } from '../../../../../src/routes/modem/send/part-queue.ts';
import { samplePart } from '../../../../support/smpp/smpp-samples.ts';

const part = (priority: Priority, number: number): OutgoingPart => ({
  ...samplePart(),
  priority,
  part: number,
});

it('a critical part that waits in a modem route leaves before the other waiting parts, and after earlier critical ones', () => {
  const queue = new PartQueue();
  for (const one of [part('low', 1), part('critical', 2), part('high', 3), part('critical', 4)])
    void queue.add(one, true);
  const left = [queue.next(), queue.next(), queue.next(), queue.next()];
  expect(left.map((queued) => queued?.part.part)).toEqual([2, 4, 1, 3]);
});
