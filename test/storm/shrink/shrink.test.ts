import { expect, test } from 'vitest';
import { stormPlanOf } from '../plan.ts';
import { optionsOf, planCutTo, readCut } from './cut.ts';
import { shrink } from './shrink.ts';

const plan = { ...stormPlanOf(6), acts: ['people', 'modems'] };
const isPosted = (
  { posted }: { readonly posted?: ReadonlySet<number> | undefined },
  index: number,
): boolean => posted?.has(index) ?? true;

test('a plan is made as small as the law needs to break, and the command line makes it as small again', async () => {
  const cut = await shrink(
    plan,
    async (tried) =>
      tried.acts.includes('modems') && isPosted(tried, 2) && isPosted(tried, 5)
        ? [{ law: 'the law' }, { law: 'a second law' }]
        : [{ law: 'another law' }].slice(tried === plan ? 0 : 1),
    500,
  );
  expect(cut).toEqual({ acts: [1], faults: [], blows: [], messages: [2, 5] });
  const options = optionsOf(cut).trim().split(' --keep ');
  expect(planCutTo(plan, readCut(options.map((one) => one.replace('--keep ', ''))))).toEqual(
    planCutTo(plan, cut),
  );
});

test('a smaller plan that breaks another law alone is not taken for the same failure', async () => {
  const cut = await shrink(plan, async (tried) => [{ law: tried === plan ? 'the law' : 'another law' }], 500);
  expect(cut).toEqual({});
});

test('no more runs are made than are allowed', async () => {
  let runs = 0;
  await shrink(
    plan,
    async () => {
      runs++;
      return [{ law: runs === 1 ? 'the law' : 'another law' }];
    },
    12,
  );
  expect(runs).toBe(12);
});

test.each(['people', 'people=1', 'acts=x', 'acts=1,', 'messages=1;2'])(
  '"%s" is no list to keep',
  (option) => {
    expect(() => readCut([option])).toThrow(/--keep is LIST=N,N,…/);
  },
);
