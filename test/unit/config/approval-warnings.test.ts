import { describe, expect, test } from 'vitest';
import { approvalWarnings, describeApprovals } from '../../../src/commands/check/approval-summary.ts';
import { configSchema } from '../../../src/config/schema.ts';

const alerts = { twoPersons: 'live' };
const config = (own: object = {}) => configSchema.parse({ sender: '+33199000001', alerts, ...own });
const clock = (approvalClock: object, own: object = {}) =>
  config({ ...own, alerts: { ...alerts, approvalClock } });
const approvers = [['approver']];

describe('check says of approvals', () => {
  test('the deadlines, whom pages go to, and how they are answered', () => {
    expect(describeApprovals(config())).toEqual([
      'An approval is due after: extreme 10 min, severe 15 min, moderate 30 min, minor 60 min, unknown 30 min. ' +
        'Until then pages go to all users who may approve and have a phone, the next after 180 s, with a code that ' +
        'works ten minutes.',
    ]);
    expect(describeApprovals(clock({ roster: 3, bySms: false }))[0]).toMatch(
      /whoever is on duty in roster 3, or all users .* with no code: they approve in the console\.$/,
    );
  });

  test('nothing where nothing waits for a second person', () => {
    const never = config({ sender: 'PREFECTURE', alerts: { twoPersons: 'never' } });
    expect(describeApprovals(never)).toEqual([]);
    expect(approvalWarnings(never, [])).toEqual([]);
  });

  test('that no approver has a phone, and nothing where one has, or where nobody can know', () => {
    const warning = expect.stringMatching(/^no approver has a phone/);
    expect(approvalWarnings(config(), [['operator'], ['viewer', 'unheard-of']])).toEqual([warning]);
    expect(approvalWarnings(config(), approvers)).toEqual([]);
    expect(approvalWarnings(config(), undefined)).toEqual([]);
  });

  test('that a roster without approvers pages all', () => {
    expect(approvalWarnings(clock({ roster: 3 }), approvers)).toEqual([
      expect.stringContaining('if roster 3 has nobody who may approve'),
    ]);
  });

  test('that nobody can answer "OK code" to a name of letters, for pages and for the duty', () => {
    const warning = expect.stringMatching(/PREFECTURE, a name of letters: nobody can answer "OK code"/);
    expect(approvalWarnings(config({ sender: 'PREFECTURE' }), approvers)).toEqual([warning]);
    expect(approvalWarnings(clock({ from: 'PREFECTURE' }), approvers)).toEqual([warning]);
    expect(approvalWarnings(clock({ from: '+33199000001' }, { sender: 'PREFECTURE' }), approvers)).toEqual(
      [],
    );
    const duty = { sender: 'PREFECTURE', inbound: { duty: ['+33639980098'] } };
    expect(approvalWarnings(clock({ bySms: false }, duty), approvers)).toEqual([
      expect.stringMatching(/^the duty is written to from PREFECTURE/),
    ]);
  });
});
