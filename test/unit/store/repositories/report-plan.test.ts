import { expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { reportRepository } from '../../../../src/store/queries/alerts/alert-report.ts';
import { plansOf } from '../../../support/store/query-plan.ts';

test('the after-action report looks up the people of a list by number in an index, and does not read all recipients of the alert', async () => {
  const [steps = []] = await plansOf((db) => reportRepository(db).countAmong(1, ['+33639980001' as Msisdn]));
  const recipients = steps.filter((detail) => / r /.test(detail));
  expect(recipients).toEqual([expect.stringMatching(/^SEARCH r .*number=\?/)]);
});
